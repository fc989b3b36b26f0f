"""Hypothesis strategies: specs of small networks with everything that the language has for graphs."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

WIDTH = 4
Entries = list[Any]

# Everything keeps vectors of one width, so that any two tensors may meet.
SINGLE = st.sampled_from(
    [
        *({"Dense": WIDTH}, {"Dense": {"units": WIDTH, "activation": "tanh"}}, "LayerNormalization"),
        *("BatchNormalization", {"Dropout": 0.25}, "LeakyReLU", {"ops.relu": {}}, {"ops.tanh": {}}),
        *({"ops.multiply": {"x2": 2.0}}, {"ops.add": {"x2": 0.5}}, {"ops.get_item": {"key": "..., ::-1"}}),
    ]
).map(lambda entry: [entry])
GROUPS = st.sampled_from(
    [
        [{"Reshape": [2, 2]}, {"Bidirectional": {"layer": {"GRU": 2}}}],
        [{"Reshape": [2, 2]}, {"RNN": {"cell": [{"LSTMCell": 3}, {"SimpleRNNCell": WIDTH}]}}],
        [{"Reshape": [2, 2]}, {"TimeDistributed": {"layer": [{"Dense": 3}, {"Dense": 2}]}}, "Flatten"],
        [{"Reshape": [2, 2]}, {"MultiHeadAttention": {"num_heads": 1, "key_dim": 2}}, "Flatten"],
    ]
)
JOINS = st.sampled_from(["Add", "Multiply", "Maximum", "Average", "Concatenate"])


def _constructs(entries: st.SearchStrategy[Entries]) -> st.SearchStrategy[Entries]:
    return st.one_of(
        entries.map(lambda inner: [{"residual": inner}]),
        st.builds(_parallel, st.lists(entries, min_size=2, max_size=3), JOINS, st.booleans()),
        st.builds(lambda inner, times: [{"repeat": {"times": times, "layers": inner}}], entries, st.integers(2, 3)),
    )


def _parallel(branches: list[Entries], join: str, passes: bool) -> Entries:
    branches = [[], *branches[1:]] if passes else branches
    return [{"parallel": {"branches": branches, "join": join}}, *([{"Dense": WIDTH}] if join == "Concatenate" else [])]


def _chains(pieces: st.SearchStrategy[Entries], most: int) -> st.SearchStrategy[Entries]:
    return st.lists(pieces, min_size=1, max_size=most).map(lambda found: [entry for piece in found for entry in piece])


LEAVES = _chains(SINGLE | GROUPS, 2)
CHAINS = _chains(SINGLE | GROUPS | _constructs(LEAVES | _constructs(LEAVES)), 3)


@st.composite
def whole_networks(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a spec: chains, entries that take others by name, layers and nested models that are called again."""
    inputs = draw(st.sampled_from([("x",), ("x", "y")]))
    hidden: Entries = [{"Dense": {"units": WIDTH, "name": "shared", "from": inputs[0]}}]
    tensors, callable_names = [*inputs, "shared"], ["shared"]
    for i in range(draw(st.integers(1, 4))):
        kind = draw(st.sampled_from(["chain", "merge", "branch", "call", "model"]))
        name = f"n{i}"
        hidden += _piece(draw, kind, name, tensors, callable_names)
        tensors.append(name)
        callable_names += [name] if kind in ("model", "branch") else []
    hidden.append({"Add": {"from": tensors}})  # everything must reach an output
    outputs: dict[str, Any] = {"p": "array"}
    if draw(st.booleans()):
        outputs["q"] = {"type": "array", "from": draw(st.sampled_from(tensors[len(inputs) :]))}
    arrays = {name: {"type": "array", "shape": [WIDTH]} for name in inputs}
    return {"nnspec": 1, "inputs": arrays, "hidden": hidden, "outputs": outputs}


def _piece(draw: st.DrawFn, kind: str, name: str, tensors: list[str], callable_names: list[str]) -> Entries:
    source = draw(st.sampled_from(tensors))
    if kind == "merge":
        other = draw(st.sampled_from(tensors))
        return [{"Subtract": {"from": [source, other], "name": name}}]
    if kind == "branch":
        return [{"Dense": {"units": WIDTH, "activation": "relu", "from": source, "name": name}}]
    if kind == "call":
        return [{"call": {"layer": draw(st.sampled_from(callable_names)), "from": source, "name": name}}]
    if kind == "model":
        return [{"model": {"name": name, "from": source, "layers": draw(CHAINS)}}]
    return [*draw(CHAINS), {"Dense": {"units": WIDTH, "name": name}}]
