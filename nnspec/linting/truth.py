"""An output and what is known of its data -> the truth as its loss sees it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from nnspec.inference.facts import Facts
from nnspec.inference.network import Network
from nnspec.linting.value_range import UNIT, ValueRange
from nnspec.records import record
from nnspec.spec.inputs import ArrayInput, ImageInput, Input, NumberInput
from nnspec.spec.outputs import Output
from nnspec.spec.spec import Spec
from nnspec.tables.card import ColumnCard, Value

# Of standardised numbers some lie below 0, and the one farthest from it lies 1 away or more.
_JUST = 1e-3
_SHOWN = 6


@record
class Truth:
    """What is known of the target of an output.

    Args:
        columns: what the card says of each column that holds it; None where there is no card, or one is not on it.
        values: the numbers that the loss meets; None where they are unknown. Of a standardised target without a card
            a part of them: some lie on both sides of 0, and one at least 1 away from it.
        is_standardised: whether the loss sees it with mean 0 and deviation 1.
        shape: of one row; None where it is unknown.
        is_known: whether a card has been asked; else a card could tell more.
        is_copy: whether it is an input, as an autoencoder's is.
    """

    columns: tuple[ColumnCard, ...] | None
    values: ValueRange | None
    is_standardised: bool
    shape: tuple[int, ...] | None
    is_known: bool
    is_copy: bool = False

    @property
    def column(self) -> ColumnCard | None:
        """The one column of single values that holds it; None where there are others, or nothing is known."""
        if self.columns is None or len(self.columns) != 1 or self.columns[0].shape not in (None, (), (1,)):
            return None
        return self.columns[0]

    @property
    def is_whole(self) -> bool:
        """Whether the card says that there are whole numbers only."""
        return bool(self.columns) and all(_is_whole(column) for column in self.columns or ())


def truth_of(output: Output, spec: Spec, facts: Facts, network: Network) -> Truth:
    """Put together what is known of an output's target.

    Args:
        output: of the spec.
        spec: its inputs, one of which may be the target.
        facts: of the data.
        network: knows the shapes of the inputs.
    """
    copied = next((item for item in spec.inputs if item.name == output.target), None)
    columns = _columns_of(copied.name if copied is not None else output.name, facts)
    standardised = getattr(copied, "scale", "none") == "standard" if copied is not None else output.scale == "standard"
    raw = _range_of(columns)
    if standardised:
        values: ValueRange | None = _standardised(columns)
    else:
        values = raw if copied is None else _encoded(copied, raw)
    shape = _shape_of(output, spec, facts) if copied is None else _input_shape(copied.name, network)
    is_copy = copied is not None
    return Truth(columns, values, standardised, shape, facts.card is not None or is_copy, is_copy)


def class_counts(truth: Truth) -> Mapping[str, int] | None:
    """Count the rows of each class, by its text, in the order of the classes; None where the card does not say."""
    column = truth.column
    if column is None or column.values is None:
        return None
    return {class_text(value): count for value, count in sorted(column.values, key=_rank)}


def listing_of(classes: Collection[str]) -> str:
    """Write classes one after the other; the first of many."""
    shown = ", ".join(f"`{text}`" for text in tuple(classes)[:_SHOWN])
    return shown if len(classes) <= _SHOWN else f"{shown} and {len(classes) - _SHOWN} more"


def class_text(value: Value) -> str:
    """Spell a class as one that the spec and the data have in common: `1` for 1.0, `true` for True."""
    if isinstance(value, bool):
        return str(value).lower()
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def spread_of(truth: Truth) -> tuple[float, float] | None:
    """Give mean and deviation of the one column as the loss sees it; None where the card does not say."""
    if truth.is_standardised:
        return 0.0, 1.0
    column = truth.column
    return None if column is None or column.mean is None or column.std is None else (column.mean, column.std)


def _rank(counted: tuple[Value, int]) -> tuple[bool, Any]:
    """Order numbers by size, and texts as texts, behind them."""
    return isinstance(counted[0], str), counted[0]


def _columns_of(name: str, facts: Facts) -> tuple[ColumnCard, ...] | None:
    bound = facts.columns.get(name)
    if facts.card is None or not bound or any(column.name not in facts.card.columns for column in bound):
        return None
    return tuple(facts.card.columns[column.name] for column in bound)


def _range_of(columns: tuple[ColumnCard, ...] | None) -> ValueRange | None:
    if not columns or any(column.minimum is None or column.maximum is None for column in columns):
        return None
    lows = [column.minimum for column in columns if column.minimum is not None]
    return ValueRange(min(lows), max(column.maximum for column in columns if column.maximum is not None))


def _standardised(columns: tuple[ColumnCard, ...] | None) -> ValueRange:
    """Give the range after `(y - mean) / std`; without numbers, what holds for all of them."""
    for column in columns or ():
        low, high, mean = column.minimum, column.maximum, column.mean
        if low is not None and high is not None and mean is not None and column.std:
            return ValueRange((low - mean) / column.std, (high - mean) / column.std)
    return ValueRange(-_JUST, 1.0 + _JUST)


def _encoded(item: Input, raw: ValueRange | None) -> ValueRange | None:
    if isinstance(item, NumberInput | ArrayInput):
        return UNIT if item.scale == "minmax" else raw
    if isinstance(item, ImageInput):
        # Pictures hold 0 to 255 unless a card knows better.
        known = raw or ValueRange(0.0, 255.0)
        return ValueRange(known.low / 255, known.high / 255) if item.scale == "unit" else known
    return None


def _shape_of(output: Output, spec: Spec, facts: Facts) -> tuple[int, ...] | None:
    bound = facts.columns.get(output.name)
    if output.type == "array" and spec.data is None and facts.card is None:
        return None
    if not bound or any(column.shape is None for column in bound):
        return None
    if len(bound) > 1:
        flat = all(column.shape in ((), (1,)) for column in bound)
        return (len(bound),) if flat else None
    return bound[0].shape


def _input_shape(name: str, network: Network) -> tuple[int, ...] | None:
    inferred = network.nodes.get(name)
    example = None if inferred is None else inferred.output.example
    if example is None or not all(isinstance(length, int) for length in example):
        return None
    return tuple(length for length in example if isinstance(length, int))


def _is_whole(column: ColumnCard) -> bool:
    if column.values is not None:
        return all(_is_whole_number(value) for value, _ in column.values)
    return (column.dtype or "").startswith(("int", "uint"))


def _is_whole_number(value: Value) -> bool:
    return isinstance(value, int) or (isinstance(value, float) and value.is_integer())
