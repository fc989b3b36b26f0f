"""A document whose structure has been checked -> `Spec`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from nnspec.diagnostics.diagnostic import Path as Place
from nnspec.document.document import Document
from nnspec.records import replace
from nnspec.spec.bases import Base
from nnspec.spec.calls import Call, read_arguments, read_call, read_value
from nnspec.spec.data import DEFAULT_FRACTION, Data, Split
from nnspec.spec.entries import LayerEntry, read_entries, read_entry
from nnspec.spec.expect import read_bounds
from nnspec.spec.heads import default_head, default_loss, default_metrics
from nnspec.spec.inputs import INPUT_TYPES, Input, SequenceInput
from nnspec.spec.keys import keys_of
from nnspec.spec.outputs import Output
from nnspec.spec.sources import read_sources
from nnspec.spec.spec import Spec
from nnspec.spec.train import Patterns, Stage, Train

DEFAULT_EPOCHS = 10
Section = TypeVar("Section")


def read_spec(document: Document, *, written: Document | None = None) -> Spec:
    """Read the meaning of a document and fill in every default.

    Args:
        document: expanded; its structure has been checked by `nnspec.validation`.
        written: what it was expanded from; itself by default.
    """
    data: Mapping[str, Any] = document.data
    bases = {name: _read_base(name, value) for name, value in data.get("bases", {}).items()}
    plain = ("description", "report")
    return Spec(
        document=document,
        written=written or document,
        nnspec=int(data["nnspec"]),
        seed=int(data.get("seed", 0)),
        **{name: data[name] for name in plain if name in data},
        name=data.get("name") or _name_of(document),
        data=_read_data(data["data"]) if "data" in data else None,
        inputs=tuple(_read_input(name, value) for name, value in data["inputs"].items()),
        bases=tuple(bases.values()),
        hidden=read_entries(data.get("hidden", []), bases, ("hidden",)),
        outputs=tuple(_read_output(name, value, bases) for name, value in data["outputs"].items()),
        optimizer=_read_optimizer(data),
        train=_read_train(data.get("train", {})),
        expect=read_bounds(data.get("expect", {}), ("expect",)),
    )


def _name_of(document: Document) -> str:
    return Path(document.file).stem if document.is_file else document.file.strip("<>")


def _read_section(section: type[Section], values: Mapping[str, Any], path: Place, **given: Any) -> Section:
    written = {
        item.field: read_value(values[item.name], item.type, (*path, item.name))
        for item in keys_of(section)
        if item.name in values and item.field not in given
    }
    fields = {"path": path, **written, **given}
    return section(**fields)


def _read_data(value: str | Mapping[str, Any]) -> Data:
    if isinstance(value, str):
        value = {"source": value}
    split = value.get("split")
    if isinstance(split, Mapping):
        return _read_section(Data, value, ("data",), split=_read_section(Split, split, ("data", "split")))
    if split is None and "source" in value:
        default = Split(path=("data",), validation=DEFAULT_FRACTION, test=DEFAULT_FRACTION)
        return _read_section(Data, value, ("data",), split=default, default_split=True)
    return _read_section(Data, value, ("data",), split=None)


# What may name a length of the data.
_LENGTHS = frozenset({"size", "shape", "length"})


def _read_input(name: str, value: str | Mapping[str, Any]) -> Input:
    values: Mapping[str, Any] = {"type": value} if isinstance(value, str) else value
    section = INPUT_TYPES[values.get("type", "number")]
    path: Place = ("inputs", name)
    given: dict[str, Any] = {"name": name, "columns": _read_columns(values)}
    if "augment" in values:
        calls = enumerate(values["augment"])
        given["augment"] = tuple(read_call(value, "layers", (*path, "augment", i)) for i, value in calls)
    for key in _LENGTHS & values.keys():
        lengths = values[key] if isinstance(values[key], list) else [values[key]]
        if any(isinstance(length, str) for length in lengths):
            given |= {"symbols": {key: tuple(map(_length, lengths))}, key: None}
        elif section is not SequenceInput or key == "length":
            given[key] = tuple(map(_length, lengths)) if isinstance(values[key], list) else _length(values[key])
    return _read_section(section, values, path, **given)


def _length(written: Any) -> int | str:
    """Read a length: a name, or a number, which JSON may write as `8.0`."""
    return written if isinstance(written, str) else int(written)


def _read_columns(values: Mapping[str, Any]) -> tuple[str, ...]:
    columns = values.get("columns", values.get("column", ()))
    return (columns,) if isinstance(columns, str) else tuple(columns)


def _read_base(name: str, value: str | Mapping[str, Any]) -> Base:
    values: Mapping[str, Any] = {"source": value} if isinstance(value, str) else value
    known = {item.name for item in keys_of(Base)}
    freeze = values.get("freeze", "all")
    return _read_section(
        Base,
        values,
        ("bases", name),
        name=name,
        freeze=() if freeze == "none" else _read_patterns(freeze),
        arguments={k: read_value(v, "any", ("bases", name, k)) for k, v in values.items() if k not in known},
    )


def _read_patterns(value: str | list[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def _read_output(name: str, value: str | Mapping[str, Any], bases: Mapping[str, Base]) -> Output:
    values: Mapping[str, Any] = {"type": value} if isinstance(value, str) else value
    path: Place = ("outputs", name)
    kind, columns = values["type"], _read_columns(values)
    metrics = values.get("metrics")
    return _read_section(
        Output,
        values,
        path,
        name=name,
        columns=columns,
        source=read_sources(values["from"], (*path, "from"))[0] if "from" in values else None,
        layers=read_entries(values.get("layers", []), bases, (*path, "layers")),
        head=_read_head(values, bases, path),
        loss=read_call(values["loss"], "losses", (*path, "loss")) if "loss" in values else default_loss(kind),
        metrics=default_metrics(kind)
        if metrics is None
        else tuple(read_call(item, "metrics", (*path, "metrics", i)) for i, item in enumerate(metrics)),
    )


def _read_head(values: Mapping[str, Any], bases: Mapping[str, Base], path: Place) -> Call | None:
    written = values.get("head")
    if written == "none":
        return None
    if written is not None:
        entry = read_entry(written, bases, (*path, "head"))
        return entry.call if isinstance(entry, LayerEntry) else None
    return default_head(values["type"], _known_units(values), values.get("activation"))


def _known_units(values: Mapping[str, Any]) -> int | None:
    classes = values.get("classes")
    if values["type"] == "category" and classes is not None:
        return len(classes) if isinstance(classes, list) else int(classes)
    units = values.get("units")
    return units if units is None else int(units)


def _read_optimizer(data: Mapping[str, Any]) -> Call:
    if "optimizer" in data:
        return read_call(data["optimizer"], "optimizers", ("optimizer",))
    return Call("optimizers", "Adam", {"learning_rate": 1e-3}, ("optimizer",))


def _read_train(values: Mapping[str, Any]) -> Train:
    path: Place = ("train",)
    stages = tuple(_read_stage(stage, (*path, "stages", i)) for i, stage in enumerate(values.get("stages", ())))
    epochs = int(values["epochs"]) if "epochs" in values else None if "steps" in values else DEFAULT_EPOCHS
    stop = _read_stop(values["stop"], (*path, "stop")) if "stop" in values else None
    callbacks = tuple(
        read_call(item, "callbacks", (*path, "callbacks", i)) for i, item in enumerate(values.get("callbacks", ()))
    )
    return _read_section(Train, values, path, stages=stages, epochs=epochs, stop=stop, callbacks=callbacks)


def _read_stop(values: Mapping[str, Any], path: Place) -> Call:
    call = Call("callbacks", "EarlyStopping", {}, path)
    return replace(call, arguments={"restore_best_weights": True, **read_arguments(values, call.entry, path)})


def _read_stage(values: Mapping[str, Any], path: Place) -> Stage:
    return _read_section(
        Stage,
        values,
        path,
        freeze=_read_stage_patterns(values.get("freeze")),
        unfreeze=_read_stage_patterns(values.get("unfreeze")),
    )


def _read_stage_patterns(value: Any) -> Patterns:
    if value is None:
        return ()
    if isinstance(value, str):
        return ((value, ("all",)),)
    if isinstance(value, list):
        return tuple((name, ("all",)) for name in value)
    return tuple((name, _read_patterns(patterns)) for name, patterns in value.items())
