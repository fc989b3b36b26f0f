"""How many rows each part has, as a split gives them."""

from __future__ import annotations

import pytest

from nnspec.datasets.splitting import Fractions, part_sizes
from nnspec.inference.facts import gather_facts
from nnspec.linting.held_out import known_rows, rows_of
from nnspec.linting.lacking import Lacking
from nnspec.pipeline import compile_source
from nnspec.spec.spec import Spec
from rule_cases import card_of

PARTS = ("train", "validation", "test")


def _spec(data: str) -> Spec:
    text = f"nnspec: 1\n{data}inputs: {{x: {{columns: [a]}}}}\noutputs: {{y: number}}\n"
    spec = compile_source(text, checked_data=False).spec
    assert spec is not None
    return spec


def _rows(data: str, n_rows: int) -> list[int | None]:
    spec = _spec(data)
    facts = gather_facts(spec, card=card_of(f"rows: {n_rows}\ncolumns: {{a: {{}}, y: {{}}}}"))
    return [known_rows(part, spec, facts) for part in PARTS]


@pytest.mark.parametrize("n_rows", [3, 7, 10, 33, 150, 1797])
@pytest.mark.parametrize(("validation", "test"), [(0.15, 0.15), (0.1, 0.25), (0.05, 0.0)])
def test_rows_of_parts_are_those_of_the_split(n_rows: int, validation: float, test: float) -> None:
    data = f"data: {{source: d.csv, split: {{validation: {validation}, test: {test}}}}}\n"
    assert _rows(data, n_rows) == list(part_sizes(n_rows, Fractions(validation=validation, test=test)))


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("", [100, None, None]),
        ("data: {source: d.csv, split: none}\n", [100, 0, 0]),
        ("data: {train: d.csv, validation: e.csv}\n", [100, None, 0]),
    ],
)
def test_rows_without_a_split_all_train(data: str, expected: list[int | None]) -> None:
    assert _rows(data, 100) == expected


def test_no_rows_have_no_parts_to_train() -> None:
    assert _rows("data: {source: d.csv, split: none}\n", 0) == [0, 0, 0]


def test_rows_of_unknown_data_are_lacking() -> None:
    spec = _spec("data: d.csv\n")
    with pytest.raises(Lacking, match="the number of rows"):
        rows_of("train", spec, gather_facts(spec))
