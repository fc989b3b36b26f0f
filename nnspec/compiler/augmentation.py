"""Image inputs that say `augment` -> one model that changes their encoded pictures while training."""

from __future__ import annotations

from collections.abc import Mapping

import keras

from nnspec.compiler.base_model import BaseModel, Encoding, adopt_encodings
from nnspec.compiler.construction import construction_of, interface_dtype
from nnspec.compiler.images import LARGEST_PIXEL, scale_pixels
from nnspec.compiler.instantiate import instantiate
from nnspec.compiler.scaling import unstandardise
from nnspec.graph.graph import Graph
from nnspec.records import replace
from nnspec.spec.calls import Call
from nnspec.spec.inputs import ImageInput
from nnspec.spec.spec import Spec
from nnspec.tables.state import State


def build_augmenter(
    spec: Spec, graph: Graph, state: State, *, encoder: keras.Model, bases: Mapping[str, BaseModel] | None = None
) -> keras.Model | None:
    """Build the model that training runs between encoder and trunk; no other model holds its layers.

    Pictures are brought back to pixels of 0 to 255, changed, and scaled again, so that the arguments mean what Keras
    documents (`value_range`, `fill_value`).

    Args:
        spec: its inputs, seed and precision.
        graph: says which inputs feed transfer bases.
        state: how pictures are scaled.
        encoder: gives the shapes of the encoded pictures.
        bases: by name; their own preprocessing replaces the input's scale.

    Returns:
        From encoded pictures by input name to changed ones; None where no input says `augment`.

    Raises:
        SpecError: NN022 or NN024 where Keras refuses the arguments.
    """
    names = [item.name for item in spec.inputs if isinstance(item, ImageInput) and item.augment]
    if not names:
        return None
    encodings = adopt_encodings(spec, graph, state, bases=bases or {})
    dtype = interface_dtype(spec.train.precision)
    with construction_of(spec):
        pictures = {name: keras.Input(encoder.output[name].shape[1:], dtype=dtype, name=name) for name in names}
        changed = {name: _augment(pictures[name], encodings[name], dtype) for name in names}
        return keras.Model(pictures, changed, name="augmenter")


def _augment(tensor: keras.KerasTensor, encoding: Encoding, dtype: str) -> keras.KerasTensor:
    item, state = encoding
    assert isinstance(item, ImageInput)
    tensor = _as_pixels(tensor, encoding, dtype)
    for call in item.augment:
        tensor = instantiate(_with_seed(call), given={"dtype": dtype})(tensor)
    return scale_pixels(tensor, item, state, dtype=dtype)


def _as_pixels(tensor: keras.KerasTensor, encoding: Encoding, dtype: str) -> keras.KerasTensor:
    item, state = encoding
    scale = getattr(item, "scale", "none")
    if scale == "unit":
        return keras.layers.Rescaling(LARGEST_PIXEL, dtype=dtype)(tensor)
    if scale == "standard" and state.mean is not None and state.variance is not None:
        return unstandardise(state.mean, state.variance, dtype=dtype)(tensor)
    return tensor


def _with_seed(call: Call) -> Call:
    """Leave out a seed of `null`, which Keras would draw from the clock."""
    kept = {name: value for name, value in call.arguments.items() if not (name == "seed" and value is None)}
    return replace(call, arguments=kept)
