"""What each default and `auto` of a spec became in a run."""

from __future__ import annotations

from typing import Any

from nnspec.spec.fill import fill_defaults
from nnspec.spec.inputs import ImageInput
from nnspec.spec.spec import Spec
from nnspec.tables.state import State
from nnspec.training.strategy import Devices


def describe_resolved(spec: Spec, state: State, *, devices: Devices) -> dict[str, Any]:
    """Write the spec out with every default, patterns and `auto` replaced by what they became.

    Args:
        spec: as it was trained.
        state: the columns and classes that were found.
        devices: what `distribute: auto` chose.
    """
    filled = fill_defaults(spec)
    for name, item in state.inputs.items():
        filled["inputs"][name]["columns"] = list(item.columns)
        if item.length is not None:
            filled["inputs"][name]["output_sequence_length"] = item.length
    for name, output in state.outputs.items():
        filled["outputs"][name].update(_learned(output.classes, output.labels))
    filled["train"]["distribute"] = "mirrored" if devices.n_replicas > 1 else "none"
    filled["train"]["jit"] = _jit(spec, devices)
    return {key: filled[key] for key in ("data", "inputs", "outputs", "optimizer", "train") if key in filled}


def _learned(classes: tuple[Any, ...] | None, labels: str | None) -> dict[str, Any]:
    found = {"classes": None if classes is None else list(classes), "labels": labels}
    return {key: value for key, value in found.items() if value is not None}


def _jit(spec: Spec, devices: Devices) -> bool:
    wanted = not devices.on_cpu if spec.train.jit == "auto" else bool(spec.train.jit)
    augmented = any(isinstance(item, ImageInput) and item.augment for item in spec.inputs)
    return wanted and devices.n_replicas == 1 and not augmented
