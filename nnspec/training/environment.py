"""What a run ran on: versions and devices, for its report."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import keras

from nnspec.training.strategy import Devices

_PACKAGES = ("nnspec", "keras", "tensorflow", "tensorflow-cpu", "numpy")


def describe_environment(devices: Devices) -> dict[str, Any]:
    """List versions and devices; no name of a machine or person."""
    versions = {name: found for name in _PACKAGES if (found := _version(name)) is not None}
    return {
        **versions,
        "python": platform.python_version(),
        "platform": f"{platform.system()} {platform.machine()}",
        "backend": keras.backend.backend(),
        "devices": devices.describe(),
        "replicas": devices.n_replicas,
    }


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
