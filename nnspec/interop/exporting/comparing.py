"""Two models' outputs on the same rows -> how near they are, and a finding where they are not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from nnspec.errors import spec_error
from nnspec.records import record

Arrays = Mapping[str, npt.NDArray[Any]]

# Other programs add the same float32 numbers up in another order.
TOLERANCE = 1e-4


@record
class Agreement:
    """How near two models are.

    Args:
        rows: that both predicted.
        difference: the largest between two numbers, relative to the largest number of that output, or to 1.
    """

    rows: int
    difference: float


def compare_outputs(expected: Arrays, given: Arrays) -> Agreement:
    """Hold what an exported model predicts against what the run predicts.

    Args:
        expected: of the run, by output name.
        given: of the exported model, likewise.

    Raises:
        SpecError: NN576 for classes that differ, for numbers further apart than `TOLERANCE`, and for outputs that
            are absent or of another shape.
    """
    largest = 0.0
    for name, values in expected.items():
        other = given.get(name)
        if other is None or other.shape != values.shape:
            received = "no such output" if other is None else f"shape {other.shape}"
            raise _differs(f"the exported model gives `{name}` otherwise", received, f"shape {values.shape}")
        difference = _difference(values, other)
        if not difference <= TOLERANCE:
            raise _differs(f"the exported model predicts another `{name}`", f"{difference:.2g}", f"at most {TOLERANCE}")
        largest = max(largest, difference)
    return Agreement(len(next(iter(expected.values()))), largest)


def _difference(values: npt.NDArray[Any], other: npt.NDArray[Any]) -> float:
    if values.dtype.kind in "OSU":
        return 0.0 if _texts(values) == _texts(other) else float("inf")
    scale = max(1.0, float(np.abs(values).max(initial=0.0)))
    return float(np.abs(values.astype("float64") - other.astype("float64")).max(initial=0.0)) / scale


def _texts(values: npt.NDArray[Any]) -> list[str]:
    return [each.decode("utf-8") if isinstance(each, bytes) else str(each) for each in values.ravel().tolist()]


def _differs(message: str, received: str, expected: str) -> Exception:
    return spec_error("NN576", message, received=received, expected=expected, hint="nothing was written")
