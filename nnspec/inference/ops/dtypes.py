"""The dtype of a function's tensor -> the dtype that it gives, in the few ways that Keras has."""

from __future__ import annotations

from collections.abc import Callable

from nnspec.inference.ops.promotion import DEFAULT, WEAK_FLOAT, is_float, is_whole, promote

Change = Callable[[str], str | None]

_SMALL = {"bool": "int32", "int8": "int32", "int16": "int32", "uint8": "uint32", "uint16": "uint32"}


def changed(dtype: str | None, change: Change) -> str | None:
    """Apply a change to a dtype that is known."""
    return None if dtype is None else change(dtype)


def same(dtype: str) -> str:
    """Leave the dtype as it is."""
    return dtype


def canonical(dtype: str) -> str | None:
    """Leave the dtype as it is, but for 64-bit kinds that Keras avoids."""
    return promote(dtype)


def counted(dtype: str) -> str:
    """Make a number of true and false."""
    return "int32" if dtype == "bool" else dtype


def summed(dtype: str) -> str:
    """Widen small whole numbers, so that a sum or product has room."""
    return _SMALL.get(dtype, dtype)


def summed_canonical(dtype: str) -> str | None:
    """Widen small whole numbers, and avoid `uint64`."""
    return promote(_SMALL.get(dtype, dtype))


def floating(dtype: str) -> str | None:
    """Promote with a float; `int64` becomes the default float."""
    return DEFAULT if dtype == "int64" else promote(dtype, WEAK_FLOAT)


def promoted_float(dtype: str) -> str | None:
    """Promote with a float."""
    return promote(dtype, WEAK_FLOAT)


def default_for_whole(dtype: str) -> str:
    """Make whole numbers, true and false the default float."""
    return DEFAULT if is_whole(dtype) or dtype == "bool" else dtype


def default_unless_float(dtype: str) -> str:
    """Make everything but floats the default float."""
    return dtype if is_float(dtype) else DEFAULT


def floating_unless_whole(dtype: str) -> str | None:
    """Make whole numbers the default float, and promote others with a float."""
    return DEFAULT if is_whole(dtype) else promote(dtype, WEAK_FLOAT)


def wide_for_int64(dtype: str) -> str:
    """Make small whole numbers the default float, and `int64` a `float64`."""
    if dtype == "int64":
        return "float64"
    return dtype if dtype == "uint64" else default_for_whole(dtype)


def angular(dtype: str) -> str:
    """Keep half floats, make 64-bit numbers `float64` and the rest the default float."""
    if dtype in ("int64", "float64"):
        return "float64"
    return dtype if dtype in ("bfloat16", "float16") else DEFAULT


def averaged(dtype: str) -> str | None:
    """Make a mean of whole numbers a float."""
    return promote(dtype, DEFAULT) if is_whole(dtype) or dtype == "bool" else dtype


def always(dtype: str) -> Change:
    """Give this dtype whatever comes in."""
    return lambda _: dtype
