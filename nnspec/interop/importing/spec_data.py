"""A serialized model -> the plain data of a spec, and which layer each of its entries was."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

from nnspec.errors import UsageError, spec_error
from nnspec.interop.importing.describe import Surroundings
from nnspec.interop.importing.folding.fold import fold
from nnspec.interop.importing.item import write_items
from nnspec.interop.importing.lining import line_up
from nnspec.interop.importing.network import Config, Network, Step, read_network
from nnspec.interop.importing.parts import Origin, Statistics, policies_in
from nnspec.records import record

Shapes = Mapping[str, tuple[int, ...]]

_PRECISIONS = ("float32", "mixed_bfloat16", "mixed_float16", "bfloat16", "float64")
# What the language's arrays hold; every value of the narrower types on the left is one of those on the right.
_ARRAY_DTYPES = {
    **{name: name for name in ("float32", "float64", "int32", "int64")},
    **dict.fromkeys(("float16", "bfloat16"), "float32"),
    **dict.fromkeys(("bool", "int8", "int16", "uint8", "uint16"), "int32"),
    "uint32": "int64",
}


@record
class Imported:
    """A model as a spec.

    Args:
        data: plain data of the spec.
        layers: see `Lined.layers`.
    """

    data: dict[str, Any]
    layers: tuple[Any, ...]


def make_spec(model: Config, *, statistics: Statistics, shapes: Shapes) -> Imported:
    """Write a serialized model as a spec.

    Args:
        model: with `class_name` and `config`.
        statistics: see `Origin`.
        shapes: of inputs with an open dimension, by name, without the batch axis.

    Raises:
        SpecError: NN560 to NN563.
        UsageError: a shape is given for an input that the model does not have.
    """
    network = read_network(model)
    precision = _precision(model)
    outputs = _output_names(network)
    trainable = model["config"].get("trainable") is not False
    origin = Origin(around=Surroundings(precision=precision, trainable=trainable), statistics=statistics)
    _check_shapes(shapes, [network.steps[position].layer for position in network.inputs])
    inputs = [_input(network.steps[position], shapes) for position in network.inputs]
    lined = line_up(network, origin, taken=outputs)
    folded = fold(lined.items, taken={*outputs, *lined.inputs})
    data = {
        "nnspec": 1,
        "name": network.name,
        **({"vars": folded.constants} if folded.constants else {}),
        **({"blocks": folded.blocks} if folded.blocks else {}),
        "inputs": dict(zip(lined.inputs, inputs, strict=True)),
        "hidden": write_items(folded.items),
        "outputs": {n: _output(s) for n, s in zip(outputs, lined.outputs, strict=True)},
        **({"train": {"precision": precision}} if precision != "float32" else {}),
    }
    if not data["hidden"]:
        del data["hidden"]
    return Imported(data, lined.layers)


def _precision(model: Config) -> str:
    """Choose the precision that most layers have."""
    counted = Counter(name for name in policies_in(model) if name in _PRECISIONS)
    return counted.most_common(1)[0][0] if counted else "float32"


def _output_names(network: Network) -> list[str]:
    """Name the outputs as the model does, or by the layers that make them."""
    names: list[str] = []
    for given, tensor in network.outputs:
        stem = re.sub(r"[^A-Za-z0-9_-]+", "_", given or network.steps[tensor.step].layer).lstrip("_-") or "output"
        name, number = stem, 1
        while name in names or name in (step.layer for step in network.steps if step.is_input):
            number += 1
            name = f"{stem}_{number}"
        names.append(name)
    return names


def _output(source: str | None) -> Any:
    return "array" if source is None else {"type": "array", "from": source}


def _check_shapes(shapes: Shapes, names: list[str]) -> None:
    for name in shapes:
        if name not in names:
            listed = ", ".join(f"`{known}`" for known in names)
            raise UsageError(f"the model has no input `{name}` to give a shape; it has {listed}")


def _input(step: Step, shapes: Shapes) -> dict[str, Any]:
    name, config = step.layer, step.config["config"]
    written: dict[str, Any] = {"type": "array", "shape": _shape(name, config, shapes)}
    dtype = _ARRAY_DTYPES.get(str(config.get("dtype") or "float32"))
    if dtype is None or config.get("sparse") or config.get("ragged"):
        kind = "sparse" if config.get("sparse") else "ragged" if config.get("ragged") else config["dtype"]
        raise spec_error(
            "NN563",
            f"the input `{name}` takes {kind} tensors",
            received=str(kind),
            expected="dense arrays of numbers",
            hint="cut the model below its preprocessing, and declare that under `inputs`",
        )
    return written if dtype == "float32" else {**written, "dtype": dtype}


def _shape(name: str, config: Mapping[str, Any], shapes: Shapes) -> list[int]:
    declared = list((config.get("batch_shape") or config["batch_input_shape"])[1:])
    given = shapes.get(name)
    if given is not None and _fits(declared, given):
        return list(given)
    if given is None and all(isinstance(n, int) for n in declared):
        return declared
    said = ", ".join("?" if n is None else str(n) for n in declared)
    raise spec_error(
        "NN563",
        f"the input `{name}` has an open dimension"
        if given is None
        else f"the input `{name}` does not have the shape that is given for it",
        received=f"({said})" if given is None else str(tuple(given)),
        expected="whole numbers, as a spec's arrays have them" if given is None else f"({said})",
        hint=f"say how long it is: `--shape {name}={said.replace(' ', '').replace('?', '32')}`",
    )


def _fits(declared: list[int | None], given: tuple[int, ...]) -> bool:
    return len(declared) == len(given) and all(a in (None, b) for a, b in zip(declared, given, strict=True))
