"""Statistics and categories that a spec gives itself -> those of the state, where they fit the data."""

from __future__ import annotations

from typing import Any

import numpy as np

from nnspec.datasets.table import Array
from nnspec.datasets.values import INT64_RANGE
from nnspec.diagnostics.diagnostic import Path
from nnspec.errors import spec_error
from nnspec.spec.inputs import NumberInput
from nnspec.spec.spec import Spec
from nnspec.tables.state import InputState, OutputState, State


def spread(item: NumberInput, name: str, *, width: int) -> tuple[float, ...]:
    """Give each feature its own number.

    Args:
        item: the input.
        name: of its key: `mean`, `variance` or `fill`.
        width: how many features the data have.

    Raises:
        SpecError: NN658 for a list of another length.
    """
    given = np.atleast_1d(np.asarray(getattr(item, name), dtype=np.float64))
    if len(given) not in (1, width):
        message = f"`{name}` of `{item.name}` has {len(given)} numbers, the data have {width} features"
        raise spec_error("NN658", message, path=(*item.path, name), received=str(len(given)), expected=str(width))
    return tuple(float(value) for value in np.broadcast_to(given, (width,)))


def read_category(value: Any, values: Array, *, path: Path) -> Any:
    """Turn a category of the spec into the kind that the data hold.

    Raises:
        SpecError: NN022 for text among whole numbers, and for numbers outside int64.
    """
    if values.dtype.kind == "O":
        return str(value)
    try:
        whole = int(value)
    except ValueError as error:
        message = f"`{value}` is text, the column holds whole numbers"
        raise spec_error("NN022", message, path=path, received=str(value), expected="a whole number") from error
    if whole not in INT64_RANGE:
        message = f"`{value}` is outside the range of int64"
        raise spec_error("NN022", message, path=path, received=str(value), hint="quote all categories")
    return whole


def check_vocabulary(vocabulary: tuple[Any, ...], *, path: Path) -> None:
    """Refuse a vocabulary that names a category twice.

    Raises:
        SpecError: NN022.
    """
    twice = next((value for place, value in enumerate(vocabulary) if value in vocabulary[:place]), None)
    if twice is not None:
        message = f"`vocabulary` names `{twice}` twice"
        raise spec_error("NN022", message, path=path, received=str(twice), expected="each category once")


def check_largest(spec: Spec, state: State) -> None:
    """Refuse statistics that the precision of inputs and outputs cannot hold.

    Args:
        spec: its precision, and where inputs and outputs stand.
        state: with the statistics of the training rows, or those that the spec gives.

    Raises:
        SpecError: NN651.
    """
    largest = float(np.finfo(np.float64 if spec.train.precision == "float64" else np.float32).max)
    learned: list[tuple[str, Path, InputState | OutputState]] = [
        *((item.name, item.path, state.inputs[item.name]) for item in spec.inputs),
        *((output.name, output.path, state.outputs[output.name]) for output in spec.outputs),
    ]
    for name, path, found in learned:
        widest = _largest_square(found)
        if not widest <= largest:
            message = f"the numbers of `{name}` spread too far to be scaled: their variance does not fit float32"
            hint = "write them in a larger unit"
            raise spec_error("NN651", message, path=path, received=f"{widest:g}", hint=hint)


def _largest_square(found: InputState | OutputState) -> float:
    """Find the largest variance, or square of a range, that a layer will have to hold."""
    variances = np.asarray(found.variance or (0.0,))
    if not isinstance(found, InputState) or found.minimum is None or found.maximum is None:
        return float(variances.max())
    with np.errstate(over="ignore"):
        return float(((np.asarray(found.maximum) - np.asarray(found.minimum)) ** 2).max())
