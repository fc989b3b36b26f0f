"""What is known of the data beside the spec: the columns that its inputs and outputs are bound to, and its card."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil, floor, inf, log

from nnspec.inference.tensor import Tensor
from nnspec.records import field, record
from nnspec.spec.binding import bind_columns, is_pattern
from nnspec.spec.data import Data
from nnspec.spec.inputs import Input
from nnspec.spec.outputs import Output
from nnspec.spec.spec import Spec
from nnspec.tables.card import Card, Value
from nnspec.tables.column import Column
from nnspec.tables.header import Header


@record
class Facts:
    """What is known of the data.

    Args:
        columns: name of an input or output -> the columns that it is bound to, in order; absent where unknown.
        card: of the data; None where there is none.
        n_rows: of the data; None where only reading them would tell.
        encoded: name of an input -> the tensor that it becomes; where the data were read, all of them.
        units: name of an output -> the neurons of its head; likewise.
    """

    columns: Mapping[str, tuple[Column, ...]] = field(default_factory=dict)
    card: Card | None = None
    n_rows: int | None = None
    encoded: Mapping[str, Tensor] = field(default_factory=dict)
    units: Mapping[str, int] = field(default_factory=dict)


NO_FACTS = Facts()

_OF_ANY_SHAPE = ("array", "image", "sequence")

# A value counts as certain where a random split leaves it out once in 30 thousand million times: with 70 % of the rows
# for training, one that stands in 20 rows.
_CHANCE = 0.3**20


def gather_facts(spec: Spec, *, header: Header | None = None, card: Card | None = None) -> Facts:
    """Bind a spec to what is known of its data.

    Args:
        spec: sound in structure.
        header: of its data, where they are at hand.
        card: of its data, where there is one; it knows more than a header.
    """
    available = _columns_of(card) if card is not None else None if header is None else header.columns
    rows = card.rows if card is not None else None if header is None else header.rows
    bound = _written_columns(spec) if available is None else _bound_columns(spec, available)
    return Facts(bound, card, rows)


def certain_values(columns: tuple[str, ...], spec: Spec, facts: Facts) -> tuple[Value, ...] | None:
    """List the different values of the one column that the training rows hold for certain; None where that is open.

    Args:
        columns: that an input or output is bound to.
        spec: says how the rows are split.
        facts: of the data.
    """
    if facts.card is None or len(columns) != 1 or spec.data is None or spec.data.source is None:
        return None
    column = facts.card.columns.get(columns[0])
    if column is None or column.values is None or column.missing != 0 or _drops_rows(spec.data, facts.card):
        return None
    counts = [count for _, count in column.values]
    if min(counts, default=0) < _rows_needed(counts, columns[0], spec, spec.data):
        return None
    return tuple(value for value, _ in column.values)


def _drops_rows(data: Data, card: Card) -> bool:
    return data.missing == "drop" and any(column.missing != 0 for column in card.columns.values())


def _rows_needed(counts: list[int], name: str, spec: Spec, data: Data) -> float:
    """Say in how many rows a value must stand to be among the training rows.

    Args:
        counts: the rows of each value.
        name: of their column.
        spec: its outputs may stratify.
        data: says how to split.
    """
    split, n_rows = data.split, sum(counts)
    if split is None:
        return 1
    others = sum(max(1, floor(n_rows * share + 0.5)) for share in (split.validation, split.test) if share)
    if split.group or split.time or others >= n_rows:
        return inf
    # Where so many classes have one row, the default split is random, and one by a column that is named is refused.
    by_default = data.default_split and _stratifies(name, spec) and n_rows - len(counts) >= others
    if split.stratify == name or by_default or not others:
        return 1
    return ceil(round(log(_CHANCE) / log(others / n_rows), 6))


def _stratifies(column: str, spec: Spec) -> bool:
    """Tell whether the default split goes by a column: that of the first output with classes does."""
    with_classes = (o for o in spec.outputs if o.type in ("category", "binary") and not o.per_position)
    first = next(with_classes, None)
    return first is not None and (first.columns or (first.target or first.name,)) == (column,)


def _columns_of(card: Card) -> tuple[Column, ...]:
    return tuple(Column(name, column.shape, column.dtype) for name, column in card.columns.items())


def _written_columns(spec: Spec) -> dict[str, tuple[Column, ...]]:
    """Take the spec's word for columns that it names one by one; without other data each holds single values."""
    shape = () if _is_flat(spec.data) else None
    found: dict[str, tuple[Column, ...]] = {}
    declared: tuple[Input | Output, ...] = (*spec.inputs, *spec.outputs)
    for item in declared:
        names = _names_of(item)
        if not any(map(is_pattern, names)):
            own = None if item.type in _OF_ANY_SHAPE else shape
            found[item.name] = tuple(Column(name, own) for name in names)
    return found


def _is_flat(data: Data | None) -> bool:
    """Tell whether a column can hold nothing but single values."""
    return data is None or all(_is_text(source) for source in (data.source, data.train) if source is not None)


def _is_text(source: str) -> bool:
    return source.lower().endswith((".csv", ".tsv"))


def _bound_columns(spec: Spec, available: tuple[Column, ...]) -> dict[str, tuple[Column, ...]]:
    binding = bind_columns(
        spec.inputs,
        outputs=spec.outputs,
        data=spec.data or Data(),
        available=tuple(column.name for column in available),
    )
    known = {column.name: column for column in available}
    bound = {**binding.inputs, **binding.outputs}
    return {name: tuple(known[column] for column in columns) for name, columns in bound.items() if columns}


def _names_of(item: Input | Output) -> tuple[str, ...]:
    return item.columns or (item.name,)
