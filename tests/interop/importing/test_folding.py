"""Entries that repeat themselves are folded, and come out of the expansion as they were."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnspec.document.dump import dump_document
from nnspec.interop.importing.folding.fold import Folded, fold
from nnspec.interop.importing.folding.texts import progression
from nnspec.interop.importing.item import Item, layer_item, write_items
from nnspec.pipeline import compile_source

Items = tuple[Item, ...]


def _document(items: list[Any], folded: Folded | None = None) -> dict[str, Any]:
    used = {} if folded is None else {"vars": folded.constants, "blocks": folded.blocks}
    return {
        "nnspec": 1,
        **{key: value for key, value in used.items() if value},
        "inputs": {"x": {"type": "array", "shape": [8, 8, 4]}},
        "hidden": items,
        "outputs": {"y": "array"},
    }


def _expanded(folded: Folded) -> list[Any]:
    text = dump_document(_document(write_items(folded.items), folded))
    compiled = compile_source(text)
    assert compiled.document is not None, str(compiled.diagnostics)
    return _flat(compiled.document.data["hidden"])


def _flat(entries: list[Any]) -> list[Any]:
    """Take the rounds of `repeat` out of it, and write each entry with its arguments by name."""
    flat: list[Any] = []
    for entry in entries:
        word, content = next(iter(entry.items())) if isinstance(entry, dict) else (entry, None)
        if word == "repeat":
            flat += _flat(content["layers"])
        elif word == "residual":
            flat.append({word: _flat(content)})
        elif word == "parallel":
            flat.append({word: {**content, "branches": [_flat(branch) for branch in content["branches"]]}})
        else:
            flat.append({word: _by_name(word, content)})
    return flat


def _by_name(word: str, content: Any) -> dict[str, Any]:
    first = layer_item(word, {}).first
    named = content if isinstance(content, dict) else {} if content is None else {str(first): content}
    return {name: value for name, value in named.items() if (name, value) not in (("strides", 1), ("padding", "valid"))}


def _conv(filters: int, **arguments: Any) -> Item:
    return layer_item("Conv2D", {"filters": filters, "kernel_size": 3, "padding": "same", **arguments})


def _residual(filters: int) -> Item:
    return Item("residual", {}, ((_conv(filters), layer_item("BatchNormalization", {}), _conv(filters)),))


RELU = layer_item("Activation", {"activation": "relu"})
BN = layer_item("BatchNormalization", {})


def _stages() -> Items:
    """Four stages as in a ResNet: one step down, then residuals, more of them each time."""
    stages = [(8, 3), (16, 4), (24, 6), (40, 3)]
    return tuple(
        item
        for filters, depth in stages
        for item in (_conv(filters, strides=2), BN, RELU, *(_residual(filters), RELU) * depth)
    )


def test_rounds_that_are_equal_become_a_repeat() -> None:
    folded = fold((_residual(4),) * 6, taken=())
    assert write_items(folded.items)[0]["repeat"]["times"] == 6


def test_numbers_with_equal_steps_follow_the_counter() -> None:
    items = tuple(each for filters in (32, 64, 96, 128) for each in (_conv(filters), BN, RELU))
    (entry,) = write_items(fold(items, taken=()).items)
    assert entry["repeat"]["layers"][0]["Conv2D"]["filters"] == "$(32 + i * 32)"


def test_two_rounds_with_other_numbers_are_no_progression() -> None:
    items = tuple(each for filters in (32, 80) for each in (_conv(filters), BN, RELU))
    assert "repeat" not in str(write_items(fold(items, taken=()).items))


def test_stages_become_uses_of_one_block() -> None:
    folded = fold(_stages(), taken=())
    written = write_items(folded.items)
    assert len(written) == 4
    assert len({next(iter(entry)) for entry in written}) == 1
    (arguments,) = (block["args"] for block in folded.blocks.values() if "times" in block["args"])
    assert set(arguments) == {"filters", "times"}


def test_multiples_of_an_argument_are_computed_from_it() -> None:
    items = tuple(
        each for filters in (8, 24, 64, 80) for each in (_conv(filters), BN, RELU, BN, _conv(filters * 4), RELU, BN)
    )
    text = str(fold(items, taken=()).blocks)
    assert "$(filters * 4)" in text


def test_values_with_arguments_become_variables() -> None:
    init = {"VarianceScaling": {"scale": 2.0, "mode": "fan_out"}}
    items = tuple(_conv(filters, kernel_initializer=init) for filters in (5, 9, 4))
    folded = fold(items, taken=())
    assert folded.constants == {"init": init}


def test_variable_that_holds_arguments_never_stands_alone_after_a_name() -> None:
    folded = fold((layer_item("Bidirectional", {"layer": {"GRU": 2}}), BN) * 3, taken=())
    assert folded.constants == {"layer": {"GRU": 2}}
    assert {"Bidirectional": {"layer": "$layer"}} in write_items(folded.items)


def test_names_keep_entries_out_of_blocks() -> None:
    named = Item("Dense", {"units": 4, "name": "here"}, first="units")
    items = (RELU, BN, named, RELU, BN, RELU, BN, _conv(4), RELU, BN)
    assert named in fold(items, taken=()).items


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ([3, 4, 5], "$(3 + i)"),
        ([0, 1, 2], "$i"),
        ([0, 8, 16], "$(i * 8)"),
        ([64, 48, 32], "$(64 - i * 16)"),
        ([1, 2, 4], None),
        ([2, 2, 2], None),
        (["same", "valid"], None),
        ([True, False], None),
        ([0.5, 1.0, 1.5], None),
    ],
)
def test_progression_is_written_where_the_steps_are_equal(values: list[Any], text: str | None) -> None:
    assert progression(values, "i") == text


def test_stages_come_out_of_the_expansion_as_they_were() -> None:
    assert _expanded(fold(_stages(), taken=())) == _flat(write_items(_stages()))


LEAVES = st.builds(
    lambda filters, strides, relu: _conv(
        filters, **({"strides": strides} if strides > 1 else {}), **({"activation": "relu"} if relu else {})
    ),
    st.sampled_from([4, 8, 16, 32, 48]),
    st.integers(1, 3),
    st.booleans(),
) | st.sampled_from([RELU, BN, layer_item("Dropout", {"rate": 0.5})])
RUNS = st.lists(LEAVES, min_size=1, max_size=4).map(tuple)
CONSTRUCTS = st.builds(lambda run: Item("residual", {}, (run,)), RUNS) | st.builds(
    lambda one, other: Item("parallel", {}, (one, other)), RUNS, RUNS
)


@st.composite
def repetitive_entries(draw: st.DrawFn) -> Items:
    """Draw a few runs, and entries made of these over and over."""
    vocabulary = draw(st.lists(RUNS | CONSTRUCTS.map(lambda item: (item,)), min_size=1, max_size=4))
    chosen = draw(st.lists(st.sampled_from(vocabulary), min_size=1, max_size=12))
    return tuple(item for run in chosen for item in run)


@given(repetitive_entries())
def test_folded_entries_come_out_of_the_expansion_as_they_were(items: Items) -> None:
    assert _expanded(fold(items, taken=())) == _flat(write_items(items))
