"""What a data card makes certain: the values that train, and the widths that follow from them."""

from __future__ import annotations

import pytest

from nnspec.inference.dimension import UNKNOWN
from nnspec.inference.encoded import encoded_tensor
from nnspec.inference.facts import NO_FACTS, Facts, certain_values, gather_facts
from nnspec.inference.heads import head_units
from nnspec.inference.tensor import BATCH
from nnspec.pipeline import compile_source
from nnspec.spec.spec import Spec
from nnspec.tables.card import Card, ColumnCard

OUTPUT = "outputs: {y: category}\n"


def _spec(data: str = "rows.csv", outputs: str = OUTPUT) -> Spec:
    text = f"nnspec: 1\ndata: {data}\ninputs: {{x: category}}\nhidden: [{{Dense: 3}}]\n{outputs}"
    spec = compile_source(text, checked_data=False).spec
    assert spec is not None
    return spec


def _facts(spec: Spec, *, missing: int = 0, **counts: tuple[int, ...]) -> Facts:
    columns = {
        name: ColumnCard(name, "string", (), missing, len(rows), values=tuple((f"v{i}", n) for i, n in enumerate(rows)))
        for name, rows in counts.items()
    }
    return gather_facts(spec, card=Card(rows=sum(counts["y"]), columns=columns))


def _is_certain(spec: Spec, facts: Facts, column: str) -> bool:
    return certain_values((column,), spec, facts) is not None


@pytest.mark.parametrize(
    ("data", "rows", "expected"),
    [
        ("{source: rows.csv, split: {validation: 0.15, test: 0.15}}", 20, True),
        ("{source: rows.csv, split: {validation: 0.15, test: 0.15}}", 19, False),
        ("{source: rows.csv, split: {validation: 0.45, test: 0.45}}", 20, False),
        ("{source: rows.csv, split: {validation: 0.45, test: 0.45}}", 229, True),
        ("{source: rows.csv, split: {validation: 0.05}}", 9, True),
        ("{source: rows.csv, split: {validation: 0.05}}", 7, False),
        ("{source: rows.csv, split: none}", 1, True),
        ("{source: rows.csv, split: {validation: 0.15, time: t}}", 900, False),
        ("{source: rows.csv, split: {validation: 0.45, test: 0.45, stratify: x}}", 1, True),
    ],
)
def test_value_is_certain_where_a_split_hardly_leaves_it_out(data: str, rows: int, expected: bool) -> None:
    spec = _spec(data)
    assert _is_certain(spec, _facts(spec, x=(1000 - rows, rows), y=(500, 500)), "x") is expected


def test_default_split_keeps_every_class_of_the_first_output_alone() -> None:
    spec = _spec(outputs="outputs: {n: number, y: category, z: category}\n")
    facts = _facts(spec, x=(995, 5), y=(995, 5), z=(995, 5))
    assert [_is_certain(spec, facts, name) for name in ("x", "y", "z")] == [False, True, False]


def test_default_split_of_many_classes_of_one_row_is_random() -> None:
    spec = _spec()
    assert not _is_certain(spec, _facts(spec, x=(50,), y=(10, *(1,) * 40)), "y")
    assert _is_certain(spec, _facts(spec, x=(50,), y=(40, *(1,) * 10)), "y")


def test_rows_that_are_dropped_may_hold_a_value() -> None:
    spec = _spec("{source: rows.csv, split: none, missing: drop}")
    whole = _facts(spec, x=(500, 500), y=(500, 500))
    assert _is_certain(spec, whole, "x")
    assert whole.card is not None
    holes = ColumnCard("t", "float64", (), 3)
    card = Card(rows=1000, columns={**whole.card.columns, "t": holes})
    assert not _is_certain(spec, gather_facts(spec, card=card), "x")


def test_head_has_a_neuron_for_each_class_that_is_certain() -> None:
    spec = _spec()
    assert head_units(spec, "y", _facts(spec, x=(60,), y=(20, 20, 20))) == 3
    assert head_units(spec, "y", NO_FACTS) == UNKNOWN


def test_category_becomes_a_place_for_each_value_and_one_for_others() -> None:
    spec = _spec()
    (item,) = spec.inputs
    facts = _facts(spec, x=(500, 480, 20), y=(500, 500))
    assert encoded_tensor(item, spec, facts, "float32").shape == (BATCH, 4)
    rare = _facts(spec, x=(500, 490, 10), y=(500, 500))
    assert encoded_tensor(item, spec, rare, "float32").shape == (BATCH, UNKNOWN)
