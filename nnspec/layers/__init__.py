"""Layers for any Keras user; they know nothing of specs."""

from nnspec.layers.kan import KAN

__all__ = ["KAN"]
