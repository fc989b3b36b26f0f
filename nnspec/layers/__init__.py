"""Layers for any Keras user; they know nothing of specs."""
