"""A base in the graph -> the shape of the pictures that reach it."""

from __future__ import annotations

from nnspec.catalog.pretrained import APPLICATIONS
from nnspec.errors import spec_error
from nnspec.graph.walking import Place, first_input
from nnspec.spec.bases import Base
from nnspec.spec.inputs import ImageInput
from nnspec.spec.spec import Spec
from nnspec.tables.state import State

_CHANNELS = 3


def picture_shape(spec: Spec, state: State, *, place: Place) -> tuple[int | None, ...]:
    """Return height, width and channels of the encoded picture above a base.

    Args:
        spec: its image inputs.
        state: raw shapes, where the spec leaves size or channels open.
        place: of the base, followed upwards along first tensors; layers between input and base keep the shape.
    """
    name = first_input(place)
    item = next(each for each in spec.inputs if each.name == name)
    raw = state.inputs[name].shape
    if not isinstance(item, ImageInput):
        return raw
    height, width = item.size or raw[:2]
    return height, width, item.channels or (raw[2] if len(raw) > 2 else 1)


def check_picture_shape(base: Base, application: str, shape: tuple[int | None, ...]) -> None:
    """Hold the shape of the pictures against what an application takes.

    Args:
        base: of the spec.
        application: its name.
        shape: height, width, channels.

    Raises:
        SpecError: NN553.
    """
    smallest = APPLICATIONS[application].smallest
    fits = len(shape) == 3 and shape[2] == _CHANNELS
    if fits and all(side is None or side >= smallest for side in shape[:2]):
        return
    raise spec_error(
        "NN553",
        f"`{application}` cannot take the input of base `{base.name}`",
        path=(*base.path, "source"),
        received=str(tuple(shape)),
        expected=f"colour pictures of at least {smallest} x {smallest} pixels",
        hint="give the image input " + ("a larger `size`" if fits else "`channels: 3`"),
    )
