"""Inputs with their states -> the encoder: raw data in, the trunk's input tensors out."""

from __future__ import annotations

from collections.abc import Mapping

import keras
import numpy as np
from keras import ops

from nnspec.compiler.base_model import BaseModel, adopt_encodings
from nnspec.compiler.categories import encode_index, one_hot
from nnspec.compiler.construction import construction_of, interface_dtype
from nnspec.compiler.dates import encode_date
from nnspec.compiler.images import encode_image
from nnspec.compiler.scaling import scale_to_unit_range, standardise
from nnspec.compiler.texts import encode_text
from nnspec.graph.graph import Graph
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
from nnspec.tables.state import InputState, State


def build_encoder(
    spec: Spec, graph: Graph, state: State, *, bases: Mapping[str, BaseModel] | None = None
) -> keras.Model:
    """Build the model from raw data to the trunk's inputs, both by the inputs' names.

    Raw numbers may hold NaN and raw texts may be empty where the input has a `fill`.

    Args:
        spec: its inputs and precision.
        graph: says which inputs feed transfer bases.
        state: what the inputs learned.
        bases: by name; their own preprocessing replaces the input's.

    Raises:
        SpecError: NN553 or NN658 where an input fits neither a base nor its own declaration.
    """
    dtype = interface_dtype(spec.train.precision)
    encodings = adopt_encodings(spec, graph, state, bases=bases or {})
    with construction_of(spec):
        raw = {name: _raw_input(item, learned, dtype) for name, (item, learned) in encodings.items()}
        encoded = {name: _encode(raw[name], item, learned, dtype) for name, (item, learned) in encodings.items()}
        return keras.Model(raw, encoded, name="encoder")


def _raw_input(item: Input, state: InputState, dtype: str) -> keras.KerasTensor:
    raw_dtype = dtype if isinstance(item, NumberInput) else state.dtype
    return keras.Input(shape=state.shape, dtype=raw_dtype, name=item.name)


def _encode(tensor: keras.KerasTensor, item: Input, state: InputState, dtype: str) -> keras.KerasTensor:
    match item:
        case NumberInput():
            return _encode_numbers(tensor, item.scale, state, dtype)
        case CategoryInput():
            vocabulary = state.vocabulary or ()
            index = encode_index(tensor, vocabulary, fill=state.fill[0] if state.fill else None)
            return index if item.encode == "index" else one_hot(index, len(vocabulary), dtype=dtype)
        case ImageInput():
            return encode_image(tensor, item, state, dtype=dtype)
        case TextInput():
            return encode_text(tensor, item, state, dtype=dtype)
        case DateInput():
            return encode_date(tensor, item, state, dtype=dtype)
        case SequenceInput():
            wanted = dtype if item.dtype.startswith("float") else item.dtype
            return tensor if state.dtype == wanted else ops.cast(tensor, wanted)
        case ArrayInput():
            wanted = dtype if item.dtype.startswith("float") else item.dtype
            cast = tensor if state.dtype == wanted else ops.cast(tensor, wanted)
            return _encode_numbers(cast, item.scale, state, wanted)
    raise TypeError(f"no encoding for input type {item.type!r}")


def _encode_numbers(tensor: keras.KerasTensor, scale: str, state: InputState, dtype: str) -> keras.KerasTensor:
    if state.fill is not None:
        tensor = ops.where(ops.isnan(tensor), np.asarray(state.fill, dtype), tensor)
    if scale == "standard" and state.mean is not None and state.variance is not None:
        return standardise(state.mean, state.variance, dtype=dtype)(tensor)
    if scale == "minmax" and state.minimum is not None and state.maximum is not None:
        return scale_to_unit_range(state.minimum, state.maximum, dtype=dtype)(tensor)
    return tensor
