"""The catalog's file is what the installed Keras and the overlay give, and nothing in the overlay is idle."""

from __future__ import annotations

import json
from typing import Any

import keras
import pytest

from nnspec.catalog.catalog import FUNCTIONS_PATH, KERAS_PATH
from nnspec.interop.introspection.docstrings import explain_arguments, first_sentence
from nnspec.interop.introspection.families import MODULES, list_aliases, list_members
from nnspec.interop.introspection.functions import generate_functions
from nnspec.interop.introspection.generate import generate_catalog
from nnspec.interop.introspection.overlay import Overlay, load_overlay
from nnspec.interop.introspection.rendering import render_catalog
from nnspec.interop.introspection.signatures import list_parameters

pytestmark = pytest.mark.backend


@pytest.fixture(scope="module")
def overlay() -> Overlay:
    return load_overlay()


@pytest.fixture(scope="module")
def generated(overlay: Overlay) -> dict[str, Any]:
    return generate_catalog(overlay)


@pytest.fixture(scope="module")
def functions(overlay: Overlay) -> dict[str, Any]:
    return generate_functions(overlay)


def test_functions_generated_again_are_the_committed_file(functions: dict[str, Any]) -> None:
    assert render_catalog(functions) == FUNCTIONS_PATH.read_text(encoding="utf-8")


def test_catalog_generated_again_is_the_committed_file(generated: dict[str, Any]) -> None:
    assert render_catalog(generated) == KERAS_PATH.read_text(encoding="utf-8")


def test_rendered_catalog_is_read_back_as_it_was(generated: dict[str, Any]) -> None:
    assert json.loads(render_catalog(generated)) == generated


def test_rendered_catalog_has_one_argument_a_line(generated: dict[str, Any]) -> None:
    assert '\n    "units": {"type": "int(1..)", "required": true' in render_catalog(generated)


def test_overlay_has_no_part_that_nothing_asks_for(
    overlay: Overlay, generated: dict[str, Any], functions: dict[str, Any]
) -> None:
    assert generated
    assert functions
    assert overlay.unused() == []


def test_overlay_part_for_an_unknown_argument_is_reported_as_unused() -> None:
    tables = {**_empty_tables(), "types": {"layers": {"Dense": {"unit": "int"}}}}
    assert Overlay(tables).unused() == [("types", "layers", "Dense", "unit")]


def test_argument_without_a_type_stops_the_generation() -> None:
    with pytest.raises(LookupError, match=r"layers\.Dense\.units"):
        generate_catalog(Overlay(_empty_tables()))


@pytest.mark.parametrize(("member", "expected"), [("ZeroPadding1D", "b"), ("Conv1D", "c"), ("Dense", "a")])
def test_overlay_key_that_spells_out_most_of_a_name_wins(member: str, expected: str) -> None:
    groups = {"*": {"x": "a"}, "*1D": {"x": "b"}, "Conv1D Conv2D": {"x": "c"}}
    overlay = Overlay({**_empty_tables(), "types": {"layers": groups}})
    assert overlay.type_of("layers", member, "x") == expected


def test_every_argument_of_a_usable_entry_is_explained(generated: dict[str, Any], functions: dict[str, Any]) -> None:
    described = {**generated, **functions}
    silent = [
        f"{family}.{name}.{argument}"
        for family in (*MODULES, "ops")
        for name, entry in described[family].items()
        for argument, found in entry["arguments"].items()
        if not found["summary"]
    ]
    assert silent == []


@pytest.mark.parametrize(
    ("layer", "leaking"),
    [
        (keras.layers.Conv2D, "rank"),
        (keras.layers.LSTM, "cell"),
        (keras.layers.MaxPooling2D, "pool_dimensions"),
        (keras.layers.RandomCrop, "kwargs"),
    ],
)
def test_argument_that_a_class_passes_to_its_base_itself_is_not_listed(layer: type, leaking: str) -> None:
    assert leaking not in {parameter.name for parameter in list_parameters(layer)}


@pytest.mark.parametrize(
    ("layer", "inherited"),
    [(keras.layers.Dense, "trainable"), (keras.layers.LSTM, "zero_output_for_mask"), (keras.layers.RandomHue, "dtype")],
)
def test_argument_of_a_base_that_a_caller_may_give_is_listed(layer: type, inherited: str) -> None:
    assert inherited in {parameter.name for parameter in list_parameters(layer)}


def test_arguments_stay_in_signature_order() -> None:
    names = [parameter.name for parameter in list_parameters(keras.layers.Conv2D)]
    assert names[:4] == ["filters", "kernel_size", "strides", "padding"]


def test_member_is_listed_once_under_its_documented_name() -> None:
    names = [member.name for member in list_members("layers")]
    assert ("Conv2D" in names, "Convolution2D" in names) == (True, False)


def test_all_public_applications_are_listed() -> None:
    assert len(list_members("applications")) == 40


def test_alias_of_a_loss_function_is_the_class_of_its_name() -> None:
    assert list_aliases("losses")["mean_squared_error"] == "MeanSquaredError"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Integer, the size of the window. More text.", "Integer, the size of the window"),
        ("Optional integer. If set, it scales the change. More.", "Optional integer. If set, it scales the change"),
        ("A value, e.g. the mean of all rows.", "A value, e.g. the mean of all rows"),
        ("{{placeholder}}Spread over\n  two lines of the text.", "Spread over two lines of the text"),
        ("", ""),
    ],
)
def test_first_sentence_says_more_than_a_type(text: str, sentence: str) -> None:
    assert first_sentence(text) == sentence


def test_arguments_of_a_docstring_are_joined_to_one_line() -> None:
    def documented() -> None:
        """Do something.

        Args:
            first: The first
                of two.
            second: The second.

        Returns:
            nothing: at all.
        """

    assert explain_arguments(documented) == {"first": "The first of two.", "second": "The second."}


def _empty_tables() -> dict[str, dict[str, Any]]:
    names = ("aliases", "drop", "layers", "ops", "refused", "required", "summaries", "tensors", "types")
    return {table: {} for table in names}
