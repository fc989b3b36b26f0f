"""Hypothesis strategies for the language's own constructs, and for specs as people write them."""

from __future__ import annotations

import copy
from typing import Any

from hypothesis import strategies as st

from nnspec.diagnostics.diagnostic import Path
from spec_strategies import specs

# Everything keeps four features, so that sums fit.
JOINS = st.sampled_from(["Add", "Maximum", {"Average": {}}])
PLAIN = st.sampled_from(["Flatten", {"Dense": 4}, {"Dropout": 0.5}, {"Dense": {"units": 4, "activation": "relu"}}])
FUNCTIONS = st.sampled_from(
    [
        "ops.relu",
        {"ops.add": 1.0},
        {"ops.multiply": {"x2": 2.0}},
        {"ops.clip": {"x_min": 0.0, "x_max": 1.0}},
        {"ops.square": {}},
    ]
)
SIDES = st.sampled_from(
    [
        {"ops.subtract": {"x1": 1.0, "from": "a", "name": "side"}},
        {"ops.add": {"from": {"x1": "a", "x2": "shared"}, "name": "side"}},
        {"ops.maximum": {"from": ["a", "shared"], "name": "side"}},
        {"Average": {"from": ["shared:0", "a"], "name": "side"}},
    ]
)


def entries(depth: int = 2) -> st.SearchStrategy[Any]:
    """Draw an entry without a name: a layer, a function, or a construct of such entries."""
    if depth == 0:
        return PLAIN | FUNCTIONS
    inside = st.lists(entries(depth - 1), min_size=1, max_size=2)
    branches = st.lists(st.just([]) | inside, min_size=2, max_size=3)
    parallel = st.fixed_dictionaries({"branches": branches, "join": JOINS})
    joined = branches.map(lambda lists: [{"parallel": {"branches": lists}}, {"Dense": 4}])
    residual = inside | st.fixed_dictionaries({"layers": inside}, optional={"project": st.booleans()})
    model = st.fixed_dictionaries({"layers": inside | joined})
    repeat = st.fixed_dictionaries({"times": st.just(1), "layers": inside})
    return st.one_of(
        entries(0),
        parallel.map(lambda content: {"parallel": content}),
        residual.map(lambda content: {"residual": content}),
        model.map(lambda content: {"model": content}),
        repeat.map(lambda content: {"repeat": content}),
    )


@st.composite
def construct_specs(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a spec of the expanded language with constructs, names, `from` and calls between them."""
    shared = {"model": {"name": "shared", "layers": ["Flatten", {"Dense": 4}], "from": "a"}}
    named = draw(st.sampled_from([{"Dense": {"units": 4, "name": "shared", "from": "a"}}, shared]))
    again = draw(st.sampled_from([{"call": "shared"}, {"call": {"layer": "shared", "from": "a", "name": "again"}}]))
    drawn = draw(st.lists(entries(), max_size=3))
    joined = {"Add": {"name": "both", "from": ["side", "shared", "last"]}}
    last = {"residual": {"layers": [{"Dense": 4}], "name": "last"}}
    return {
        "nnspec": 1,
        "inputs": {"a": {"columns": ["p", "q", "r", "s"]}},
        "hidden": [named, again, *drawn, last, draw(SIDES), joined, "Flatten"],
        "outputs": {"y": {"type": "number", "layers": [draw(entries(1)), "Flatten"]}},
    }


def expanded_specs() -> st.SearchStrategy[dict[str, Any]]:
    """Draw a valid spec of the expanded language."""
    return specs() | construct_specs()


@st.composite
def written_specs(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, Any]]:
    """Draw a spec as people write it, and beside it the same with its values filled in."""
    plain = draw(expanded_specs())
    written = copy.deepcopy(plain)
    written["vars"] = {}
    for _ in range(draw(st.integers(0, 3))):
        _lift_value(draw, written)
    if draw(st.booleans()):
        _wrap_rounds(draw, written, plain)
    if draw(st.booleans()):
        _use_block(draw, written, plain)
    return written, plain


def _lift_value(draw: st.DrawFn, written: dict[str, Any]) -> None:
    """Move one value of the spec into `vars`."""
    sections = [key for key in ("inputs", "outputs", "hidden", "optimizer", "train", "seed") if key in written]
    path = draw(st.sampled_from([path for key in sections for path in _value_paths(written[key], (key,))] or [()]))
    if not path:
        return
    holder = written
    for part in path[:-1]:
        holder = holder[part]
    name = f"v{len(written['vars'])}"
    written["vars"][name] = holder[path[-1]]
    holder[path[-1]] = draw(st.sampled_from([f"${name}", f"$({name})"]))


def _value_paths(data: Any, path: Path) -> list[Path]:
    """List the places of numbers and truths."""
    if isinstance(data, dict):
        return [found for key, item in data.items() for found in _value_paths(item, (*path, key))]
    if isinstance(data, list):
        return [found for i, item in enumerate(data) for found in _value_paths(item, (*path, i))]
    kept = isinstance(data, int | float) and not (path[-1] == "times" and path[-2:-1] == ("repeat",))
    return [path] if kept else []


def _wrap_rounds(draw: st.DrawFn, written: dict[str, Any], plain: dict[str, Any]) -> None:
    """Put a `repeat` of several rounds in front, and its rounds into the plain spec."""
    times, layer = draw(st.integers(2, 3)), draw(PLAIN)
    written.setdefault("hidden", []).append({"repeat": {"times": times, "as": "k", "layers": [layer]}})
    plain.setdefault("hidden", []).append({"repeat": {"times": 1, "layers": [layer] * times}})


def _use_block(draw: st.DrawFn, written: dict[str, Any], plain: dict[str, Any]) -> None:
    """Put the use of a block at the end, and its body into the plain spec."""
    units = draw(st.integers(1, 9))
    use = draw(st.sampled_from([{"blk": units}, {"blk": {"units": units}}]))
    body = [{"Dense": "$units"}, {"Dense": {"units": "$(units + extra)", "name": "blk_$units"}}]
    written["blocks"] = {"blk": {"args": {"units": None, "extra": 1}, "layers": body}}
    written.setdefault("hidden", []).append(use)
    filled = [{"Dense": units}, {"Dense": {"units": units + 1, "name": f"blk_{units}"}}]
    plain.setdefault("hidden", []).append({"repeat": {"times": 1, "layers": filled}})
