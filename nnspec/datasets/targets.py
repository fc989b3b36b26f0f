"""The truth as the data hold it -> targets as the losses take them."""

from __future__ import annotations

import numpy as np

from nnspec.datasets.classes import places_of
from nnspec.datasets.rows import Rows
from nnspec.datasets.spelling import text_of
from nnspec.datasets.table import Array
from nnspec.errors import spec_error
from nnspec.spec.losses import target_encoding
from nnspec.spec.outputs import Output
from nnspec.spec.spec import Spec
from nnspec.tables.state import OutputState, State


def encode_targets(spec: Spec, state: State, rows: Rows) -> dict[str, Array]:
    """Encode the targets for the losses that the spec names.

    An output whose target is an input is absent: its target is a tensor of the network. Targets stay
    in the data's unit; a standardised loss scales them itself. `Hinge` and `SquaredHinge` take 0 and 1 as well:
    Keras turns them into -1 and 1.

    Args:
        spec: that declares the outputs.
        state: with the classes and scales of the training split.
        rows: whose targets are encoded.

    Returns:
        Output name -> category (n,) int32 or (n, classes) float32; binary (n, 1) float32; number,
        multilabel and array (n, ...) float32.

    Raises:
        SpecError: NN653 for a class that training never saw, NN657 for a truth of another form.
    """
    by_name = {output.name: output for output in spec.outputs}
    return {name: _encode(by_name[name], state.outputs[name], truth, rows) for name, truth in rows.targets.items()}


def _encode(output: Output, state: OutputState, truth: Array, rows: Rows) -> Array:
    if output.per_position and output.type != "number":
        return _encode_positions(output, state, truth, rows)
    if output.type == "category":
        return _encode_index(output, state, _index_of(output, state, truth, rows))
    if output.type == "binary":
        return np.asarray(_index_of(output, state, truth, rows), np.float32).reshape(-1, 1)
    _check_shape(output, truth.shape[1:], state.shape)
    return truth.astype(np.float32)


def _encode_positions(output: Output, state: OutputState, truth: Array, rows: Rows) -> Array:
    """Encode the class of each position; the places of positions that do not count hold the first class."""
    positions = truth.shape[1:-1] if state.labels == "onehot" else truth.shape[1:]
    _check_shape(output, positions, state.shape[:-1])
    counted = rows.counted.get(output.name, np.ones((len(truth), *positions), bool))
    index = np.zeros(counted.shape, np.int64)
    index[counted] = _index_of(output, state, truth[counted], rows, owners=np.nonzero(counted)[0])
    if output.type == "binary":
        return index[..., np.newaxis].astype(np.float32)
    return _encode_index(output, state, index)


def _encode_index(output: Output, state: OutputState, index: Array) -> Array:
    if target_encoding(output.type, output.loss.name) == "index":
        return index.astype(np.int32)
    return np.asarray(np.eye(len(state.classes or ()), dtype=np.float32)[index])


def _check_shape(output: Output, shape: tuple[int, ...], trained: tuple[int, ...]) -> None:
    if shape != trained:
        message = f"`{output.name}` has the shape {shape}, in training it was {trained}"
        raise spec_error("NN657", message, path=output.path)


def _index_of(output: Output, state: OutputState, truth: Array, rows: Rows, *, owners: Array | None = None) -> Array:
    """Find the place of each class; `owners` tells the row of each where a row has several."""
    if state.labels == "onehot":
        return np.asarray(np.argmax(truth, axis=1))
    texts = truth.astype(str) if truth.dtype.kind == "O" else truth
    distinct, first, inverse = np.unique(texts, return_index=True, return_inverse=True)
    values = [text_of(value) for value in distinct.tolist()]
    places = places_of(state.classes or (), state.labels)
    for value, row in zip(values, first, strict=True):
        if value not in places:
            raise _never_seen(output, state, value, rows.place(int(row if owners is None else owners[row])))
    index: Array = np.array([places[value] for value in values])[inverse]
    return index


def _never_seen(output: Output, state: OutputState, value: str, place: str) -> Exception:
    message = f"training never saw the class `{value}`, which stands in {place}"
    known = places_of(state.classes or (), state.labels) if state.labels == "index" else state.classes or ()
    expected = ", ".join(f"`{text_of(each)}`" for each in list(known)[:8])
    hint = "name all classes in `classes` and train, or leave such rows out"
    return spec_error("NN653", message, path=output.path, received=value, expected=expected, hint=hint)
