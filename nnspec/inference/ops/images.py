"""Functions of images: one (height, width, channels), or a batch of them."""

from __future__ import annotations

from nnspec.inference.dimension import Dimension, differ, is_below
from nnspec.inference.ops.axes import agree, as_tuple, replaced
from nnspec.inference.ops.function_call import FunctionCall
from nnspec.inference.ops.promotion import is_float
from nnspec.inference.tensor import Shape, Tensor, text_of

_SIDES = (("height", "top", "bottom"), ("width", "left", "right"))


def infer_same_image(call: FunctionCall) -> Tensor:
    """Infer a function that leaves an image's shape, such as `gaussian_blur`."""
    _images(call, "images")
    for name, ranks in (("transform", (1, 2)), ("start_points", (2, 3)), ("end_points", (2, 3))):
        if call.has(name) and len(call.shape(name)) not in ranks:
            raise call.refuse(f"cannot take {text_of(call.shape(name))}", argument=name)
    _check_points(call)
    return call.tensor("images")


def infer_colours(call: FunctionCall) -> Tensor:
    """Infer `rgb_to_hsv` and `hsv_to_rgb`, which take three channels of floats."""
    _channels(call, (3,))
    dtype = call.dtype("images")
    if dtype is not None and not is_float(dtype):
        raise call.refuse(f"takes floats, received `{dtype}`")
    return call.tensor("images")


def infer_grayscale(call: FunctionCall) -> Tensor:
    """Infer `rgb_to_grayscale`: one channel."""
    shape, axis = _channels(call, (1, 3))
    return Tensor(replaced(shape, axis, 1), call.dtype("images"))


def infer_resize(call: FunctionCall) -> Tensor:
    """Infer `resize`: another height and width."""
    shape, (height, width) = _images(call, "images"), as_tuple(call.get("size"))
    if call.get("crop_to_aspect_ratio") and call.get("pad_to_aspect_ratio"):
        raise call.refuse("either crops or pads to the aspect ratio", argument="pad_to_aspect_ratio")
    return Tensor(_sized(shape, (height, width), call), call.dtype("images"))


def infer_cropped(call: FunctionCall) -> Tensor:
    """Infer `crop_images`: two of the three lengths of each side say the third."""
    shape = _images(call, "images")
    lengths = [_left(size, side, call) for size, side in zip(_places(shape, call), _SIDES, strict=True)]
    return Tensor(_sized(shape, (lengths[0], lengths[1]), call), call.dtype("images"))


def infer_padded(call: FunctionCall) -> Tensor:
    """Infer `pad_images`: two of the three lengths of each side say the third."""
    shape = _images(call, "images")
    lengths = [_grown(size, side, call) for size, side in zip(_places(shape, call), _SIDES, strict=True)]
    return Tensor(_sized(shape, (lengths[0], lengths[1]), call), call.dtype("images"))


def infer_coordinates(call: FunctionCall) -> Tensor:
    """Infer `map_coordinates`: a value for each place; the first axis of the places counts the tensor's axes."""
    shape, places = call.shape("inputs"), call.shape("coordinates")
    if len(places) < 2 or agree(places[:1], (len(shape),)) is False:
        raise call.refuse(f"needs places ({len(shape)}, ...), received {text_of(places)}")
    return Tensor(places[1:], call.dtype("inputs"))


def infer_scaled(call: FunctionCall) -> Tensor:
    """Infer `scale_and_translate`: the shape that is asked for."""
    return Tensor(as_tuple(call.get("output_shape")), call.dtype("images"))


def infer_edges(call: FunctionCall) -> Tensor:
    """Infer `sobel_edges`: vertical and horizontal on a new last axis."""
    shape = call.shape("images")
    if len(shape) != 4:
        raise call.refuse(f"takes a batch of images, received {text_of(shape)}")
    return Tensor((*shape, 2), call.dtype("images"))


def infer_similarity(call: FunctionCall) -> Tensor:
    """Infer `ssim`: one number for each image."""
    first, _ = _images(call, "image1"), _images(call, "image2")
    return Tensor(first[:-3], call.dtype("image1"))


def _images(call: FunctionCall, name: str) -> Shape:
    shape = call.shape(name)
    if len(shape) not in (3, 4):
        raise call.refuse(f"takes one image or a batch of them, received {text_of(shape)}")
    return shape


def _channels(call: FunctionCall, allowed: tuple[int, ...]) -> tuple[Shape, int]:
    shape = _images(call, "images")
    axis = len(shape) - (3 if call.get("data_format") == "channels_first" else 1)
    if all(differ(shape[axis], count) for count in allowed):
        counts = " or ".join(map(str, allowed))
        raise call.refuse(f"takes images of {counts} channels, received {shape[axis]}")
    return shape, axis


def _check_points(call: FunctionCall) -> None:
    if not call.has("start_points"):
        return
    first, second = call.shape("start_points"), call.shape("end_points")
    if agree(first[-2:], (4, 2)) is False or agree(first, second) is False:
        message = f"needs corners (4, 2) for both, received {text_of(first)} and {text_of(second)}"
        raise call.refuse(message, argument="start_points")


def _first_place(call: FunctionCall) -> int:
    return 2 if call.get("data_format") == "channels_first" else 3


def _places(shape: Shape, call: FunctionCall) -> Shape:
    start = len(shape) - _first_place(call)
    return shape[start : start + 2]


def _sized(shape: Shape, lengths: tuple[Dimension, Dimension], call: FunctionCall) -> Shape:
    start = len(shape) - _first_place(call)
    return (*shape[:start], *lengths, *shape[start + 2 :])


def _left(size: Dimension, side: tuple[str, str, str], call: FunctionCall) -> Dimension:
    length, before, after = _three(side, "cropping", call)
    target: Dimension = length if length is not None else size - before - after
    missing = size - target - (after if before is None else before)
    if is_below(target, 0) or is_below(missing, 0):
        raise call.refuse(f"cannot crop a {side[0]} of {size}")
    return target


def _grown(size: Dimension, side: tuple[str, str, str], call: FunctionCall) -> Dimension:
    length, before, after = _three(side, "padding", call)
    target: Dimension = length if length is not None else before + size + after
    missing = target - size - (after if before is None else before)
    if is_below(missing, 0):
        raise call.refuse(f"cannot pad a {side[0]} of {size} to {target}")
    return target


def _three(side: tuple[str, str, str], change: str, call: FunctionCall) -> tuple[int, int, int]:
    """Read the length that is wanted, and what goes before and after; exactly one of them is None."""
    length, before, after = f"target_{side[0]}", f"{side[1]}_{change}", f"{side[2]}_{change}"
    found = [call.get(name) for name in (length, before, after)]
    if found.count(None) != 1:
        raise call.refuse(f"needs two of `{before}`, `{after}` and `{length}`", argument=length)
    return found[0], found[1], found[2]
