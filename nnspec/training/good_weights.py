"""A model that may go wrong in, the last weights that were still finite kept aside."""

from __future__ import annotations

import keras
import numpy as np


class GoodWeights:
    """Holds a copy of a model's weights in the host's memory.

    Args:
        trunk: the model; its weights of now are kept.
    """

    def __init__(self, trunk: keras.Model) -> None:
        self._trunk = trunk
        self._weights = trunk.get_weights()

    def keep(self) -> bool:
        """Replace the copy by the weights of now; give False, and leave the copy, if one is not finite."""
        weights = self._trunk.get_weights()
        if not all(np.isfinite(weight).all() for weight in weights):
            return False
        self._weights = weights
        return True

    def restore(self) -> None:
        """Put the copy back into the model."""
        self._trunk.set_weights(self._weights)
