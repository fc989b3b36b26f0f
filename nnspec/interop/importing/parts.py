"""A network -> its parts: every call as the entry it will be, with links in place of tensors."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import count
from typing import Any

from nnspec.catalog.catalog import load_catalog
from nnspec.errors import spec_error
from nnspec.interop.importing.describe import Surroundings, describe_layer
from nnspec.interop.importing.modes import check_mode
from nnspec.interop.importing.network import (
    Config,
    Network,
    Shape,
    Step,
    Tensor,
    is_functional,
    read_network,
    tensors_in,
)
from nnspec.interop.importing.operations import describe_operation, is_operation
from nnspec.interop.importing.part import Link, Part
from nnspec.records import record, replace

Statistics = Callable[[str], Mapping[str, Any] | None]


@record(kw_only=True)
class Origin:
    """Where a network comes from.

    Args:
        around: what holds for all its layers.
        statistics: gives mean and variance that a Normalization has learned, by the layer's name; None where there
            are none.
    """

    around: Surroundings
    statistics: Statistics

    def inside(self, model: Part) -> Origin:
        """Give what holds inside a nested model."""
        around = replace(self.around, trainable=self.around.trainable and model.trainable)
        return Origin(around=around, statistics=lambda name: self.statistics(f"{model.layer}/{name}"))


def make_parts(network: Network, origin: Origin) -> list[Part]:
    """Describe every call of a network, in its order.

    Args:
        network: as its config tells it.
        origin: where it comes from.

    Raises:
        SpecError: NN561 or NN562.
    """
    keys = count(len(network.steps))
    parts = []
    for key, step in enumerate(network.steps):
        if not step.is_input:
            parts += _make(key, step, origin, keys)
    return parts


def _make(key: int, step: Step, origin: Origin, keys: Iterator[int]) -> list[Part]:
    if is_operation(step.config):
        word, arguments, links = describe_operation(step)
        return [Part(key=key, word=word, arguments=arguments, links=links)]
    check_mode(step, trainable=origin.around.trainable)
    if step.config["class_name"] == "Sequential" or is_functional(step.config):
        return [_make_model(key, step)]
    if step.config.get("registered_name") == "CustomScaleLayer":
        return _make_scaled_sum(key, step, keys)
    word, arguments = describe_layer(step.config, origin.around, rank=_rank_of_input(step))
    if word == "Normalization":
        arguments = _with_statistics(arguments, origin.statistics(step.layer))
    arguments |= _options(word, step)
    return [Part(key=key, word=word, arguments=arguments, links=_links(word, step), layer=step.layer)]


def _make_model(key: int, step: Step) -> Part:
    inner = read_network(step.config)
    links = tuple(Link(tensor) for tensor in _model_inputs(inner, step))
    trainable = step.config["config"].get("trainable") is not False
    return Part(key=key, word="model", arguments={}, links=links, layer=step.layer, network=inner, trainable=trainable)


def _make_scaled_sum(key: int, step: Step, keys: Iterator[int]) -> list[Part]:
    """Write InceptionResNetV2's own layer, a + b * scale, with Keras' functions."""
    first, second = step.arguments[0]
    scaled = Tensor(next(keys), 0, second.shape, second.dtype)
    scale = {"x2": step.config["config"]["scale"]}
    return [
        Part(key=scaled.step, word="ops.multiply", arguments=scale, links=(Link(second),)),
        Part(key=key, word="Add", arguments={}, links=(Link(first), Link(scaled))),
    ]


def _model_inputs(inner: Network, step: Step) -> list[Tensor]:
    given = [value for value in (*step.arguments, *step.keywords.values()) if any(tensors_in(value))]
    if len(given) == 1 and isinstance(given[0], Mapping):
        return [given[0][inner.steps[position].layer] for position in inner.inputs]
    flat = given[0] if len(given) == 1 and isinstance(given[0], list) else given
    if len(flat) != len(inner.inputs) or not all(isinstance(value, Tensor) for value in flat):
        raise _cannot_call(inner.name, "arguments", given)
    return list(flat)


def _options(word: str, step: Step) -> dict[str, Any]:
    """Take what the call is told beside its tensors, where the catalog knows it."""
    entry = load_catalog().find("layers", word)
    known = () if entry is None else entry.call_options
    return {name: value for name, value in step.keywords.items() if name in known and value}


def _links(word: str, step: Step) -> tuple[Link, ...]:
    entry = load_catalog().find("layers", word)
    assert entry is not None
    names = entry.call_arguments
    keywords = dict(_meaningful(step.keywords, entry.call_options))
    if len(step.arguments) == 1 and isinstance(step.arguments[0], list) and not keywords:
        return tuple(Link(tensor) for tensor in _tensors(step.arguments[0], word))
    if len(step.arguments) == 1 and isinstance(step.arguments[0], Tensor) and not keywords:
        return (Link(step.arguments[0]),)
    if len(step.arguments) > max(1, len(names)):
        raise _cannot_call(word, "arguments", step.arguments)
    for name in keywords:
        if name not in names:
            raise _cannot_call(word, name, keywords[name])
    given = {**dict(zip(names, step.arguments, strict=False)), **keywords}
    given = {name: value for name, value in given.items() if value is not None}
    if entry.inputs == "call" and list(given) == list(names[: len(given)]):
        return _by_position(given, word)
    return tuple(link for name, value in given.items() for link in _named_links(name, value, word))


def _by_position(given: Mapping[str, Any], word: str) -> tuple[Link, ...]:
    """Give tensors by position; one tensor alone attends to itself."""
    tensors = _tensors(list(given.values()), word)
    alike = len(tensors) == 2 and tensors[0] == tensors[1] and next(iter(given)) == "query"
    return tuple(Link(tensor) for tensor in (tensors[:1] if alike else tensors))


def _named_links(name: str, value: Any, word: str) -> Iterator[Link]:
    for tensor in _tensors(value if isinstance(value, list) else [value], word, name=name):
        yield Link(tensor, name, isinstance(value, list))


def _meaningful(keywords: Mapping[str, Any], options: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
    for name, value in keywords.items():
        if name not in options and not _says_nothing(value):
            yield name, value


def _says_nothing(value: Any) -> bool:
    """Tell whether a value is what Keras notes where nobody gave one: None, for each tensor of a list too."""
    return value is None or value is False or (isinstance(value, list) and all(map(_says_nothing, value)))


def _tensors(values: list[Any], word: str, *, name: str = "arguments") -> list[Tensor]:
    for value in values:
        if not isinstance(value, Tensor):
            raise _cannot_call(word, name, value)
    return values


def _rank_of_input(step: Step) -> int | None:
    first = step.arguments[0] if step.arguments else None
    first = first[0] if isinstance(first, list) and first else first
    shape: Shape | None = first.shape if isinstance(first, Tensor) else None
    return None if shape is None else len(shape)


def _with_statistics(arguments: dict[str, Any], learned: Mapping[str, Any] | None) -> dict[str, Any]:
    """Write what a Normalization has learned into its arguments; as Keras makes it, it changes nothing."""
    if "mean" in arguments:
        return arguments
    return {**arguments, **(learned or {"mean": 0.0, "variance": 1.0})}


def _cannot_call(word: str, name: str, value: Any) -> Exception:
    return spec_error(
        "NN562",
        f"`{word}` is called with a value of `{name}` that no spec can give",
        received=str(value)[:80],
        expected="tensors; everything else belongs to the layer's own arguments",
        hint="build the model without it, or write this layer by hand",
    )


def policies_in(model: Config) -> Iterator[str]:
    """Go through the dtype policies of all layers of a serialized model, those of nested models included."""
    for layer in model["config"].get("layers", ()):
        config = layer["config"]
        if "layers" in config:
            yield from policies_in(layer)
        elif isinstance(config.get("dtype"), Mapping):
            yield str(config["dtype"]["config"].get("name"))
