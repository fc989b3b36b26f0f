"""Sums over steps in, the exact mean losses of an epoch out, named as Keras names them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from nnspec.training.objectives import Objective


class LossTotals:
    """Adds up what the steps report.

    Args:
        objectives: in the order of the steps' columns.
    """

    def __init__(self, objectives: Sequence[Objective]) -> None:
        self._objectives = tuple(objectives)
        self._sums = np.zeros((2, len(self._objectives) + 1))

    def add(self, sums: NDArray[np.floating]) -> None:
        """Add the sums of one call, shape (2, objectives + 1): numerators over denominators, the penalty last."""
        self._sums += sums

    def means(self) -> dict[str, float]:
        """Give `loss`, and with several outputs `OUTPUT_loss`, as means over all rows since the start."""
        numerators, denominators = self._sums
        # Nothing over nothing is 0, as Keras has it for a batch that is all masked.
        *losses, penalty = np.divide(
            numerators, denominators, out=np.zeros_like(numerators), where=denominators != 0
        ).tolist()
        weighed = sum(o.weight * loss for o, loss in zip(self._objectives, losses, strict=True))
        means = {"loss": weighed + penalty}
        if len(losses) > 1:
            means |= {f"{o.name}_loss": loss for o, loss in zip(self._objectives, losses, strict=True)}
        return means
