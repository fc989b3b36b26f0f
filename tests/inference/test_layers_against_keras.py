"""Every rule of shapes says what Keras does: shapes, dtypes and weights, on random configurations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from layer_strategies import LAYERS, MERGING, PICTURES
from nnspec.catalog.catalog import load_catalog
from nnspec.compiler.instantiate import instantiate
from nnspec.errors import SpecError
from nnspec.inference.dimension import evaluate, symbol
from nnspec.inference.layer_call import LayerCall
from nnspec.inference.outcome import Outcome, ShapeError
from nnspec.inference.registry import LAYERS as RULES
from nnspec.inference.registry import infer_layer
from nnspec.inference.tensor import BATCH, Shape, Tensor
from nnspec.spec.calls import Call

pytestmark = pytest.mark.backend

REFUSALS = (ValueError, TypeError, IndexError, ZeroDivisionError, NotImplementedError, tf.errors.OpError)
WHOLE = ("CategoryEncoding", "Hashing", "HashedCrossing", "Embedding", "ReversibleEmbedding")
# To Keras pictures have any rank, and `output_shape` any length.
SOMETIMES_UNDECIDED = (
    *("CenterCrop", "RandomCrop", "Resizing", "EinsumDense"),
    *(name for name in LAYERS if name.startswith("Adaptive")),
)
# TensorFlow's einsum does not compare the rank of a tensor with its equation; other backends refuse.
MIXED_AXES = "its equation names"
FEW = settings(max_examples=18, suppress_health_check=list(HealthCheck))
SIZES = st.integers(1, 7)

Shapes = Sequence[tuple[int, ...]]


@pytest.mark.parametrize("name", sorted(LAYERS))
@FEW
@given(data=st.data())
def test_layer_on_random_configuration_is_as_keras_builds_it(name: str, data: st.DataObject) -> None:
    rank, arguments = LAYERS[name]
    chosen = {key: data.draw(strategy, key) for key, strategy in arguments.items() if data.draw(st.booleans(), key)}
    chosen |= {key: data.draw(arguments[key]) for key in _required(name) if key not in chosen}
    natural = rank or data.draw(st.integers(2, 4))
    given_rank = natural if data.draw(st.integers(0, 7), "another rank") else data.draw(st.integers(1, 5))
    shape = data.draw(st.tuples(*[SIZES] * (given_rank - 1)), "shape")
    dtype = "int32" if name in WHOLE else data.draw(st.sampled_from(("float32", "float32", "int32")), "dtype")
    _compare(Call("layers", name, chosen), [shape], dtype)


@pytest.mark.parametrize("name", sorted(PICTURES))
def test_layer_of_pictures_gives_the_shape_that_it_takes(name: str) -> None:
    _compare(Call("layers", name, PICTURES[name]), [(8, 6, 3)], "float32")


@pytest.mark.parametrize("name", sorted(MERGING))
@FEW
@given(data=st.data())
def test_merging_layer_on_random_tensors_is_as_keras_builds_it(name: str, data: st.DataObject) -> None:
    chosen = {key: data.draw(strategy, key) for key, strategy in MERGING[name].items()}
    first = data.draw(st.lists(st.integers(1, 3), min_size=1, max_size=3), "first")
    shapes = [tuple(first)]
    for _ in range(data.draw(st.integers(1, 2))):
        shapes.append(tuple(data.draw(st.sampled_from((size, size, 1, 2))) for size in first))
    if not data.draw(st.integers(0, 5)):
        shapes[-1] = shapes[-1][1:]
    _compare(Call("layers", name, chosen), shapes, "int32" if name in WHOLE else "float32")


@pytest.mark.parametrize("precision", ["float64", "mixed_bfloat16", "bfloat16", "mixed_float16"])
@pytest.mark.parametrize("name", ["Dense", "BatchNormalization", "Conv2D", "Flatten", "Identity", "PReLU", "Reshape"])
def test_layer_of_other_precision_has_the_dtypes_of_keras(name: str, precision: str) -> None:
    arguments = {
        "Dense": {"units": 2},
        "Conv2D": {"filters": 2, "kernel_size": 2},
        "Reshape": {"target_shape": (-1,)},
    }
    policy = keras.config.dtype_policy()
    try:
        keras.config.set_dtype_policy(precision)
        _compare(Call("layers", name, arguments.get(name, {})), [(4, 4, 3)], "float32", precision)
    finally:
        keras.config.set_dtype_policy(policy)


def test_rules_cover_every_layer_of_the_catalog() -> None:
    catalog = load_catalog()
    usable = {name for name in catalog.names("layers") if catalog.find("layers", name).refused is None}
    assert usable == set(RULES)


@given(height=st.integers(9, 40), width=st.integers(9, 40))
@settings(max_examples=25)
def test_symbols_through_layers_are_what_keras_computes_for_sizes(height: int, width: int) -> None:
    chain = (
        Call("layers", "Conv2D", {"filters": 4, "kernel_size": 3, "strides": (2, 1)}),
        Call("layers", "ZeroPadding2D", {"padding": 1}),
        Call("layers", "MaxPooling2D", {"pool_size": 2}),
        Call("layers", "DepthwiseConv2D", {"kernel_size": 2, "padding": "same", "strides": 2}),
        Call("layers", "Conv2DTranspose", {"filters": 3, "kernel_size": 2, "strides": 2}),
        Call("layers", "UpSampling2D", {"size": 3}),
        Call("layers", "Flatten"),
    )
    sizes = {"H": height, "W": width}
    tensor: Any = keras.Input((height, width, 3))
    shape: Shape = (BATCH, *map(symbol, "HW"), 3)
    for call in chain:
        tensor = instantiate(call)(tensor)
        outcome = infer_layer(LayerCall(call, (Tensor(shape, "float32"),)))
        shape = _output(outcome).shape or ()
        assert tuple(evaluate(length, sizes) for length in shape[1:]) == tensor.shape[1:]


def _required(name: str) -> list[str]:
    entry = load_catalog().find("layers", name)
    assert entry is not None
    wanted = [key for key, argument in entry.arguments.items() if argument.required]
    return [*wanted, *(("mean", "variance") if name == "Normalization" else ())]


def _compare(call: Call, shapes: Shapes, dtype: str, precision: str = "float32") -> None:
    try:
        layer = instantiate(call, given={"name": "layer"})
    except SpecError:
        assume(False)
    tensors = tuple(Tensor((BATCH, *shape), dtype) for shape in shapes)
    ours = _infer(LayerCall(call, tensors, precision=precision))
    theirs = _build(layer, shapes, dtype)
    if isinstance(ours, ShapeError):
        refused = theirs is None or _fails(layer, shapes, dtype) or MIXED_AXES in ours.message
        assert refused, f"{call.name} takes {shapes}: {ours.message}"
    elif theirs is None:
        assert ours.weights is None or not all(tensor.is_known for tensor in ours.outputs or ())
    else:
        _assert_equal(ours, theirs, layer)


def _infer(layer: LayerCall) -> Outcome | ShapeError:
    try:
        return infer_layer(layer)
    except ShapeError as error:
        return error


def _build(layer: Any, shapes: Shapes, dtype: str) -> Any:
    inputs = [keras.Input(shape, dtype=dtype) for shape in shapes]
    try:
        return layer(inputs[0] if len(inputs) == 1 else inputs)
    except REFUSALS:
        return None


def _fails(layer: Any, shapes: Shapes, dtype: str) -> bool:
    """Tell whether a layer that can be built cannot be called."""
    values = [np.zeros((2, *shape), dtype) for shape in shapes]
    try:
        layer(values[0] if len(values) == 1 else values)
    except REFUSALS:
        return True
    return False


def _output(outcome: Outcome) -> Tensor:
    assert outcome.outputs is not None
    return outcome.outputs[0]


def _assert_equal(ours: Outcome, theirs: Any, layer: Any) -> None:
    output = _output(ours)
    assert output.dtype == theirs.dtype
    if output.shape is None:
        assert layer.__class__.__name__ in SOMETIMES_UNDECIDED
        return
    assert output.shape is not None
    assert ours.weights is not None
    assert tuple(length if isinstance(length, int) else None for length in output.shape) == tuple(theirs.shape)
    expected = [(w.name, tuple(w.shape), w.trainable, w.dtype) for w in layer.weights]
    assert [(w.name, w.shape, w.trainable, w.dtype) for w in ours.weights] == expected
