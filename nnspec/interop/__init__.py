"""Import from Keras, introspect it, and hand models on to others."""
