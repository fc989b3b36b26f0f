"""Whether an output's type, loss, head and classes fit each other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from nnspec.catalog.catalog import load_catalog
from nnspec.diagnostics.diagnostic import Diagnostic
from nnspec.diagnostics.spelling import nearest, suggest
from nnspec.spec.heads import HEADS
from nnspec.spec.losses import FITTING, metric_fits
from nnspec.spec.outputs import PER_POSITION, Output


def check_output(output: Output) -> Iterator[Diagnostic]:
    """Check one output.

    Reports: NN037, NN250, NN251, NN253, NN254.
    """
    yield from _check_loss(output)
    yield from _check_metrics(output)
    yield from _check_head(output)
    yield from _check_classes(output)
    yield from _check_scale(output)
    yield from _check_positions(output)
    if output.target is not None and output.columns:
        message = "`target` and `columns` exclude each other"
        yield Diagnostic(code="NN037", message=message, path=(*output.path, "target"), hint="keep one of them")


def check_head_names(output: Output, written: Any) -> Iterator[Diagnostic]:
    """Report NN037 for a head that is named or given a source: its output's name and `from` are its own.

    Args:
        output: as it was read.
        written: the output as the document has it.
    """
    head = written.get("head") if isinstance(written, dict) else None
    if not isinstance(head, dict):
        return
    ((word, arguments),) = head.items()
    for key in ("name", "from"):
        if isinstance(arguments, dict) and key in arguments:
            hint = "a head has its output's name" if key == "name" else "put `from` beside `head`"
            path = (*output.path, "head", word, key)
            yield Diagnostic(code="NN037", message=f"a head takes no `{key}`", path=path, hint=hint)


def _check_loss(output: Output) -> Iterator[Diagnostic]:
    fitting = FITTING[output.type]
    if output.loss.name in fitting:
        return
    fits = sorted(name for name, losses in FITTING.items() if output.loss.name in losses)
    listed = " or ".join(f"`{name}`" for name in fits)
    yield Diagnostic(
        code="NN250",
        message=f"`{output.loss.name}` does not fit an output of type `{output.type}`",
        path=output.loss.path,
        received=output.loss.name,
        expected=f"`{HEADS[output.type].loss}`, or another loss for `{output.type}`",
        hint=f"for this loss the type is {listed}" if fits else "no type of output takes this loss yet",
    )


def _check_metrics(output: Output) -> Iterator[Diagnostic]:
    for metric in output.metrics:
        if not metric_fits(output.type, metric.name):
            yield Diagnostic(
                code="NN254",
                message=f"`{metric.name}` does not fit an output of type `{output.type}`",
                path=metric.path,
                received=metric.name,
                expected="a metric that takes a number per neuron; this one chooses among classes",
                hint="write `accuracy`, or the type is `category`",
            )


def _check_head(output: Output) -> Iterator[Diagnostic]:
    written = (output.units is not None, output.activation is not None)
    if output.head is not None and output.head.written is not None:
        yield from (
            Diagnostic(
                code="NN037",
                message=f"`head` and `{key}` exclude each other",
                path=(*output.path, key),
                hint=f"put `{key}` into the head's own arguments",
            )
            for key, given in zip(("units", "activation"), written, strict=True)
            if given
        )
    elif output.type in ("category", "binary") and output.units is not None:
        yield _neurons(output)
    written_head = output.head is not None and output.head.written is not None
    if output.type == "array" and output.activation and output.units is None and not written_head:
        yield _contradiction(output, "activation", "there is no head that it could belong to", "add `units`")
    if (_of_head(output, "units"), _of_head(output, "activation")) == (1, "softmax"):
        key = "activation" if output.activation else "head"
        yield _contradiction(output, key, "a softmax over one neuron is always 1", "use `sigmoid`")


def _of_head(output: Output, argument: str) -> Any:
    known = output.head is not None and load_catalog().find("layers", output.head.name)
    return output.head.get(argument) if known and output.head is not None else None


def _neurons(output: Output) -> Diagnostic:
    if output.type == "category":
        return _contradiction(output, "units", "an output of type `category` has one neuron per class", "use `classes`")
    hint = "leave it out; for two neurons the type is `category`"
    return _contradiction(output, "units", "an output of type `binary` has one neuron", hint)


def _check_classes(output: Output) -> Iterator[Diagnostic]:
    count = len(output.classes) if isinstance(output.classes, tuple) else output.classes
    if isinstance(output.classes, tuple) and len(set(map(str, output.classes))) < len(output.classes):
        yield _contradiction(output, "classes", "a class stands here twice", "name each class once")
    if output.type == "binary" and count not in (None, 2):
        hint = "for more classes the type is `category`"
        yield _contradiction(output, "classes", f"an output of type `binary` has two classes, not {count}", hint)
    written_head = output.head is not None and output.head.written is not None
    units = _of_head(output, "units") if written_head else None
    if output.type == "category" and None not in (units, count) and units != count:
        yield _contradiction(output, "head", f"{count} classes and {units} neurons", f"use {count} neurons")
    if output.classes is not None and output.type not in ("category", "binary"):
        yield _contradiction(output, "classes", f"an output of type `{output.type}` has no classes", None)
    if output.class_weight is None:
        return
    if output.type not in ("category", "binary"):
        yield _contradiction(output, "class_weight", f"an output of type `{output.type}` has no classes", None)
    elif isinstance(output.class_weight, dict) and isinstance(output.classes, int):
        if len(output.class_weight) != output.classes:
            message = f"{output.classes} classes and {len(output.class_weight)} weights"
            yield Diagnostic(code="NN253", message=message, path=(*output.path, "class_weight"))
    elif isinstance(output.class_weight, dict) and isinstance(output.classes, tuple):
        yield from _check_class_weight(output, output.class_weight, {str(name) for name in output.classes})


def _check_class_weight(output: Output, weights: dict[Any, float], classes: set[str]) -> Iterator[Diagnostic]:
    path, listed = (*output.path, "class_weight"), ", ".join(f"`{name}`" for name in sorted(classes))
    unknown = sorted(set(weights) - classes)
    for name in unknown:
        message, hint = f"`{name}` is not a class", suggest(name, classes - set(weights))
        yield Diagnostic(code="NN253", message=message, path=(*path, name), expected=listed, hint=hint)
    for name in sorted(classes - set(weights) - {nearest(name, classes - set(weights)) for name in unknown}):
        message = f"class `{name}` has no weight"
        yield Diagnostic(code="NN253", message=message, path=path, expected=f"weights for {listed}")


def _check_scale(output: Output) -> Iterator[Diagnostic]:
    if output.scale != "none" and output.type != "number":
        yield _contradiction(output, "scale", f"an output of type `{output.type}` is not scaled", None)
    if output.labels != "auto" and output.type not in ("category", "multilabel"):
        yield _contradiction(output, "labels", f"an output of type `{output.type}` has no classes", None)


def _check_positions(output: Output) -> Iterator[Diagnostic]:
    if not output.per_position:
        return
    if output.type not in PER_POSITION:
        message = f"an output of type `{output.type}` has no class or number for each position"
        hint = None if output.type == "multilabel" else "an `array` is as it is, positions and all; leave the key out"
        yield _contradiction(output, "per_position", message, hint)
    if output.target is not None:
        message, hint = "`target` and `per_position` exclude each other", "name the data's column under `columns`"
        yield Diagnostic(code="NN037", message=message, path=(*output.path, "per_position"), hint=hint)


def _contradiction(output: Output, key: str, message: str, hint: str | None) -> Diagnostic:
    return Diagnostic(code="NN251", message=message, path=(*output.path, key), hint=hint)
