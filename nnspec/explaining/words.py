"""A code of a finding, or a name of the catalog -> what it means."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from nnspec.catalog.catalog import Argument, Entry, load_catalog
from nnspec.catalog.types import describe_type, parse_type
from nnspec.diagnostics.codes import CODES
from nnspec.schemagen.calls import required_arguments, usable
from nnspec.spec.entries import OPS_PREFIX

_KINDS = {
    "layers": "a layer: an entry of `hidden`, of `layers`, or a `head`",
    "losses": "a loss: `outputs.NAME.loss`",
    "optimizers": "an optimizer: `optimizer`",
    "schedules": "a learning-rate schedule: `learning_rate` of an optimizer",
    "metrics": "a metric: in `outputs.NAME.metrics`",
    "initializers": "an initializer: arguments such as `kernel_initializer`",
    "regularizers": "a regularizer: arguments such as `kernel_regularizer`",
    "constraints": "a constraint: arguments such as `kernel_constraint`",
    "activations": "an activation: `activation` of a layer or an output",
    "callbacks": "a callback: in `train.callbacks`",
    "applications": "a network to start from: `bases: {NAME: keras:%s}`",
    "ops": "a function: an entry `ops.%s`",
}


def explain_code(code: str) -> str:
    """Say what a code of a finding means.

    Raises:
        KeyError: there is no such code.
    """
    name, meaning = CODES[code]
    return f"{code} {name}: {meaning}"


def explain_names(word: str) -> tuple[str, ...]:
    """Say what a name means in each family of the catalog that has it; `KLDivergence` is a loss and a metric.

    Args:
        word: a documented name, an alias, or `ops.mean`.
    """
    catalog = load_catalog()
    name = word.removeprefix(OPS_PREFIX)
    families = ("ops",) if word.startswith(OPS_PREFIX) else catalog.families
    found = (catalog.find(family, name) for family in families)
    return tuple("\n".join(_entry_lines(entry)) for entry in found if entry is not None)


def write_value(value: Any) -> str:
    """Write a value in one line, as it may stand in a spec."""
    return value if isinstance(value, str) and value else json.dumps(value, ensure_ascii=False)


def _entry_lines(entry: Entry) -> Iterator[str]:
    yield f"{entry.name}: {entry.summary}"
    kind = _KINDS.get(entry.family, entry.family)
    yield f"  {kind % entry.name if '%s' in kind else kind}; in Keras: {entry.path}"
    if entry.refused is not None or not usable(entry):
        yield f"  cannot be used in a spec: {entry.refused or 'an argument needs code'}"
        return
    if entry.family in ("layers", "ops"):
        yield f"  takes: {_tensors(entry)}"
    yield from _form_lines(entry)
    for argument in entry.arguments.values():
        yield from _argument_lines(argument)


def _tensors(entry: Entry) -> str:
    match entry.inputs:
        case "one":
            return "one tensor"
        case "several":
            return "several tensors, `from: [a, b]`"
    return f"tensors by position or by name: {', '.join(entry.call_arguments)}"


def _form_lines(entry: Entry) -> Iterator[str]:
    if entry.family in ("activations", "applications"):
        return
    required = required_arguments(entry)
    first = load_catalog().first_argument(entry)
    word = f"{OPS_PREFIX if entry.family == 'ops' else ''}{entry.name}"
    forms = [] if required else [f"`{word}`"]
    if first is not None and not set(required) - {first}:
        forms.append(f"`{word}: {first.upper()}`")
    if entry.arguments:
        shown = required or tuple(entry.arguments)[:1]
        forms.append(f"`{word}: {{{', '.join(f'{name}: ...' for name in shown)}}}`")
    yield f"  written: {', '.join(forms)}"


def _argument_lines(argument: Argument) -> Iterator[str]:
    default = "required" if argument.required else f"default {write_value(argument.default)}"
    yield f"  {argument.name}: {describe_type(parse_type(argument.type))} ({default})"
    if argument.summary:
        yield f"      {argument.summary}"
