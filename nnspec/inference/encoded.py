"""Inputs -> the tensors that they become, as the encoder gives them to the network."""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.graph.graph import Graph
from nnspec.graph.walking import inputs_above, walk_graph
from nnspec.inference.dimension import UNKNOWN, Dimension, symbol, total
from nnspec.inference.facts import Facts, certain_values
from nnspec.inference.tensor import BATCH, NOTHING_KNOWN, Shape, Tensor
from nnspec.spec.inputs import (
    ArrayInput,
    CategoryInput,
    DateInput,
    ImageInput,
    Input,
    NumberInput,
    SequenceInput,
    TextInput,
)
from nnspec.spec.spec import Spec
from nnspec.tables.column import Column


def encoded_tensors(spec: Spec, graph: Graph, facts: Facts) -> dict[str, Tensor]:
    """Tell what each input becomes, by name.

    Args:
        spec: its inputs, bases and precision.
        graph: says which inputs lie above bases.
        facts: of the data.
    """
    if facts.encoded:
        return dict(facts.encoded)
    redefined = frozenset(_above_runs(spec, graph))
    dtype = "float64" if spec.train.precision == "float64" else "float32"
    return {
        item.name: NOTHING_KNOWN if item.name in redefined else encoded_tensor(item, spec, facts, dtype)
        for item in spec.inputs
    }


def encoded_tensor(item: Input, spec: Spec, facts: Facts, dtype: str) -> Tensor:
    """Tell what an input becomes.

    Args:
        item: of the spec.
        spec: says how the data are split.
        facts: of the data.
        dtype: of what the encoder computes.
    """
    columns = facts.columns.get(item.name)
    match item:
        case NumberInput():
            return Tensor((BATCH, width_of(columns)), dtype)
        case CategoryInput(encode="index"):
            return Tensor((BATCH,), "int64")
        case CategoryInput():
            return Tensor((BATCH, _n_categories(item, spec, facts) + 1), dtype)
        case TextInput(output_mode="int"):
            return Tensor((BATCH, item.output_sequence_length or UNKNOWN), "int64")
        case TextInput():
            return Tensor((BATCH, UNKNOWN if item.vocabulary is None else len(item.vocabulary) + 1), dtype)
        case ImageInput():
            return Tensor((BATCH, *_picture(item, columns)), dtype)
        case DateInput():
            return Tensor((BATCH, sum(1 if part == "year" else 3 for part in item.parts)), dtype)
        case SequenceInput():
            return Tensor(_steps(item, columns), dtype if item.dtype.startswith("float") else item.dtype)
        case ArrayInput():
            return Tensor(_array(item, columns), dtype if item.dtype.startswith("float") else item.dtype)
    return NOTHING_KNOWN


def width_of(columns: tuple[Column, ...] | None) -> Dimension:
    """Count the numbers of columns side by side: one each, or as many as a column of vectors has."""
    if columns is None:
        return UNKNOWN
    return total(UNKNOWN if column.shape is None else sum(column.shape) if column.shape else 1 for column in columns)


def _above_runs(spec: Spec, graph: Graph) -> Iterator[str]:
    """Name the inputs that are encoded as an earlier run encoded its own."""
    runs = {base.name for base in spec.bases if base.source.startswith("run:")}
    if runs:
        for place in walk_graph(graph):
            if place.node.base in runs:
                yield from inputs_above(place)


def _n_categories(item: CategoryInput, spec: Spec, facts: Facts) -> Dimension:
    if item.vocabulary is not None:
        return len(item.vocabulary)
    values = certain_values(item.columns or (item.name,), spec, facts)
    if values is None or (item.fill is not None and item.fill not in values):
        return UNKNOWN
    return len(values) if item.max_tokens is None else min(len(values), item.max_tokens - 1)


def _picture(item: ImageInput, columns: tuple[Column, ...] | None) -> Shape:
    own = _shape_of(columns) or None
    size = item.size or item.symbols.get("size")
    height, width = map(length, size) if size else (own or (UNKNOWN, UNKNOWN))[:2]
    channels = 1 if own is not None and len(own) == 2 else UNKNOWN if own is None else own[-1]
    return height, width, item.channels or channels


def _steps(item: SequenceInput, columns: tuple[Column, ...] | None) -> Shape | None:
    lone = (1,) if item.dtype.startswith("float") else ()
    several = columns is not None and len(columns) > 1
    own = (width_of(columns),) if several else _shape_of(columns)
    (steps,) = item.symbols.get("length", (item.length or (own[0] if own else UNKNOWN),))
    step = item.shape if item.shape is not None else None if own is None else own[1:] or lone
    return None if step is None else (BATCH, length(steps), *step)


def _array(item: ArrayInput, columns: tuple[Column, ...] | None) -> Shape | None:
    written = item.symbols.get("shape") if item.shape is None else item.shape
    if written is not None:
        return (BATCH, *map(length, written))
    if columns is not None and len(columns) > 1:
        return BATCH, width_of(columns)
    own = _shape_of(columns)
    return None if own is None else (BATCH, *own)


def length(written: Dimension | str) -> Dimension:
    """Read a length as a spec writes it: a number, or the name of a symbol."""
    return symbol(written) if isinstance(written, str) else written


def _shape_of(columns: tuple[Column, ...] | None) -> tuple[int, ...] | None:
    return columns[0].shape if columns is not None and len(columns) == 1 else None
