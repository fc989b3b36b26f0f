"""An augmenter and a part of a batch in, changed pictures out; what it draws is a function of seed and epoch."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np

Tensor = Any
_SEED_STATE = "seed_generator_state"
_LARGEST_SEED = 2**31 - 1


def augment(augmenter: keras.Model | None, inputs: dict[str, Tensor]) -> dict[str, Tensor]:
    """Change the pictures among the inputs of a trunk; nothing happens without an augmenter."""
    if augmenter is None:
        return inputs
    return {**inputs, **augmenter({name: inputs[name] for name in augmenter.input}, training=True)}


class Draws:
    """Sets what the random layers of an augmenter draw, anew for each epoch, so that nothing has to be saved.

    Args:
        augmenter: None where nothing is changed.
    """

    def __init__(self, augmenter: keras.Model | None) -> None:
        variables = () if augmenter is None else augmenter.variables
        self._states = [variable for variable in variables if variable.path.endswith(_SEED_STATE)]
        self._seeds = [int(np.asarray(state)[0]) for state in self._states]

    def begin(self, epoch: int) -> None:
        """Begin an epoch, counted from 0 over the whole training."""
        for state, seed in zip(self._states, self._seeds, strict=True):
            drawn = int(np.random.SeedSequence([seed, epoch]).generate_state(1)[0]) % _LARGEST_SEED
            state.assign(np.asarray([drawn, 0], dtype=state.dtype))
