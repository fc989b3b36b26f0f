"""A spec and its data -> how many rows each part has."""

from __future__ import annotations

from nnspec.inference.facts import Facts
from nnspec.spec.calls import Call
from nnspec.spec.data import Data
from nnspec.spec.logs import to_log_name
from nnspec.spec.spec import Spec

# Callbacks that choose by what they watch.
_CHOOSING = ("EarlyStopping", "ModelCheckpoint", "ReduceLROnPlateau")


def has_part(data: Data, part: str) -> bool:
    """Tell whether `validation` or `test` has any rows."""
    if data.source is None:
        return getattr(data, part) is not None
    return data.split is not None and getattr(data.split, part) > 0


def rows_of(part: str, spec: Spec, facts: Facts) -> float | None:
    """Count the rows of `train`, `validation` or `test`; None where the data are not known.

    Args:
        part: which.
        spec: that splits them.
        facts: of the one `source`; of files that are given apart, nothing is known.
    """
    data = spec.data
    if data is None or data.source is None or facts.n_rows is None:
        return None
    split = data.split
    if split is None:
        return facts.n_rows if part == "train" else 0
    fraction = 1 - split.validation - split.test if part == "train" else getattr(split, part)
    return facts.n_rows * float(fraction)


def watches_validation(call: Call) -> bool:
    """Tell whether a callback follows a metric of the validation rows."""
    return to_log_name(str(call.get("monitor"))).startswith("val_")


def choosing_callbacks(spec: Spec) -> tuple[Call, ...]:
    """Give the callbacks that stop, keep or slow down by a watched metric, early stopping first."""
    calls = (*((spec.train.stop,) if spec.train.stop is not None else ()), *spec.train.callbacks)
    return tuple(call for call in calls if call.name in _CHOOSING)
