"""Graph and state -> Keras models: the encoder, the trunk that is trained, and the model that is served."""
