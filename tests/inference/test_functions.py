"""Functions of `keras.ops`: what is refused, and what stays exact or open over symbols."""

from __future__ import annotations

from typing import Any

import pytest

from nnspec.catalog.catalog import load_catalog
from nnspec.inference.dimension import UNKNOWN, symbol
from nnspec.inference.functions import infer_function
from nnspec.inference.ops.registry import rule_of
from nnspec.inference.outcome import ShapeError
from nnspec.inference.tensor import BATCH, NOTHING_KNOWN, Shape, Tensor

H, W = symbol("H"), symbol("W")


def _tensor(*shape: Any, dtype: str = "float32") -> Tensor:
    return Tensor((BATCH, *shape), dtype)


def _shape(function: str, *tensors: Tensor, **arguments: Any) -> Shape | None:
    (found,) = infer_function(function, arguments, tensors, {}) or ()
    return found.shape


def _dtype(function: str, *tensors: Tensor, **arguments: Any) -> str | None:
    (found,) = infer_function(function, arguments, tensors, {}) or ()
    return found.dtype


def test_every_function_of_the_catalog_has_a_rule() -> None:
    without = [e.name for e in load_catalog().entries("ops") if e.refused is None and rule_of(e.name) is None]
    assert without == []


def test_unknown_function_is_left_open() -> None:
    assert infer_function("no_such_thing", {}, (_tensor(3),), {}) is None


@pytest.mark.parametrize(
    ("function", "shapes", "arguments", "expected"),
    [
        ("add", [(H, 3), (1, 3)], {}, (BATCH, H, 3)),
        ("add", [(H,), (4,)], {}, (BATCH, 4)),
        ("add", [(UNKNOWN,), (1,)], {}, (BATCH, UNKNOWN)),
        ("add", [(H,), (W,)], {}, (BATCH, UNKNOWN)),
        ("mean", [(H, 3)], {"axis": -1}, (BATCH, H)),
        ("mean", [(H, 3)], {"axis": 0}, (H, 3)),
        ("sum", [(H, 3)], {"keepdims": True}, (1, 1, 1)),
        ("reshape", [(H, W, 4)], {"newshape": [-1, 2]}, (BATCH * H * W * 2, 2)),
        ("ravel", [(H, 3)], {}, (BATCH * H * 3,)),
        ("transpose", [(H, 3)], {"axes": [0, 2, 1]}, (BATCH, 3, H)),
        ("concatenate", [(H, 3), (W, 3)], {"axis": 1}, (BATCH, H + W, 3)),
        ("concatenate", [(3,), (3,)], {"axis": 0}, (BATCH * 2, 3)),
        ("stack", [(H,), (H,), (H,)], {"axis": -1}, (BATCH, H, 3)),
        ("repeat", [(H, 3)], {"repeats": 2, "axis": 1}, (BATCH, H * 2, 3)),
        ("pad", [(H, 3)], {"pad_width": [[0, 0], [1, 2], [0, 0]]}, (BATCH, H + 3, 3)),
        ("matmul", [(H, 3), (3, W)], {}, (BATCH, H, W)),
        ("einsum", [(H, 3), (3, W)], {"subscripts": "bij,bjk->bik"}, (BATCH, H, W)),
        ("max_pool", [(H, W, 3)], {"pool_size": 2}, (BATCH, (H - 2) // 2 + 1, (W - 2) // 2 + 1, 3)),
        ("squeeze", [(H, 1)], {}, (BATCH, H)),
        ("squeeze", [(UNKNOWN,)], {}, None),
    ],
)
def test_function_over_symbols_stays_exact(
    function: str, shapes: list[Any], arguments: dict[str, Any], expected: Shape | None
) -> None:
    assert _shape(function, *(_tensor(*shape) for shape in shapes), **arguments) == expected


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        (0, (H, 10, 3)),
        ("..., 0", (BATCH, H, 10)),
        (":, 0", (BATCH, 10, 3)),
        (":, 1:", (BATCH, H - 1, 10, 3)),
        (":, :-1", (BATCH, H - 1, 10, 3)),
        (":, ::2", (BATCH, (H + 1) // 2, 10, 3)),
        (":, ::-1", (BATCH, H, 10, 3)),
        (":, 2:", (BATCH, UNKNOWN, 10, 3)),
        (":, :, 2:7:2", (BATCH, H, 3, 3)),
        ("..., None, :2", (BATCH, H, 10, 1, 2)),
        (":, :, 20:", (BATCH, H, 0, 3)),
    ],
)
def test_slice_counts_what_is_left(key: Any, expected: Shape) -> None:
    assert _shape("get_item", _tensor(H, 10, 3), key=key) == expected


@pytest.mark.parametrize(
    ("function", "shapes", "arguments", "argument"),
    [
        ("add", [(3,), (4,)], {}, None),
        ("add", [(H + 1,), (H + 2,)], {}, None),
        ("mean", [(3,)], {"axis": 2}, "axis"),
        ("concatenate", [(3, 2), (4, 3)], {"axis": 1}, None),
        ("stack", [(3,), (4,)], {}, None),
        ("reshape", [(3,)], {"newshape": [-1, 2, -1]}, "newshape"),
        ("transpose", [(3, 4)], {"axes": [0, 1]}, "axes"),
        ("get_item", [(3,)], {"key": ":, 3"}, "key"),
        ("get_item", [(3,)], {"key": "0, 0, 0"}, "key"),
        ("get_item", [(3,)], {"key": "abc"}, "key"),
        ("get_item", [(3,)], {"key": "1.5"}, "key"),
        ("split", [(10, 6)], {"indices_or_sections": [20], "axis": 1}, "indices_or_sections"),
        ("split", [(10, 6)], {"indices_or_sections": [5, 3], "axis": 1}, "indices_or_sections"),
        ("extract_sequences", [(10, 6)], {"sequence_length": 20, "sequence_stride": 1}, "sequence_length"),
        (
            "stft",
            [(6,)],
            {"sequence_length": 20, "sequence_stride": 1, "fft_length": 20, "center": False},
            "fft_length",
        ),
        ("split", [(5,)], {"indices_or_sections": 2, "axis": 1}, "indices_or_sections"),
        ("matmul", [(2, 3), (4, 2)], {}, None),
        ("squeeze", [(3,)], {"axis": 1}, "axis"),
        ("squeeze", [(3,)], {"axis": 0}, "axis"),
        ("unstack", [(3,)], {}, "axis"),
        ("max_pool", [(2, 2, 3)], {"pool_size": 3}, None),
        ("inv", [(3, 4)], {}, None),
        ("einsum", [(3,), (3,)], {"subscripts": "ab,bc,c->a"}, "subscripts"),
    ],
)
def test_call_that_keras_refuses_is_refused(
    function: str, shapes: list[Any], arguments: dict[str, Any], argument: str | None
) -> None:
    with pytest.raises(ShapeError) as caught:
        infer_function(function, arguments, tuple(_tensor(*shape) for shape in shapes), {})
    assert caught.value.argument == argument


@pytest.mark.parametrize(
    ("function", "dtypes", "arguments", "expected"),
    [
        ("add", ["int32"], {"x2": 1}, "int32"),
        ("add", ["int32"], {"x2": 0.5}, "float32"),
        ("add", ["float16"], {"x2": 0.5}, "float16"),
        ("add", ["int32"], {"x2": [1, 2, 3]}, "int64"),
        ("add", ["float16"], {"x2": [0.5]}, "float16"),
        ("add", ["int8", "uint8"], {}, "int16"),
        ("add", ["bfloat16", "float16"], {}, "float32"),
        ("divide", ["int32", "int32"], {}, "float32"),
        ("mean", ["int32"], {}, "float32"),
        ("sum", ["uint8"], {}, "uint32"),
        ("argmax", ["float32"], {}, "int32"),
        ("sqrt", ["int64"], {}, "float32"),
        ("equal", ["float32", "int32"], {}, "bool"),
    ],
)
def test_dtype_follows_keras_promotion(
    function: str, dtypes: list[str], arguments: dict[str, Any], expected: str
) -> None:
    assert _dtype(function, *(_tensor(3, dtype=dtype) for dtype in dtypes), **arguments) == expected


def test_text_cannot_be_added_to_numbers() -> None:
    with pytest.raises(ShapeError, match="no common dtype"):
        infer_function("add", {}, (_tensor(3, dtype="string"), _tensor(3)), {})


def test_number_may_stand_for_the_first_tensor() -> None:
    assert _shape("subtract", _tensor(H), x1=1.0) == (BATCH, H)


def test_tensors_by_name_go_to_their_arguments() -> None:
    named = {"indices": _tensor(5, dtype="int32"), "x": Tensor((7, 2), "float32")}
    assert infer_function("take", {"axis": 0}, (), named) == (Tensor((BATCH, 5, 2), "float32"),)


def test_nothing_known_of_a_tensor_leaves_the_shape_open_and_counts_outputs() -> None:
    assert infer_function("top_k", {"k": 2}, (NOTHING_KNOWN,), {}) == (NOTHING_KNOWN, NOTHING_KNOWN)
    assert infer_function("split", {"indices_or_sections": 2}, (NOTHING_KNOWN,), {}) is None
    assert _shape("matmul", NOTHING_KNOWN, _tensor(3)) is None


def test_dtype_is_known_where_the_shape_is_not() -> None:
    assert infer_function("greater", {"x2": 0}, (NOTHING_KNOWN,), {}) == (Tensor(None, "bool"),)
