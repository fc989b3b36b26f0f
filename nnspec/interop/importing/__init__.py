"""A Keras model as data -> a terse spec of the same network; nothing of the model is ever run."""
