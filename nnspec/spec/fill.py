"""`Spec` -> plain data with every default filled in: a spec again, with the same meaning."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from nnspec.catalog.types import parse_type
from nnspec.catalog.types.checking import accepts
from nnspec.catalog.types.nodes import Plain
from nnspec.spec.bases import Base
from nnspec.spec.calls import Call, read_value
from nnspec.spec.data import Data
from nnspec.spec.entries import (
    CallEntry,
    Entry,
    LayerEntry,
    ModelEntry,
    OpEntry,
    ParallelEntry,
    RepeatEntry,
    ResidualEntry,
)
from nnspec.spec.expect import Bound
from nnspec.spec.heads import HEADS
from nnspec.spec.inputs import Input
from nnspec.spec.keys import keys_of
from nnspec.spec.outputs import Output
from nnspec.spec.sources import write_sources
from nnspec.spec.spec import Spec
from nnspec.spec.train import Patterns, Stage, Train


def fill_defaults(spec: Spec) -> dict[str, Any]:
    """Write a spec out with every default, in the language's order of keys."""
    top: dict[str, Any] = {
        "nnspec": spec.nnspec,
        "name": spec.name,
        "description": spec.description,
        "seed": spec.seed,
        "data": None if spec.data is None else _fill_data(spec.data),
        "inputs": {item.name: _fill_input(item) for item in spec.inputs},
        "bases": {base.name: _fill_base(base) for base in spec.bases},
        "hidden": _fill_entries(spec.hidden),
        "outputs": {output.name: _fill_output(output) for output in spec.outputs},
        "optimizer": fill_call(spec.optimizer),
        "train": _fill_train(spec.train),
        "expect": {bound.quantity: _fill_bound(bound) for bound in spec.expect},
    }
    return {key: value for key, value in top.items() if value not in (None, {}) or key == "hidden"}


def fill_call(call: Call) -> Any:
    """Write a call out with every argument that a spec can give."""
    if call.name == "accuracy":
        return call.name
    arguments = _fill_arguments(call)
    return {call.name: arguments} if arguments else call.name


# Arguments whose default the place in the graph decides: an Embedding below padded whole numbers masks them.
_DECIDED_BY_PLACE = (("Embedding", "mask_zero"),)


def _fill_arguments(call: Call) -> dict[str, Any]:
    filled = {}
    for name, argument in call.entry.arguments.items():
        if (call.name, name) in _DECIDED_BY_PLACE and name not in call.arguments:
            continue
        if name in call.arguments:
            filled[name] = _plain(call.arguments[name])
        elif not argument.required and accepts(parse_type(argument.type), argument.default):
            filled[name] = _plain(read_value(argument.default, argument.type, ()))
    return {name: value for name, value in filled.items() if not _is_code(call, name)}


def _is_code(call: Call, name: str) -> bool:
    return parse_type(call.entry.arguments[name].type) == Plain("callable")


def _plain(value: Any) -> Any:
    if isinstance(value, Call):
        return fill_call(value)
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    return value


def _section(section: Any, *, leave_out: Iterable[str] = ()) -> dict[str, Any]:
    values = {key.name: getattr(section, key.field) for key in keys_of(section) if key.name not in leave_out}
    return {name: _plain(value) for name, value in values.items() if value is not None and value != ()}


def _fill_data(data: Data) -> dict[str, Any]:
    filled = _section(data, leave_out=("split",))
    if data.source is not None:
        filled["split"] = "none" if data.split is None else _section(data.split)
    return filled


def _fill_input(item: Input) -> dict[str, Any]:
    return {"type": item.type, "columns": list(item.columns or (item.name,)), **_section(item, leave_out=("columns",))}


def _fill_base(base: Base) -> dict[str, Any]:
    filled = _section(base, leave_out=("arguments", "freeze"))
    return {**filled, "freeze": list(base.freeze) or "none", **{k: _plain(v) for k, v in base.arguments.items()}}


def _fill_entry(entry: Entry) -> Any:
    own: dict[str, Any] = {} if entry.name is None else {"name": entry.name}
    if entry.sources is not None:
        own["from"] = write_sources(entry.sources)
    word, arguments = _fill_content(entry)
    return {word: {**arguments, **own}} if arguments or own else word


def _fill_content(entry: Entry) -> tuple[str, dict[str, Any]]:
    """Give the word of an entry and what stands under it, `name` and `from` left out."""
    match entry:
        case LayerEntry(call=call):
            return call.name, _fill_arguments(call)
        case RepeatEntry(layers=layers):
            return "repeat", {"times": 1, "layers": _fill_entries(layers)}
        case ResidualEntry(layers=layers, project=project):
            return "residual", {"layers": _fill_entries(layers), "project": project}
        case ParallelEntry(branches=branches, join=join):
            return "parallel", {"branches": [_fill_entries(branch) for branch in branches], "join": fill_call(join)}
        case ModelEntry(layers=layers, inputs=inputs, outputs=outputs):
            names = {"inputs": list(inputs), "outputs": list(outputs)}
            return "model", {"layers": _fill_entries(layers), **{key: value for key, value in names.items() if value}}
        case CallEntry(layer=layer):
            return "call", {"layer": layer}
        case OpEntry(written=word, arguments=arguments):
            return word, {name: _plain(value) for name, value in arguments.items()}
    return entry.written, {}


def _fill_entries(entries: Iterable[Entry]) -> list[Any]:
    return [_fill_entry(entry) for entry in entries]


def _fill_output(output: Output) -> dict[str, Any]:
    filled = _section(output, leave_out=("layers", "head", "activation", "columns", "target", "from"))
    truth = {"target": output.target} if output.target else {"columns": list(output.columns or (output.name,))}
    source = {} if output.source is None else {"from": write_sources((output.source,))}
    layers = {"layers": _fill_entries(output.layers)} if output.layers else {}
    metrics = [fill_call(metric) for metric in output.metrics]
    return {"type": output.type, **truth, **source, **layers, **_fill_head(output), **filled, "metrics": metrics}


def _fill_head(output: Output) -> dict[str, Any]:
    if output.head is None:
        return {"head": "none"}
    if output.head.written is not None:
        return {"head": fill_call(output.head)}
    return {"activation": output.activation or HEADS[output.type].activation or "linear"}


def _fill_train(train: Train) -> dict[str, Any]:
    filled = _section(train, leave_out=("stop", "stages"))
    if train.stop is not None:
        filled["stop"] = _fill_arguments(train.stop)
    if train.stages:
        filled["stages"] = [_fill_stage(stage) for stage in train.stages]
    return filled


def _fill_stage(stage: Stage) -> dict[str, Any]:
    filled = _section(stage, leave_out=("freeze", "unfreeze"))
    patterns = {"freeze": _fill_patterns(stage.freeze), "unfreeze": _fill_patterns(stage.unfreeze)}
    return {**filled, **{name: value for name, value in patterns.items() if value}}


def _fill_patterns(patterns: Patterns) -> dict[str, list[str]]:
    return {name: list(names) for name, names in patterns}


def _fill_bound(bound: Bound) -> dict[str, float]:
    limits = {"min": bound.minimum, "max": bound.maximum}
    return {name: value for name, value in limits.items() if value is not None}
