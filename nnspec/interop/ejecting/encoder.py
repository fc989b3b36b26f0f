"""Inputs of a spec -> the function that builds the layers from raw rows to numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nnspec.interop.ejecting.pasting import reserved_names
from nnspec.interop.ejecting.python import Code, invoke, to_identifier, write_expression, write_statement
from nnspec.interop.ejecting.script import Function
from nnspec.interop.ejecting.texts import write_text
from nnspec.records import replace
from nnspec.spec.inputs import (
    ArrayInput,
    CategoryInput,
    DateInput,
    ImageInput,
    Input,
    NumberInput,
    SequenceInput,
    TextInput,
)
from nnspec.spec.spec import Spec

_RESIZING = {"crop_to_aspect_ratio": False, "pad_to_aspect_ratio": False, "interpolation": "bilinear"}

_OWN = ("train", "encoded", "fill", "vocabulary", "pixels", "layer", "learner", "length", "weights")


def write_encoder(spec: Spec, *, adopted: Mapping[str, str | None]) -> Function:
    """Write `build_encoder`.

    Args:
        spec: its inputs.
        adopted: input name -> the function that encodes it, where a base below says how; None leaves its scale as
            it is.
    """
    variables: dict[str, str] = {}
    body: list[str] = []
    for item in spec.inputs:
        variable = to_identifier(item.name, taken={*variables.values(), *_OWN, *reserved_names()})
        variables[item.name] = variable
        body += (
            _write_adopted(item, variable, adopted[item.name]) if item.name in adopted else _write_input(item, variable)
        )
    model = invoke(
        "keras.Model",
        {name: Code(variable) for name, variable in variables.items()},
        Code("encoded"),
        name="encoder",
    )
    body += write_statement("return ", model, indent=1)
    about = "Build the layers from raw rows to numbers; all they learn is learned from training rows."
    return Function(head="build_encoder(train)", about=about, body=("    encoded = {}", *body))


def _write_adopted(item: Input, variable: str, function: str | None) -> list[str]:
    if function is None:
        return _write_input(replace(item, scale="none") if isinstance(item, ImageInput) else item, variable)
    name = write_expression(item.name)
    return [f"    {variable} = raw_input({name}, train[{name}])", f"    encoded[{name}] = {function}({variable})"]


def _write_input(item: Input, variable: str) -> list[str]:
    values, tensor = Code(f"train[{write_expression(item.name)}]"), Code(variable)
    lines = write_statement(f"{variable} = ", invoke("raw_input", item.name, values), indent=1)
    target = f"encoded[{write_expression(item.name)}] = "
    match item:
        case NumberInput():
            return [*lines, *_write_numbers(item, values, tensor, target)]
        case CategoryInput():
            return [*lines, *_write_category(item, values, tensor, target)]
        case ImageInput():
            return [*lines, *_write_image(item, values, tensor, target)]
        case TextInput():
            return [*lines, *write_text(item, values, tensor, target)]
        case DateInput():
            return [*lines, *_write_date(item, values, tensor, target)]
        case SequenceInput():
            return [*lines, f"    {target}{_as_float32(tensor).text if item.dtype == 'float64' else variable}"]
        case ArrayInput():
            cast = _as_float32(tensor) if item.dtype == "float64" else tensor
            return [*lines, *write_statement(target, _scaled(item.scale, values, cast), indent=1)]
    raise TypeError(f"no layers for an input of type {item.type!r}")


def _write_numbers(item: NumberInput, values: Code, tensor: Code, target: str) -> list[str]:
    lines = []
    if item.fill is not None:
        lines += write_statement("fill = ", _fill(item, values), indent=1)
        tensor, values = (Code(f"fill_missing({each.text}, fill)") for each in (tensor, values))
    if item.mean is not None and item.variance is not None:
        given = {name: _plain(getattr(item, name)) for name in ("mean", "variance")}
        return [*lines, *_applied(target, invoke("layers.Normalization", **given), tensor)]
    return [*lines, *write_statement(target, _scaled(item.scale, values, tensor), indent=1)]


def _fill(item: NumberInput, values: Code) -> Any:
    if item.fill in ("mean", "median"):
        return Code(f'np.nan{item.fill}({values.text}.astype("float64"), axis=0)')
    return _plain(item.fill)


def _write_category(item: CategoryInput, values: Code, tensor: Code, target: str) -> list[str]:
    limit = {} if item.max_tokens is None else {"max_tokens": item.max_tokens}
    words: Any = invoke("most_frequent", values, **limit) if item.vocabulary is None else list(item.vocabulary)
    place = f"place_of_category({tensor.text}, vocabulary)"
    encoded = place if item.encode == "index" else f"ops.one_hot({place}, len(vocabulary) + 1)"
    return [*write_statement("vocabulary = ", words, indent=1), f"    {target}{encoded}"]


def _write_date(item: DateInput, values: Code, tensor: Code, target: str) -> list[str]:
    lines = []
    if item.fill is not None:
        lines += write_statement("fill = ", invoke("seconds_of", item.fill), indent=1)
        tensor, values = (Code(f"fill_dates({each.text}, fill)") for each in (tensor, values))
    return [*lines, *write_statement(target, invoke("date_parts", tensor, values, parts=list(item.parts)), indent=1)]


def _write_image(item: ImageInput, values: Code, tensor: Code, target: str) -> list[str]:
    lines = [f'    pixels = ops.cast({tensor.text}, "float32")']
    if item.channels is not None:
        lines.append(f"    pixels = with_channels(pixels, {item.channels})")
    if item.size is not None:
        height, width = item.size
        options = {name: getattr(item, name) for name, default in _RESIZING.items() if getattr(item, name) != default}
        lines += _applied("pixels = ", invoke("layers.Resizing", height=height, width=width, **options), Code("pixels"))
    if item.scale == "unit":
        return [*lines, f"    {target}layers.Rescaling(1 / 255)(pixels)"]
    return [*lines, *write_statement(target, _scaled(item.scale, values, Code("pixels")), indent=1)]


def _scaled(scale: str, values: Code, tensor: Code) -> Code:
    function = {"standard": "standardise", "minmax": "scale_to_unit_range"}.get(scale)
    return tensor if function is None else Code(f"{function}({values.text})({tensor.text})")


def _as_float32(tensor: Code) -> Code:
    return Code(f'ops.cast({tensor.text}, "float32")')


def _applied(target: str, layer: Any, tensor: Code) -> list[str]:
    line = write_statement(target, Code(f"{write_expression(layer)}({tensor.text})"), indent=1)
    if len(line[0]) <= 100:
        return line
    return [*write_statement("layer = ", layer, indent=1), f"    {target}layer({tensor.text})"]


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
