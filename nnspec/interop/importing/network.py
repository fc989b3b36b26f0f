"""The config of a Functional or Sequential model -> its calls, in an order in which each stands below its sources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from nnspec.errors import spec_error
from nnspec.records import field, record

Config = Mapping[str, Any]
Shape = tuple[int | None, ...]

_TENSOR = "__keras_tensor__"


@record
class Tensor:
    """One tensor of a network.

    Args:
        step: position of the call that makes it.
        output: which of the call's outputs.
        shape: batch axis included; None where the config does not tell.
        dtype: of its values; None likewise.
    """

    step: int
    output: int = 0
    shape: Shape | None = field(default=None, hidden=True)
    dtype: str | None = field(default=None, hidden=True)


@record(kw_only=True)
class Step:
    """One call of a layer, or an input.

    Args:
        layer: the layer's name in the config; two calls of one layer share it.
        config: the layer as Keras serialized it: `class_name`, `config`, `module`, `registered_name`.
        arguments: positional arguments of the call, `Tensor`s in their places.
        keywords: those given by name.
    """

    layer: str
    config: Config
    arguments: tuple[Any, ...] = ()
    keywords: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_input(self) -> bool:
        """Whether this is no call but an input of the network."""
        return bool(self.config["class_name"] == "InputLayer")


@record(kw_only=True)
class Network:
    """A network as calls.

    Args:
        name: of the model.
        steps: in order; tensors name them by position.
        inputs: positions of the inputs, in the model's order.
        outputs: name and tensor of each output; the name is None where the model gives it by position.
    """

    name: str
    steps: tuple[Step, ...]
    inputs: tuple[int, ...]
    outputs: tuple[tuple[str | None, Tensor], ...]


def read_network(model: Config) -> Network:
    """Read the calls of a serialized model.

    Args:
        model: with `class_name` and `config`.

    Raises:
        SpecError: NN561 for a model that is neither Functional nor Sequential.
        KeyError, TypeError, ValueError: the config is malformed.
    """
    if model["class_name"] == "Sequential":
        return _read_sequential(model)
    if is_functional(model):
        return _Reader(model["config"]).read()
    raise spec_error(
        "NN561",
        f"`{model['class_name']}` is a model whose call is Python code",
        received=str(model.get("registered_name") or model["class_name"]),
        expected="a Functional or Sequential model",
        hint="rebuild it with the functional API, `keras.Model(inputs, outputs)`, and save that",
    )


def is_functional(model: Config) -> bool:
    """Tell whether a serialized layer is a Functional model, whatever its class is called."""
    return model["class_name"] in ("Functional", "Model") and "input_layers" in model.get("config", {})


def tensors_in(value: Any) -> Iterator[Tensor]:
    """Go through the tensors in an argument of a call, however deep they stand."""
    if isinstance(value, Tensor):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from tensors_in(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from tensors_in(item)


def _read_sequential(model: Config) -> Network:
    layers = list(model["config"]["layers"])
    if layers[0]["class_name"] != "InputLayer":
        shape = model["config"].get("build_input_shape") or _build_shape(model)
        layers.insert(0, _input_layer(shape))
    steps = [Step(layer=layers[0]["config"]["name"], config=layers[0])]
    for i, layer in enumerate(layers[1:]):
        above = Tensor(i, shape=_build_shape(layer))
        steps.append(Step(layer=layer["config"]["name"], config=layer, arguments=(above,)))
    last = Tensor(len(steps) - 1)
    return Network(name=model["config"]["name"], steps=tuple(steps), inputs=(0,), outputs=((None, last),))


def _build_shape(layer: Config) -> Shape | None:
    shape = (layer.get("build_config") or {}).get("input_shape")
    return tuple(shape) if isinstance(shape, list) and not any(isinstance(n, list) for n in shape) else None


def _input_layer(shape: Any) -> Config:
    if shape is None:
        raise spec_error(
            "NN563",
            "the Sequential model was never built, so that nobody knows what goes in",
            hint="build it before you save it: `model.build((None, 8))`",
        )
    return {"class_name": "InputLayer", "config": {"name": "input", "batch_shape": shape, "dtype": "float32"}}


class _Reader:
    """Reads a Functional model, sources first, from its outputs up."""

    def __init__(self, config: Config) -> None:
        self.config = config
        self.layers = {layer["config"]["name"]: layer for layer in config["layers"]}
        self.positions: dict[tuple[str, int], int] = {}
        self.steps: list[Step] = []

    def read(self) -> Network:
        inputs = [(name, node) for name, node, _ in _histories(self.config["input_layers"])]
        outputs = list(_named_histories(self.config["output_layers"]))
        for key in (*inputs, *((name, node) for _, (name, node, _) in outputs)):
            self.visit(key)
        return Network(
            name=self.config["name"],
            steps=tuple(self.steps),
            inputs=tuple(self.positions[key] for key in inputs),
            outputs=tuple((given, self.tensor(history)) for given, history in outputs),
        )

    def visit(self, wanted: tuple[str, int]) -> None:
        """Add a call and all calls above it; a stack of its own, as networks are deeper than Python's."""
        stack = [wanted]
        while stack:
            key = stack[-1]
            missing = [source for source in self.sources(key) if source not in self.positions]
            if key in self.positions:
                stack.pop()
            elif missing:
                stack += reversed(missing)
                self.check_circle(stack)
            else:
                self.add(stack.pop())

    def check_circle(self, stack: list[tuple[str, int]]) -> None:
        n_calls = sum(max(1, len(layer.get("inbound_nodes", ()))) for layer in self.layers.values())
        if len(stack) > n_calls * n_calls:
            raise ValueError("the calls go round in a circle")

    def node(self, key: tuple[str, int]) -> Config:
        name, index = key
        layer = self.layers[name]
        if layer["class_name"] == "InputLayer":
            return {"args": [], "kwargs": {}}
        found = layer["inbound_nodes"][index]
        if isinstance(found, list):
            raise spec_error(
                "NN560",
                "the model was written by Keras 2",
                expected="a model that Keras 3 wrote",
                hint="open it with `keras.models.load_model` where you trust it, and save it again as `.keras`",
            )
        return found  # type: ignore[no-any-return]

    def sources(self, key: tuple[str, int]) -> list[tuple[str, int]]:
        node = self.node(key)
        return [(name, index) for name, index, _ in _histories_in([node["args"], node["kwargs"]])]

    def add(self, key: tuple[str, int]) -> None:
        node = self.node(key)
        self.positions[key] = len(self.steps)
        arguments = tuple(self.filled(value) for value in node["args"])
        keywords = {name: self.filled(value) for name, value in node["kwargs"].items()}
        self.steps.append(Step(layer=key[0], config=self.layers[key[0]], arguments=arguments, keywords=keywords))

    def filled(self, value: Any) -> Any:
        """Put `Tensor`s where the config describes tensors."""
        if isinstance(value, list):
            return [self.filled(item) for item in value]
        if not isinstance(value, dict):
            return value
        if value.get("class_name") == _TENSOR:
            found = value["config"]
            return replace_shape(self.tensor(found["keras_history"]), found)
        return {name: self.filled(item) for name, item in value.items()}

    def tensor(self, history: Any) -> Tensor:
        name, node, output = history
        return Tensor(self.positions[name, node], output)


def replace_shape(tensor: Tensor, found: Config) -> Tensor:
    """Give a tensor the shape and dtype that its description tells."""
    shape = found.get("shape")
    return Tensor(tensor.step, tensor.output, None if shape is None else tuple(shape), found.get("dtype"))


def _histories_in(value: Any) -> Iterator[tuple[str, int, int]]:
    if isinstance(value, dict):
        if value.get("class_name") == _TENSOR:
            name, node, output = value["config"]["keras_history"]
            yield name, node, output
        else:
            for item in value.values():
                yield from _histories_in(item)
    elif isinstance(value, list):
        for item in value:
            yield from _histories_in(item)


def _histories(value: Any) -> Iterator[tuple[str, int, int]]:
    return (history for _, history in _named_histories(value))


def _named_histories(value: Any) -> Iterator[tuple[str | None, tuple[str, int, int]]]:
    """Read `["x", 0, 0]`, a list of these, or a mapping to these."""
    if isinstance(value, dict):
        for name, item in value.items():
            for _, history in _named_histories(item):
                yield name, history
    elif value and isinstance(value[0], str):
        name, node, output = value
        yield None, (name, node, output)
    else:
        for item in value:
            yield from _named_histories(item)
