"""A spec -> a Keras script that stands alone: readable Python that needs nnspec no more."""
