"""Pictures that change while training -> the function that builds the layers which change them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nnspec.interop.ejecting.calls import write_call
from nnspec.interop.ejecting.python import Code, invoke, write_expression, write_statement
from nnspec.interop.ejecting.script import Function
from nnspec.spec.inputs import ImageInput
from nnspec.spec.spec import Spec


def augmented_inputs(spec: Spec) -> tuple[ImageInput, ...]:
    """List the inputs whose pictures change."""
    return tuple(item for item in spec.inputs if isinstance(item, ImageInput) and item.augment)


def write_augmenters(spec: Spec, *, adopted: Mapping[str, str | None]) -> Function | None:
    """Write `build_augmenters`; None where nothing changes.

    Args:
        spec: its inputs.
        adopted: the inputs that a base below wants as raw pixels.
    """
    changes = {item.name: _changes(item, raw=item.name in adopted) for item in augmented_inputs(spec)}
    if not changes:
        return None
    about = "Build the layers that change encoded pictures while training."
    note = "    # The layers see pixels of 0 to 255. Their random numbers are not those that nnspec draws."
    body = (note, *write_statement("return ", changes, indent=1))
    return Function(head="build_augmenters(train)", about=about, body=body)


def _changes(item: ImageInput, *, raw: bool) -> Any:
    layers = [
        write_call(call, left_out=("seed",) if call.arguments.get("seed") is None else ()) for call in item.augment
    ]
    values = Code(f"train[{write_expression(item.name)}]")
    if item.scale == "unit" and not raw:
        layers = [invoke("layers.Rescaling", 255.0), *layers, invoke("layers.Rescaling", Code("1 / 255"))]
    if item.scale == "standard" and not raw:
        layers = [invoke("standardise", values, invert=True), *layers, invoke("standardise", values)]
    return invoke("keras.Sequential", layers)
