"""Every function of `keras.ops` in the catalog, from the text of a spec: a network gives what a plain call gives."""

from __future__ import annotations

import inspect
import json
from typing import Any

import keras
import numpy as np
import pytest

import function_samples
from building import build
from function_samples import WHOLE_TENSORS, arguments_for, functions, tensors_for
from nnspec.catalog.catalog import Entry, load_catalog
from nnspec.catalog.ranks import resolve_output_rank
from nnspec.catalog.types import accepts, parse_type
from nnspec.compiler.instantiate import locate_class

pytestmark = pytest.mark.backend

# What comes out of these is not determined: eigenvectors have no sign, empty memory has no values.
UNDETERMINED = {"empty_like", "svd", "eig", "eigh"}
AT_ONCE = 20
CHUNKS = [functions()[start : start + AT_ONCE] for start in range(0, len(functions()), AT_ONCE)]


def _network(entries: list[Entry]) -> tuple[str, dict[str, np.ndarray]]:
    """Write a spec in which each function gives a number that is added to an input; give the input's rows too."""
    inputs: dict[str, Any] = {"z": {"type": "array", "shape": [2]}}
    rows, hidden, outputs = {"z": np.zeros((2, 2), "float32")}, [], {}
    for i, entry in enumerate(entries):
        sources: dict[str, Any] = {}
        for argument, arrays in tensors_for(entry).items():
            whole = argument in WHOLE_TENSORS.get(entry.name, ())
            names = [f"x{i}_{argument.strip('_')}_{k}" for k in range(len(keras.tree.flatten(arrays)))]
            for name, array in zip(names, keras.tree.flatten(arrays), strict=True):
                raw = array.astype("int32") if array.dtype == bool else array
                rows[f"{name}_raw"] = np.stack([raw, raw]) if whole else raw
                shape, dtype = list(rows[f"{name}_raw"].shape[1:]), raw.dtype.name
                inputs[f"{name}_raw"] = {"type": "array", "shape": shape, "dtype": dtype}
                hidden += _prepared(name, whole=whole, dtype=array.dtype.name)
            sources[argument] = names if isinstance(arrays, list) else names[0]
        given = sources if len(sources) > 1 else next(iter(sources.values()))
        hidden += [
            {f"ops.{entry.name}": {**arguments_for(entry), "from": given, "name": f"probed{i}"}},
            {"ops.cast": {"dtype": "float32"}},
            {"ops.sum": {"name": f"total{i}"}},
            {"ops.add": {"from": ["z", f"total{i}"], "name": f"shown{i}"}},
        ]
        outputs[f"y{i}"] = {"type": "number", "columns": ["a", "b"], "head": "none", "from": f"shown{i}"}
    spec = {"nnspec": 1, "inputs": inputs, "hidden": hidden, "outputs": outputs}
    return json.dumps(spec, indent=1), rows


def _prepared(name: str, *, whole: bool, dtype: str) -> list[Any]:
    """Make the tensor that a function takes of an input: without a batch axis, or true and false."""
    if whole:
        return [{"ops.get_item": {"key": "0", "from": f"{name}_raw", "name": name}}]
    return [{"ops.cast": {"dtype": dtype, "from": f"{name}_raw", "name": name}}]


@pytest.mark.filterwarnings("ignore:You are casting an input of type complex")
@pytest.mark.parametrize("entries", CHUNKS, ids=lambda entries: f"{entries[0].name}-{entries[-1].name}")
def test_functions_in_a_network_give_what_a_plain_call_gives(entries: list[Entry]) -> None:
    text, rows = _network(entries)
    found = build(text).trunk({name: keras.ops.convert_to_tensor(array) for name, array in rows.items()})
    for i, entry in enumerate(entries):
        if entry.name not in UNDETERMINED:
            total = np.real(function_samples.call(entry)[0]).astype("float32").sum()
            np.testing.assert_allclose(found[f"y{i}"][0, 0], total, rtol=1e-3, atol=1e-3, err_msg=entry.name)


def test_function_of_any_number_of_tensors_takes_its_options_by_name() -> None:
    vectors = {name: {"type": "array", "shape": [2]} for name in ("a", "b")}
    grid = {"ops.meshgrid": {"indexing": "ij", "from": ["a", "b"], "name": "grid"}}
    output = {"y": {"type": "array", "from": "grid"}}
    spec = {"nnspec": 1, "inputs": vectors, "hidden": [grid], "outputs": output}
    trunk = build(json.dumps(spec, indent=1)).trunk
    assert len(trunk.output["y"].shape) == 2


def test_output_ranks_of_functions_are_what_keras_gives() -> None:
    wrong = {}
    for entry in functions():
        arguments = {**{a.name: a.default for a in entry.arguments.values()}, **arguments_for(entry)}
        rank = max(array.ndim for array in keras.tree.flatten(tensors_for(entry)))
        expected = resolve_output_rank(entry.output_rank, arguments=arguments, input_rank=rank)
        found = function_samples.call(entry)[0].ndim
        if expected not in (None, found):
            wrong[entry.name] = (expected, found)
    assert wrong == {}


def test_arguments_of_functions_are_those_that_keras_declares() -> None:
    for entry in functions():
        declared = inspect.signature(locate_class(entry.path)).parameters
        assert list(entry.call_arguments) == [name for name in declared if name in entry.call_arguments]
        assert set(entry.arguments) <= set(declared), entry.name
        unlisted = set(declared) - set(entry.arguments) - set(entry.call_arguments)
        assert unlisted <= {"sparse", "kwargs", "weights"}, entry.name


def test_sample_arguments_have_their_types() -> None:
    wrong = [
        f"{entry.name}.{name}"
        for entry in functions()
        for name, value in arguments_for(entry).items()
        if not accepts(parse_type(entry.arguments[name].type), value)
    ]
    assert wrong == []


def test_all_public_functions_are_listed() -> None:
    public = {n for n in dir(keras.ops) if not n.startswith("_") and callable(getattr(keras.ops, n))}
    assert public <= set(load_catalog().names("ops"))
