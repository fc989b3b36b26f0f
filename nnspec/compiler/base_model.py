"""What a loaded transfer base tells the compiler: its model, and how it wants its input encoded."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import keras

from nnspec.diagnostics.diagnostic import Diagnostic
from nnspec.errors import SpecError
from nnspec.graph.graph import Graph
from nnspec.graph.walking import inputs_above, walk_graph
from nnspec.records import record, replace
from nnspec.spec.inputs import CategoryInput, DateInput, ImageInput, Input, SequenceInput, TextInput
from nnspec.spec.spec import Spec
from nnspec.tables.state import InputState, State

Encoding = tuple[Input, InputState]


@record(kw_only=True)
class BaseModel:
    """A transfer base, loaded, cut and frozen.

    Args:
        name: of the base in the spec.
        model: one tensor in, one tensor out; placed as one nested layer.
        takes_raw_pixels: it scales pixels 0..255 itself, so that the image input must not.
        weights_copied: its weights come from a file; False where they are random.
        encoding: how an earlier run encoded its input; None where the base is no run.
    """

    name: str
    model: keras.Model
    takes_raw_pixels: bool
    weights_copied: bool
    encoding: Encoding | None = None


def adopt_encodings(spec: Spec, graph: Graph, state: State, *, bases: Mapping[str, BaseModel]) -> dict[str, Encoding]:
    """Give each input with its state, as the bases below it want it encoded.

    Args:
        spec: its inputs.
        graph: says which inputs lie above which bases.
        state: of the inputs.
        bases: by name.

    Raises:
        SpecError: NN553, an input of another type or size than the base's run had.
    """
    encodings = {item.name: (item, state.inputs[item.name]) for item in spec.inputs}
    for place in walk_graph(graph):
        if place.node.base is not None:
            for name in inputs_above(place):
                encodings[name] = adopt_encoding(bases[place.node.base], encodings[name])
    return encodings


def adopt_encoding(base: BaseModel, own: Encoding) -> Encoding:
    """Replace what an input learned from the data by what a base below it was trained with.

    The raw shape, the columns and the raw dtype stay the input's own.

    Args:
        base: a base that takes the input.
        own: the input and its state.

    Raises:
        SpecError: NN553, an input of another type or size than the base's run had.
    """
    item, state = own
    if base.takes_raw_pixels:
        return (replace(item, scale="none"), state) if isinstance(item, ImageInput) else own
    if base.encoding is None:
        return own
    theirs, learned = base.encoding
    if type(item) is not type(theirs) or (not isinstance(item, ImageInput) and state.shape != learned.shape):
        raise SpecError([_other_input(base, own)])
    kept = replace(learned, columns=state.columns, shape=state.shape, dtype=state.dtype)
    return replace(item, **_borrowed_fields(theirs, learned)), kept


def _borrowed_fields(theirs: Input, learned: InputState) -> dict[str, Any]:
    if type(theirs) in _BORROWED:
        return {name: getattr(theirs, name) for name in _BORROWED[type(theirs)]}
    if isinstance(theirs, ImageInput):
        channels = learned.shape[2] if len(learned.shape) > 2 else 1
        names = ("scale", "interpolation", "crop_to_aspect_ratio", "pad_to_aspect_ratio")
        size = theirs.size or learned.shape[:2]
        own = {name: getattr(theirs, name) for name in names}
        return {**own, "size": size, "channels": theirs.channels or channels}
    return {"scale": getattr(theirs, "scale", "none")}


_BORROWED: Mapping[type[Input], tuple[str, ...]] = {
    CategoryInput: ("encode",),
    TextInput: ("standardize", "split", "ngrams", "output_mode"),
    SequenceInput: ("dtype", "padding_value", "mask"),
    DateInput: ("parts",),
}


def _other_input(base: BaseModel, own: Encoding) -> Diagnostic:
    assert base.encoding is not None
    (item, state), (theirs, learned) = own, base.encoding
    return Diagnostic(
        code="NN553",
        message=f"base `{base.name}` was trained on another kind of input than `{item.name}`",
        path=item.path,
        received=f"{item.type} of shape {state.shape}",
        expected=f"{theirs.type} of shape {learned.shape}",
    )
