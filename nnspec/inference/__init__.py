"""Shapes, dtypes and weights of every node, worked out without Keras."""
