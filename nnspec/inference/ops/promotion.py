"""Dtypes that meet in one operation -> the dtype that comes out, as Keras promotes them.

Source: `keras.src.backend.common.dtypes` of Keras 3.15.1, on TensorFlow with `float32` as the default.
"""

from __future__ import annotations

from functools import cache

# A number in a spec: it takes the dtype of the tensors that it meets.
WEAK_INT, WEAK_FLOAT = "int", "float"
DEFAULT = "float32"

_NEXT = {
    "bool": ("int",),
    "uint8": ("int16", "uint16"),
    "uint16": ("int32", "uint32"),
    "uint32": ("int64", "uint64"),
    "uint64": ("float",),
    "int": ("uint8", "int8", "complex64"),
    "int8": ("int16",),
    "int16": ("int32",),
    "int32": ("int64",),
    "int64": ("float",),
    "float": ("bfloat16", "float16"),
    "bfloat16": ("float32",),
    "float16": ("float32",),
    "float32": ("float64", "complex64"),
    "float64": ("complex128",),
    "complex64": ("complex128",),
    "complex128": (),
}
_STRONG = {"int": "int64", "float": DEFAULT}
_RESOLVED = {"int": "int32", "float": DEFAULT, "uint64": "uint32", "complex128": "complex64"}


class NoPromotionError(ValueError):
    """Keras has no common dtype for these."""


def promote(*dtypes: str | None) -> str | None:
    """Find the dtype of a result; None where one of the dtypes is not known.

    Args:
        dtypes: such as `int32`; `int` and `float` stand for numbers.

    Raises:
        NoPromotionError: such as text with numbers.
    """
    known = [dtype for dtype in dtypes if dtype is not None]
    return _promoted(frozenset(known)) if len(known) == len(dtypes) else None


def strong(dtype: str | None) -> str | None:
    """Give a number the dtype that Keras gives it alone: `int64` or `float32`."""
    return None if dtype is None else _STRONG.get(dtype, dtype)


def is_float(dtype: str) -> bool:
    """Tell whether a dtype is a float of any width."""
    return dtype.startswith(("float", "bfloat"))


def is_whole(dtype: str) -> bool:
    """Tell whether a dtype is a whole number, signed or not."""
    return dtype.startswith(("int", "uint"))


@cache
def _promoted(dtypes: frozenset[str]) -> str:
    if dtypes <= _STRONG.keys():
        bound = "float" if "float" in dtypes else "int"
    elif len(dtypes) == 1:
        (bound,) = dtypes
    else:
        bound = _least_upper_bound(dtypes)
    return _RESOLVED.get(bound, bound)


def _least_upper_bound(dtypes: frozenset[str]) -> str:
    if not dtypes <= _NEXT.keys():
        raise NoPromotionError(f"no common dtype of {', '.join(sorted(dtypes))}")
    common = frozenset.intersection(*map(_at_or_above, dtypes))
    least = [dtype for dtype in common if common <= _at_or_above(dtype)]
    if not least:
        raise NoPromotionError(f"no common dtype of {', '.join(sorted(dtypes))}")
    return least[0]


@cache
def _at_or_above(dtype: str) -> frozenset[str]:
    return frozenset({dtype}).union(*map(_at_or_above, _NEXT[dtype]))
