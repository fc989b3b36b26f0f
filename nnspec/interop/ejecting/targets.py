"""Outputs of a spec -> the functions that say classes and targets, and the model with decoded outputs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from nnspec.compiler.decoding import decision_threshold, final_activation, gives_probability
from nnspec.datasets.spelling import text_of
from nnspec.graph.graph import Graph
from nnspec.interop.ejecting.python import Code, invoke, write_expression, write_statement
from nnspec.interop.ejecting.rows import ROW_WEIGHT
from nnspec.interop.ejecting.script import Function, with_classes
from nnspec.spec.inputs import ArrayInput, ImageInput, NumberInput, SequenceInput
from nnspec.spec.losses import target_encoding
from nnspec.spec.outputs import Output
from nnspec.spec.spec import Spec

_WITH_CLASSES = ("category", "binary")


def write_classes(spec: Spec, *, columns: Mapping[str, tuple[str, ...]]) -> Function | None:
    """Write `classes_of`; None where no output has classes.

    Args:
        spec: its outputs.
        columns: of each output.
    """
    classes = {
        output.name: _classes(output, columns[output.name]) for output in spec.outputs if output.type in _WITH_CLASSES
    }
    if not classes:
        return None
    about = "List the classes of each output, in the order of its neurons."
    body = write_statement("return ", classes, indent=1)
    return Function(head="classes_of(train)", about=about, body=tuple(body))


def write_examples(spec: Spec) -> Function:
    """Write `make_examples`, which encodes rows, their targets and, where there are any, their weights."""
    body = ["    inputs = encode(encoder, rows)"]
    body += write_statement("targets = ", {o.name: _target(spec, o) for o in spec.outputs}, indent=1)
    if not has_weights(spec):
        about = "Encode rows and their targets, as `fit` takes them."
        return Function(
            head="make_examples(encoder, rows, train)",
            about=about,
            body=tuple(with_classes([*body, "    return inputs, targets"])),
        )
    body += write_statement("weights = ", {o.name: _weight(spec, o) for o in spec.outputs}, indent=1)
    about = "Encode rows, their targets and weights, as `fit` takes them."
    body = with_classes([*body, "    return inputs, targets, weights"])
    return Function(head="make_examples(encoder, rows, train)", about=about, body=tuple(body))


def write_model(spec: Spec, graph: Graph) -> Function:
    """Write `build_model`, which chains encoder, trunk and the decoding of outputs."""
    served: dict[str, Any] = {}
    for output in spec.outputs:
        served |= _decoded(spec, graph, output)
    body = ["    raw = inputs_like(encoder.input)", "    predicted = trunk(encoder(raw))"]
    body += write_statement("served = ", served, indent=1)
    body = with_classes([*body, '    return keras.Model(raw, served, name="serving")'])
    about = "Chain the layers: raw rows in, classes and units of the data out."
    return Function(head="build_model(encoder, trunk, train)", about=about, body=tuple(body))


def units_of(spec: Spec) -> dict[str, Code]:
    """Say how many units each head has, where the data decide."""
    return {output.name: _units(spec, output) for output in spec.outputs}


def has_weights(spec: Spec) -> bool:
    """Tell whether rows weigh differently."""
    weighed = spec.data is not None and spec.data.weight is not None
    return weighed or is_padded(spec) or any(output.class_weight is not None for output in spec.outputs)


def is_padded(spec: Spec) -> bool:
    """Tell whether an output has a truth for each step of sequences that may be padded."""
    padded = any(isinstance(item, SequenceInput) for item in spec.inputs)
    return padded and any(output.per_position for output in spec.outputs)


def is_scaled(output: Output) -> bool:
    """Tell whether an output is trained on its standardised target."""
    return output.type == "number" and output.scale == "standard" and output.target is None


def unscaled(output: Output, tensor: str) -> Code:
    """Bring a standardised output back to the data's unit."""
    return Code(f"standardise({_of('train', output.name)}, invert=True)({tensor})")


def _classes(output: Output, columns: Sequence[str]) -> Any:
    truth = Code(_of("train", output.name))
    if output.classes is not None and not isinstance(output.classes, int):
        return [text_of(name) if isinstance(name, bool) else name for name in output.classes]
    if output.per_position and output.labels != "onehot":
        truth = Code(f"known_categories({truth.text})")
    if len(columns) > 1:
        return list(columns)
    if isinstance(output.classes, int):
        return invoke("counted_classes", truth, output.classes)
    if output.labels == "index":
        return Code(f"list(range({truth.text}.max() + 1))")
    return invoke("class_names", truth)


def _target(spec: Spec, output: Output) -> Any:
    if _copied(spec, output) is not None:
        return Code(_of("inputs", output.target or ""))
    truth = Code(_of("rows", output.name))
    if output.type in _WITH_CLASSES:
        if output.per_position and output.labels == "onehot":
            return _target_of_one_hot(output, truth)
        function = "places_by_position" if output.per_position else "class_places"
        places = invoke(function, truth, Code(_of("classes", output.name)))
        if output.type == "binary":
            if output.per_position:
                return invoke("np.expand_dims", places, axis=-1)
            return Code(f'{write_expression(places)}.reshape(-1, 1).astype("float32")')
        if target_encoding(output.type, output.loss.name) == "index":
            return places
        return Code(f"np.eye(len({_of('classes', output.name)}))[{write_expression(places)}]")
    if output.per_position and is_padded(spec):
        truth = Code(f"np.nan_to_num({truth.text})")
    if is_scaled(output):
        return Code(f"np.asarray(standardise({_of('train', output.name)})({truth.text}))")
    return Code(f'{truth.text}.astype("float32")')


def _target_of_one_hot(output: Output, truth: Code) -> Code:
    indexed = target_encoding(output.type, output.loss.name) == "index"
    return Code(f"{truth.text}.argmax(axis=-1)" if indexed else f'{truth.text}.astype("float32")')


def _weight(spec: Spec, output: Output) -> Any:
    if output.per_position and is_padded(spec):
        return _weight_of_steps(output)
    by_row = _of("rows", ROW_WEIGHT) if spec.data is not None and spec.data.weight is not None else None
    if output.class_weight is None:
        return Code(by_row or f"np.ones(len({_of('rows', spec.inputs[0].name)}))")
    name, classes = write_expression(output.name), _of("classes", output.name)
    given = Code("None") if output.class_weight == "balanced" else _given_weights(output)
    function = "weights_by_position" if output.per_position else "class_weights"
    by_class = f"{function}(train[{name}], rows[{name}], {classes}, {write_expression(given)})"
    return Code(by_class if by_row is None else f"{by_class} * {by_row}")


def _weight_of_steps(output: Output) -> Code:
    known = f"is_known({_of('rows', output.name)})"
    return Code(f'{known}[..., 0].astype("float32")' if output.type == "number" else f'{known}.astype("float32")')


def _given_weights(output: Output) -> dict[str, float]:
    assert isinstance(output.class_weight, Mapping)
    return {text_of(name): float(weight) for name, weight in output.class_weight.items()}


def _units(spec: Spec, output: Output) -> Code:
    if _copied(spec, output) is not None:
        return Code(f"{_of('inputs', output.target or '')}.shape[-1]")
    if output.type == "binary":
        return Code("1")
    if output.type == "category":
        return Code(f"len({_of('classes', output.name)})")
    return Code(f"{_of('train', output.name)}.shape[-1]")


def _decoded(spec: Spec, graph: Graph, output: Output) -> dict[str, Any]:
    name, head = output.name, graph.node(graph.outputs[output.name]).call
    tensor = _of("predicted", name)
    if _copied(spec, output) is not None and output.type in ("number", "array"):
        return {name: _in_units_of_input(spec, output, tensor)}
    if output.type == "number":
        return {name: unscaled(output, tensor) if is_scaled(output) else Code(tensor)}
    if output.type == "category":
        place = Code(f"ops.argmax({tensor}, axis=-1)")
        kind = "probabilities" if final_activation(head) == "softmax" else "scores"
        return {name: invoke("named_class", place, Code(_of("classes", name))), f"{name}_{kind}": Code(tensor)}
    if output.type == "array":
        return {name: Code(tensor)}
    probable = gives_probability(head)
    if output.type == "multilabel":
        positive = invoke("is_positive", Code(tensor), decision_threshold(head))
        return {name: positive, f"{name}_{'probabilities' if probable else 'scores'}": Code(tensor)}
    score = Code(f"ops.squeeze({tensor}, axis=-1)")
    positive = invoke("is_positive", score, decision_threshold(head))
    served = invoke("named_class", positive, Code(_of("classes", name)))
    return {name: served, f"{name}_{'probability' if probable else 'score'}": score}


def _in_units_of_input(spec: Spec, output: Output, tensor: str) -> Code:
    item = _copied(spec, output)
    if isinstance(item, NumberInput | ArrayInput) and not isinstance(item, ImageInput):
        function = {"standard": "standardise", "minmax": "scale_to_unit_range"}.get(item.scale)
        if function is not None:
            return Code(f"{function}({_of('train', item.name)}, invert=True)({tensor})")
    return Code(tensor)


def _copied(spec: Spec, output: Output) -> Any:
    """Find the input that is an output's target; None where columns hold the truth."""
    return next((item for item in spec.inputs if item.name == output.target), None)


def _of(mapping: str, name: str) -> str:
    return f"{mapping}[{write_expression(name)}]"
