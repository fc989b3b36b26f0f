"""A weights file -> what a Normalization in it has learned."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import h5py
import numpy as np
import numpy.typing as npt

from nnspec.interop.importing.layer_groups import find_layer_groups

_MEAN, _VARIANCE = "vars/0", "vars/1"


def read_learned(weights: Path | None, layer: str) -> dict[str, Any] | None:
    """Read the mean and the variance of a Normalization.

    Args:
        weights: a checked HDF5 file; None where the model came without.
        layer: its name, behind those of the nested models around it.

    Returns:
        Both as a spec writes them; None where the file does not hold them.
    """
    if weights is None:
        return None
    with h5py.File(weights, "r") as opened:
        place = find_layer_groups(opened).get(layer)
        group = None if place is None else opened[place]
        if group is None or _MEAN not in group or _VARIANCE not in group:
            return None
        return {"mean": _numbers(group[_MEAN][()]), "variance": _numbers(group[_VARIANCE][()])}


def _numbers(values: npt.NDArray[Any]) -> Any:
    """Write numbers as shortly as their precision allows, a single one alone."""
    shortest = [float(str(value)) for value in np.asarray(values).ravel()]
    return shortest[0] if len(set(shortest)) == 1 else shortest
