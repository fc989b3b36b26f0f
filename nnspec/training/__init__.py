"""Arrays and a Keras model in, a trained model and its history out, on one device or several, on TensorFlow."""
