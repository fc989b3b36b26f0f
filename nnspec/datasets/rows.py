"""The rows of one part: raw inputs and targets as numpy arrays."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from nnspec.datasets.table import Array
from nnspec.records import field, record, replace
from nnspec.spec.binding import Binding


def row_number(number: int) -> str:
    """Tell a person which row of its source one is; people count from 1."""
    return f"row {number + 1}"


@record(kw_only=True)
class Rows:
    """Rows as they enter the encoder.

    Args:
        inputs: name -> number (n, k) float32 with NaN where a value is missing and will be filled;
            category (n,) int64 or objects of str; text (n,) objects of str; image (n, height, width,
            channels) uint8; sequence (n, length, ...), padded; date (n,) float64 seconds since 1970; array (n, ...)
            of the declared dtype.
        targets: name -> the truth as the data hold it, for `encode_targets`: number, multilabel and
            array (n, ...) float64; category and binary (n,) int64, bool or objects of str, or
            (n, classes) float64; with the positions behind the rows where there is a truth for each. An output
            whose target is an input is absent.
        counted: by output, (n, positions...) bool: the positions that count; absent where all do.
        weight: (n,) float32, or None.
        numbers: (n,) int64, the place of each row in the source, from 0.
        binding: the columns behind inputs and targets.
        locate: place in the source -> words that tell a person where that row is.
    """

    inputs: Mapping[str, Array]
    targets: Mapping[str, Array]
    weight: Array | None
    numbers: Array
    binding: Binding
    counted: Mapping[str, Array] = field(default_factory=dict)
    locate: Callable[[int], str] = row_number

    def __len__(self) -> int:
        return len(self.numbers)

    def take(self, chosen: Array) -> Rows:
        """Keep the chosen rows, given by their index."""
        return replace(
            self,
            inputs={name: values[chosen] for name, values in self.inputs.items()},
            targets={name: values[chosen] for name, values in self.targets.items()},
            counted={name: values[chosen] for name, values in self.counted.items()},
            weight=None if self.weight is None else self.weight[chosen],
            numbers=self.numbers[chosen],
        )

    def place(self, row: int) -> str:
        """Tell a person where one of these rows is in the source."""
        return self.locate(int(self.numbers[row]))
