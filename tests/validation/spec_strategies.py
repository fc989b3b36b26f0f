"""Hypothesis strategies for valid specs: networks of the catalog's layers, with all that stands around them."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from nnspec.catalog.catalog import Entry, load_catalog
from nnspec.catalog.types import (
    DTYPES,
    Family,
    Items,
    Literal,
    Number,
    Plain,
    Table,
    Type,
    Union,
    parse_type,
)
from nnspec.schemagen.calls import usable
from nnspec.schemagen.types import is_writable
from nnspec.spec.losses import FITTING, metric_fits

CATALOG = load_catalog()
ACTIVATIONS = tuple(entry.name for entry in CATALOG.entries("activations") if usable(entry))
SMALL_TEXT = st.text("abcXYZ019_- ", min_size=1, max_size=6)
COLUMN = st.text("abcdefgh", min_size=1, max_size=5)
TRUTH = st.sampled_from(["the answer", "another answer"])
# Watched logs are checked against the outputs, which these strategies do not know.
CHECKED_ARGUMENTS = ("monitor",)


def values(type: Type, depth: int) -> st.SearchStrategy[Any]:
    """Draw values of a catalog type."""
    match type:
        case Union(options):
            return st.one_of(*(values(option, depth) for option in options if is_writable(option)))
        case Plain(word):
            return _plain_values(word)
        case Number():
            return _numbers(type)
        case Literal(text):
            return st.just(text)
        case Items(item, shortest, longest):
            most = shortest + 2 if longest is None else longest
            return st.lists(values(item, depth), min_size=shortest, max_size=most)
        case Table(item):
            return st.dictionaries(SMALL_TEXT, values(item, depth), max_size=2)
        case Family(word) if word == "activation":
            return st.sampled_from(ACTIVATIONS)
        case Family(word) if word == "layer":
            return st.sampled_from(["Flatten", {"Dense": 3}])
        case Family():
            return calls(type.family, depth=depth - 1)


def _plain_values(word: str) -> st.SearchStrategy[Any]:
    if word == "dtype":
        return st.sampled_from(DTYPES)
    plain = {"bool": st.booleans(), "null": st.none(), "str": SMALL_TEXT, "path": st.just("runs/best.keras")}
    return plain.get(word, st.one_of(st.integers(0, 9), SMALL_TEXT))


def _numbers(type: Number) -> st.SearchStrategy[Any]:
    low = -5 if type.minimum is None else type.minimum
    high = low + 9 if type.maximum is None else type.maximum
    if type.whole:
        whole = st.integers(int(low) + type.above_minimum, int(high) - type.below_maximum)
        return whole | whole.map(float)
    floats = st.floats(low, high, exclude_min=type.above_minimum, exclude_max=type.below_maximum, width=32)
    return floats.map(lambda value: value + 0.0)


def calls(family: str, *, depth: int = 2, among: tuple[str, ...] | None = None) -> st.SearchStrategy[Any]:
    """Draw a call in one of its written forms: a name, a name with its first argument, or with a mapping."""
    names = CATALOG.names(family) if among is None else among
    entries = [entry for name in names if (entry := CATALOG.find(family, name)) is not None and usable(entry)]
    if depth < 1:
        bare = [entry for entry in entries if not any(a.required for a in entry.arguments.values())]
        if bare:
            return st.sampled_from([entry.name for entry in bare])
    return st.sampled_from(entries).flatmap(lambda entry: _written(entry, depth))


@st.composite
def _written(draw: st.DrawFn, entry: Entry, depth: int) -> Any:
    arguments = draw(call_arguments(entry, depth))
    first = CATALOG.first_argument(entry)
    alone = list(arguments) == [first] and not isinstance(arguments[first], dict | None)
    if not arguments and draw(st.booleans()):
        return entry.name
    return {entry.name: arguments[first] if alone and draw(st.booleans()) else arguments}


@st.composite
def call_arguments(draw: st.DrawFn, entry: Entry, depth: int) -> dict[str, Any]:
    """Draw what an entry needs and up to three arguments more."""
    writable = {name: a for name, a in entry.arguments.items() if is_writable(parse_type(a.type))}
    optional = [name for name, a in writable.items() if not a.required and name not in CHECKED_ARGUMENTS]
    more = draw(st.lists(st.sampled_from(optional), max_size=3, unique=True)) if optional else []
    wanted = [name for name, a in writable.items() if a.required] + more
    inside = INSIDE.get(entry.name, {})
    return {name: draw(inside.get(name, values(parse_type(writable[name].type), depth))) for name in wanted}


RECURRENT = st.sampled_from([{"LSTM": 3}, {"GRU": {"units": 2, "return_sequences": True}}, {"SimpleRNN": 1}])
CELL = st.sampled_from([{"LSTMCell": 3}, {"GRUCell": {"units": 2}}, {"StackedRNNCells": [{"LSTMCell": 2}]}])
INNER = st.sampled_from(["Flatten", {"Dense": 4}, {"Dropout": {"rate": 0.5}}, {"TimeDistributed": {"layer": "ReLU"}}])
# What the layers inside other layers must be, beyond their type.
INSIDE: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "Bidirectional": {"layer": RECURRENT, "backward_layer": st.none()},
    "RNN": {"cell": CELL | st.lists(CELL, min_size=1, max_size=2)},
    "StackedRNNCells": {"cells": st.lists(CELL, min_size=1, max_size=2)},
    "SpectralNormalization": {"layer": st.sampled_from([{"Dense": 4}, {"Dense": {"units": 2}}])},
    "TimeDistributed": {"layer": INNER | st.lists(INNER, min_size=1, max_size=2)},
    "Pipeline": {"layers": st.lists(INNER, min_size=1, max_size=2)},
}

ONE_INPUT = tuple(entry.name for entry in CATALOG.entries("layers") if entry.inputs == "one" and usable(entry))
OF_TWO = ("Dot", "HashedCrossing", "Subtract")
MERGES = tuple(entry.name for entry in CATALOG.entries("layers") if entry.inputs == "several" and usable(entry))

NUMBER_INPUTS = st.one_of(
    st.just("number"),
    st.fixed_dictionaries({}, optional={"columns": st.lists(COLUMN, min_size=1, max_size=3), "fill": st.just("mean")}),
    st.fixed_dictionaries(
        {"type": st.just("number"), "scale": st.sampled_from(["standard", "minmax", "none"])},
        optional={"column": COLUMN},
    ),
    st.fixed_dictionaries({"mean": st.floats(-3, 3), "variance": st.floats(0, 3)}, optional={"column": COLUMN}),
    st.fixed_dictionaries({"type": st.just("category")}, optional={"vocabulary": st.just(["a", "b"]), "fill": COLUMN}),
)
OTHER_INPUTS = st.one_of(
    st.just("category"),
    st.just({"type": "category", "encode": "index", "max_tokens": 7}),
    st.fixed_dictionaries(
        {"type": st.just("image"), "size": st.just([8, 8]), "channels": st.sampled_from([1, 3, 4])},
        optional={"scale": st.sampled_from(["unit", "standard", "none"]), "crop_to_aspect_ratio": st.booleans()},
    ),
    st.fixed_dictionaries(
        {"type": st.just("array"), "shape": st.lists(st.integers(1, 9), max_size=3)},
        optional={"dtype": st.sampled_from(["float32", "int64"])},
    ),
)
DATA = st.one_of(
    st.just("absent.csv"),
    st.fixed_dictionaries({"source": st.just("absent.csv")}, optional={"missing": st.sampled_from(["error", "drop"])}),
    st.fixed_dictionaries(
        {"source": st.just("absent.csv"), "split": st.fixed_dictionaries({"validation": st.floats(0.1, 0.4)})},
        optional={"weight": COLUMN},
    ),
    st.just({"train": "absent.csv", "validation": "other.csv"}),
)


def _metrics_of(kind: str) -> tuple[str, ...]:
    return tuple(name for name in CATALOG.names("metrics") if metric_fits(kind, name))


@st.composite
def outputs(draw: st.DrawFn, sources: list[str]) -> Any:
    """Draw one output."""
    kind = draw(st.sampled_from(sorted(FITTING)))
    if draw(st.integers(0, 3)) == 0:
        return kind
    optional: dict[str, Any] = {
        "loss": calls("losses", among=tuple(sorted(FITTING[kind]))),
        "metrics": st.lists(st.one_of(st.just("accuracy"), calls("metrics", among=_metrics_of(kind))), max_size=2),
        "weight": st.floats(0, 2),
        "columns": st.lists(TRUTH, min_size=1, max_size=2),
        "layers": st.lists(calls("layers", among=("Dense", "Dropout", "KAN")), min_size=1, max_size=2),
        **({"from": st.sampled_from(sources)} if sources else {}),
        **({"classes": st.integers(2, 5)} if kind == "category" else {}),
        **({"class_weight": st.just("balanced")} if kind in ("category", "binary") else {}),
        **({"scale": st.just("standard")} if kind == "number" else {}),
    }
    heads = {"head": st.one_of(st.just("none"), calls("layers", among=("Dense", "KAN")))}
    units = {} if kind in ("category", "binary") else {"units": st.integers(2, 5)}
    activation = {} if kind == "array" else {"activation": st.sampled_from(["relu", "tanh"])}
    optional |= draw(st.sampled_from([heads, {**units, **activation}]))
    if "head" in optional:
        optional.pop("classes", None)
    return {"type": kind, **draw(st.fixed_dictionaries({}, optional=optional))}


@st.composite
def list_networks(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a network whose entries take what stands above them."""
    names = draw(st.lists(st.sampled_from(["a", "b2", "C-3"]), min_size=1, max_size=3, unique=True))
    kinds = NUMBER_INPUTS if len(names) > 1 else NUMBER_INPUTS | OTHER_INPUTS
    inputs = {name: draw(kinds) for name in names}
    hidden = draw(st.lists(calls("layers", among=ONE_INPUT), max_size=3))
    return {"inputs": inputs, "hidden": [*hidden, "Flatten"]}


@st.composite
def graph_networks(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a network whose entries say what they take; what nothing takes is joined at the end."""
    inputs = {name: draw(NUMBER_INPUTS | OTHER_INPUTS) for name in ("a", "b")}
    known, hidden, taken = list(inputs), [], set()
    for i in range(draw(st.integers(1, 4))):
        several = draw(st.booleans())
        entry = CATALOG.find("layers", draw(st.sampled_from(MERGES if several else ONE_INPUT)))
        fewest, most = (2, 2 if entry.name in OF_TWO else 3) if several else (1, 1)
        sources = draw(st.lists(st.sampled_from(known), min_size=fewest, max_size=most))
        arguments = draw(call_arguments(entry, 1))
        hidden.append({entry.name: {**arguments, "name": f"n{i}", "from": sources if several else sources[0]}})
        known.append(f"n{i}")
        taken.update(sources)
    loose = [name for name in known if name not in taken]
    if len(loose) > 1:
        hidden.append({"Concatenate": {"from": loose}})
    return {"inputs": inputs, "hidden": [*hidden, {"Flatten": {"name": "flat"}}]}


@st.composite
def base_networks(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a network on a transfer base."""
    source = st.sampled_from(["keras:ResNet50", "keras:MobileNetV2", "run:runs/first"])
    optional = {
        "weights": st.sampled_from(["imagenet", "none", "file:w.h5"]),
        "until": st.just("conv4_block6_out"),
        "freeze": st.sampled_from(["all", "none", "conv1_*", ["conv1_*", "conv2_*"]]),
        "sha256": st.just("ab" * 32),
        "pooling": st.sampled_from(["avg", "max"]),
    }
    base = draw(st.one_of(source, st.fixed_dictionaries({"source": source}, optional=optional)))
    use = draw(st.sampled_from(["backbone", {"backbone": {}}, {"backbone": {"name": "features", "from": "img"}}]))
    inputs = {"img": {"type": "image", "size": [64, 64], "channels": 3}}
    return {"inputs": inputs, "bases": {"backbone": base}, "hidden": [use, "Flatten"]}


@st.composite
def trainings(draw: st.DrawFn, frozen: list[str]) -> dict[str, Any]:
    """Draw the section `train`."""
    names = st.sampled_from(frozen or ["y"])
    patterns = names | st.dictionaries(names, st.just("*"), min_size=1)
    stage = st.fixed_dictionaries(
        {"epochs": st.integers(1, 4)},
        optional={"optimizer": calls("optimizers"), **({"unfreeze": patterns} if frozen else {})},
    )
    length = draw(st.sampled_from([{}, {"epochs": 3}, {"steps": 100}]))
    optional = {
        "batch_size": st.integers(1, 512),
        "shuffle": st.booleans(),
        "stop": st.fixed_dictionaries({}, optional={"monitor": st.just("val_loss"), "patience": st.integers(0, 9)}),
        "callbacks": st.lists(calls("callbacks"), min_size=1, max_size=2),
        "precision": st.sampled_from(["float32", "mixed_bfloat16"]),
        "jit": st.sampled_from(["auto", True, False]),
        "stages": st.lists(stage, min_size=1, max_size=2),
    }
    return length | draw(st.fixed_dictionaries({}, optional=optional))


@st.composite
def specs(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a whole valid spec as plain data."""
    network = draw(st.one_of(list_networks(), graph_networks(), base_networks()))
    named = [
        entry[word]["name"]
        for entry in network["hidden"]
        if isinstance(entry, dict)
        for word in entry
        if isinstance(entry[word], dict) and "name" in entry[word]
    ]
    flat = [name for name in named if name == "flat"]
    outs = {name: draw(outputs(flat)) for name in draw(st.sampled_from([["y"], ["y", "z-2"]]))}
    optional = {
        "name": SMALL_TEXT,
        "description": SMALL_TEXT,
        "seed": st.integers(0, 4294967295),
        "data": DATA,
        "optimizer": calls("optimizers"),
        "train": trainings(named),
        "expect": st.sampled_from([{"parameters": {"max": "2G"}}, {"train.loss": {"min": 0, "max": 1.5}}]),
    }
    return {"nnspec": 1, **network, "outputs": outs, **draw(st.fixed_dictionaries({}, optional=optional))}
