"""Read what the installed Keras offers and write it down as `nnspec/catalog/keras.json`."""
