"""The catalog without Keras: finding entries, their aliases and defaults, and reading it fast and light."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from nnspec.catalog.catalog import KERAS_PATH, Catalog, load_catalog
from nnspec.catalog.ranks import resolve_output_rank
from nnspec.catalog.types import accepts, parse_type

CATALOG = load_catalog()
ARGUMENTS = [
    (f"{family}.{entry.name}.{argument.name}", argument)
    for family in CATALOG.families
    for entry in CATALOG.entries(family)
    for argument in entry.arguments.values()
]


def test_families_are_all_there() -> None:
    expected = "layers losses optimizers schedules metrics initializers regularizers constraints activations callbacks"
    assert CATALOG.families == (*expected.split(), "applications", "ops")


def test_dense_is_described_in_full() -> None:
    dense = CATALOG.find("layers", "Dense")
    assert dense is not None
    assert (dense.path, dense.inputs, dense.weights, dense.refused) == ("keras.layers.Dense", "one", True, None)
    assert next(iter(dense.arguments)) == "units"
    assert (dense.arguments["units"].type, dense.arguments["units"].required) == ("int(1..)", True)
    assert dense.arguments["kernel_initializer"].default == "glorot_uniform"


def test_layer_of_nnspec_stands_beside_those_of_keras() -> None:
    kan = CATALOG.find("layers", "KAN")
    assert kan is not None
    assert kan.path == "nnspec.layers.KAN"


@pytest.mark.parametrize(
    ("family", "name", "canonical"),
    [
        ("optimizers", "adam", "Adam"),
        ("losses", "mse", "MeanSquaredError"),
        ("losses", "sparse_categorical_crossentropy", "SparseCategoricalCrossentropy"),
        ("metrics", "acc", "Accuracy"),
        ("initializers", "he_normal", "HeNormal"),
        ("regularizers", "l2", "L2"),
        ("constraints", "max_norm", "MaxNorm"),
        ("activations", "swish", "silu"),
        ("activations", "relu", "relu"),
        ("layers", "Convolution2D", "Conv2D"),
        ("layers", "Dens", None),
        ("nonsense", "Dense", None),
    ],
)
def test_canonical_name_of_a_name_or_alias(family: str, name: str, canonical: str | None) -> None:
    assert CATALOG.canonical(family, name) == canonical


def test_documented_name_wins_over_an_alias() -> None:
    raw = {"layers": {"A": {"path": "a", "summary": "", "arguments": {}}, "B": {}}}
    assert Catalog(raw, {"layers": {"A": "B"}}).canonical("layers", "A") == "A"


def test_unknown_name_finds_nothing() -> None:
    assert CATALOG.find("layers", "Dens") is None


@pytest.mark.parametrize(
    ("family", "name", "argument"),
    [
        ("layers", "Dense", "units"),
        ("layers", "Add", None),
        ("layers", "RandomRotation", "factor"),
        ("optimizers", "Adam", "learning_rate"),
        ("metrics", "BinaryAccuracy", "threshold"),
        ("metrics", "Accuracy", None),
        ("callbacks", "EarlyStopping", "monitor"),
    ],
)
def test_first_argument_is_what_the_shorthand_fills(family: str, name: str, argument: str | None) -> None:
    entry = CATALOG.find(family, name)
    assert entry is not None
    assert CATALOG.first_argument(entry) == argument


def test_every_default_has_the_type_of_its_argument() -> None:
    optional = [(place, argument) for place, argument in ARGUMENTS if not argument.required and not _is_a_tensor(place)]
    assert len(optional) > 1500
    assert [place for place, a in optional if not accepts(parse_type(a.type), a.default)] == []


def _is_a_tensor(place: str) -> bool:
    """Tell whether a number may stand where `from` else names a tensor, as in `ops.multiply`: it has no default."""
    family, _, rest = place.partition(".")
    name, _, argument = rest.rpartition(".")
    entry = CATALOG.find(family, name)
    assert entry is not None
    return argument in entry.call_arguments and argument not in entry.optional_call_arguments


def test_number_may_stand_where_a_function_takes_a_tensor() -> None:
    multiply = CATALOG.find("ops", "multiply")
    assert multiply is not None
    assert (multiply.path, multiply.inputs, multiply.call_arguments) == ("keras.ops.multiply", "call", ("x1", "x2"))
    assert accepts(parse_type(multiply.arguments["x2"].type), 2.5)
    assert CATALOG.first_argument(multiply) == "x2"


def test_functions_are_read_when_one_is_asked_for() -> None:
    code = (
        "from nnspec.catalog import catalog; found = catalog.load_catalog(); found.find('layers', 'Dense');"
        "print(catalog._load_functions.cache_info().currsize, found.find('ops', 'mean').name)"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "0 mean"


def test_aliases_stand_for_entries_that_can_be_used() -> None:
    for family, names in CATALOG.aliases.items():
        for name in names:
            entry = CATALOG.find(family, name)
            assert entry is not None
            assert entry.refused is None


def test_every_usable_layer_tells_its_inputs_and_ranks() -> None:
    raw = json.loads(KERAS_PATH.read_text(encoding="utf-8"))["layers"]
    facts = {"inputs", "input_rank", "output_rank", "weights"}
    assert [name for name, entry in raw.items() if "refused" not in entry and not facts <= entry.keys()] == []


def test_catalog_file_stays_readable_in_size() -> None:
    assert KERAS_PATH.stat().st_size < 900_000


def test_loading_the_catalog_imports_neither_keras_nor_numpy() -> None:
    code = (
        "import sys; from nnspec.catalog.catalog import load_catalog; load_catalog();"
        "import nnspec.catalog.types, nnspec.catalog.ranks;"
        "print(sorted({'keras', 'tensorflow', 'numpy', 'yaml'} & sys.modules.keys()))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("expression", "arguments", "input_rank", "rank"),
    [
        (4, {}, 2, 4),
        ("same", {}, 3, 3),
        ("same", {}, None, None),
        (None, {}, 3, None),
        ({"plus": 1}, {}, 2, 3),
        ({"plus": 1}, {}, None, None),
        ({"length_of": "target_shape", "plus": 1}, {"target_shape": [2, 2]}, 2, 3),
        ({"if": "keepdims", "then": 4, "else": 2}, {"keepdims": True}, 4, 4),
        ({"if": "keepdims", "then": 4, "else": 2}, {}, 4, 2),
        ({"if_equal": "mode", "to": "int", "then": "same", "else": None}, {"mode": "int"}, 2, 2),
        ({"if_equal": "mode", "to": "int", "then": "same", "else": None}, {"mode": "count"}, 2, None),
        ({"of": "layer"}, {"layer": "LSTM"}, 3, None),
        ({"without_axes": "axis"}, {"axis": None}, 3, 0),
        ({"without_axes": "axis"}, {"axis": 0}, 3, 2),
        ({"without_axes": "axis"}, {"axis": [1, 2]}, 3, 1),
        ({"with_axes": "axis"}, {"axis": [1, 2]}, 3, 5),
    ],
)
def test_output_rank_is_worked_out_from_its_expression(
    expression: object, arguments: dict[str, object], input_rank: int | None, rank: int | None
) -> None:
    assert resolve_output_rank(expression, arguments=arguments, input_rank=input_rank) == rank
