"""The rows of one part: raw inputs and targets as numpy arrays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from nnspec.datasets.table import Array
from nnspec.spec.binding import Binding


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """Rows as they enter the encoder.

    Args:
        inputs: name -> number (n, k) float32 with NaN where a value is missing and will be filled;
            category (n,) int64 or objects of str; image (n, height, width, channels) uint8; array
            (n, ...) of the declared dtype.
        targets: name -> the truth as the data hold it, for `encode_targets`: number, multilabel and
            array (n, ...) float64; category and binary (n,) int64, bool or objects of str, or
            (n, classes) float64. An output whose target is an input is absent.
        weight: (n,) float32, or None.
        numbers: (n,) int64, the place of each row in the source, from 0.
        binding: the columns behind inputs and targets.
    """

    inputs: Mapping[str, Array]
    targets: Mapping[str, Array]
    weight: Array | None
    numbers: Array
    binding: Binding

    def __len__(self) -> int:
        return len(self.numbers)

    def take(self, chosen: Array) -> Rows:
        """Keep the chosen rows, given by their index."""
        return Rows(
            inputs={name: values[chosen] for name, values in self.inputs.items()},
            targets={name: values[chosen] for name, values in self.targets.items()},
            weight=None if self.weight is None else self.weight[chosen],
            numbers=self.numbers[chosen],
            binding=self.binding,
        )
