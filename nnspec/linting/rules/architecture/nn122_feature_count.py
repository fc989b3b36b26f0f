"""NN122: an input declares another shape than its data have.

What: the `shape` of an array is not that of its column, or of its columns side by side; the `channels` of a picture are
not those of its column.

Why: the data do not fit into the network. A common form counts the rows as an axis: `shape` is that of one example.

Card:
    rows: 150
    columns: {flower: {dtype: float64, shape: [4]}, kind: {dtype: int64, shape: [], unique: 3}}

Fires:
    nnspec: 1
    inputs: {flower: {type: array, shape: [150]}}
    hidden: [{Dense: {units: 16, activation: relu}}]
    outputs: {kind: {type: category, classes: 3}}

Passes:
    nnspec: 1
    inputs: {flower: {type: array, shape: [4]}}
    hidden: [{Dense: {units: 16, activation: relu}}]
    outputs: {kind: {type: category, classes: 3}}

Fix: the shape of one example, as the data have it.

Source: Shukla, deep learning guidelines (one input neuron per feature); Stack Overflow 60226423 (SFData).
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.lacking import Lacking, decide_each
from nnspec.linting.rule import Fault, Fix, rule
from nnspec.linting.subject import Subject
from nnspec.spec.inputs import ArrayInput, ImageInput, Input
from nnspec.tables.column import Column


@rule("NN122", "error")
def feature_count(subject: Subject) -> Iterator[Fault]:
    """Hold the shapes that inputs declare against those of their columns."""

    def decide(item: Input) -> Iterator[Fault]:
        if not _declares_shape(item):
            return
        held = _shape_held(subject.facts.columns.get(item.name, ()))
        if held is None:
            if subject.facts.card is None:
                raise Lacking("a data card")
            return
        if isinstance(item, ArrayInput) and item.shape is not None and item.shape != held:
            yield _wrong_shape(item, item.shape, held, subject.facts.n_rows)
        if isinstance(item, ImageInput) and item.channels is not None:
            channels = held[2] if len(held) == 3 else 1
            if len(held) in (2, 3) and channels != item.channels:
                yield _wrong_channels(item, item.channels, channels)

    return decide_each(subject.spec.inputs, decide)


def _declares_shape(item: Input) -> bool:
    if isinstance(item, ImageInput):
        return item.channels is not None
    return isinstance(item, ArrayInput) and item.shape is not None


def _shape_held(columns: tuple[Column, ...]) -> tuple[int, ...] | None:
    """Give the shape of one example; scalar columns stand side by side."""
    if len(columns) == 1:
        return columns[0].shape
    return (len(columns),) if columns and all(column.shape == () for column in columns) else None


def _wrong_shape(item: ArrayInput, shape: tuple[int, ...], held: tuple[int, ...], n_rows: int | None) -> Fault:
    path = (*item.path, "shape")
    counts_rows = bool(shape) and shape[0] == n_rows
    return Fault(
        path=path,
        message=f"`{item.name}` has another shape in the data",
        received=str(list(shape)),
        expected=str(list(held)),
        hint="the rows are no axis: `shape` is that of one example" if counts_rows else "take the data's shape",
        fix=Fix(path, list(held)),
    )


def _wrong_channels(item: ImageInput, channels: int, held: int) -> Fault:
    path = (*item.path, "channels")
    return Fault(
        path=path,
        message=f"`{item.name}` has other channels in the data",
        received=str(channels),
        expected=str(held),
        hint="take the data's channels",
        fix=Fix(path, held),
    )
