"""A code, a name of Keras or a place in a spec -> what it means; and the whole language on a few pages."""
