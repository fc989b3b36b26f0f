"""Cards of CSV, TSV and JSON-lines files."""

import csv
import json
import math
import statistics
from pathlib import Path

import pytest

from describing_files import card_of, column_of
from nnspec.errors import SpecError
from nnspec.tables.describing import tally

PENGUINS = Path(__file__).parents[2] / "examples" / "penguins"


def write_column(folder, cells, name="rows.csv"):
    with (folder / name).open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([["x", "row"], *((cell, row) for row, cell in enumerate(cells))])


def write_lines(folder, *cells):
    lines = [json.dumps({"x": cell}) for cell in cells]
    (folder / "rows.jsonl").write_text("\n".join(lines), encoding="utf-8")


def test_card_of_penguins_agrees_with_the_statistics_module():
    card = card_of(PENGUINS, "penguins.csv")
    with (PENGUINS / "penguins.csv").open(encoding="utf-8") as stream:
        masses = [int(row["body_mass_g"]) for row in csv.DictReader(stream) if row["body_mass_g"] not in ("", "NA")]
    mass = card.columns["body_mass_g"]
    assert (card.rows, mass.missing, mass.dtype, mass.shape) == (344, 344 - len(masses), "int64", ())
    assert (mass.unique, mass.minimum, mass.maximum) == (len(set(masses)), min(masses), max(masses))
    assert mass.mean == pytest.approx(statistics.mean(masses), rel=1e-14)
    assert mass.std == pytest.approx(statistics.pstdev(masses), rel=1e-12)


def test_card_of_penguins_counts_species():
    species = column_of(PENGUINS, "penguins.csv", "species")
    assert species.values == (("Adelie", 152), ("Gentoo", 124), ("Chinstrap", 68))
    assert (species.dtype, species.missing, species.unique, species.minimum) == ("string", 0, 3, None)


@pytest.mark.parametrize(
    ("cells", "dtype", "mean"),
    [
        (["1", "-2"], "int64", -0.5),
        (["1", "", "NA", "NaN"], "int64", 1),
        (["1.5", " 2 ", "+3", ".5e1"], "float64", 2.875),
        (["1", "nan"], "float64", 1),
        (["007", "12"], "string", 9.5),
        (["1234567890123456789", "1"], "string", 617283945061728395.0),
        (["1", "2", "many"], "string", None),
        (["1_000"], "string", None),
        (["١"], "string", None),
        (["true"], "string", None),
        (["", "NA"], None, None),
        ([], None, None),
    ],
)
def test_dtype_of_texts_is_what_they_mean(tmp_path, cells, dtype, mean):
    write_column(tmp_path, cells)
    column = column_of(tmp_path, "rows.csv", "x")
    assert (column.dtype, column.mean) == (dtype, mean)


def test_nan_among_numbers_is_missing_and_among_words_a_word(tmp_path):
    write_column(tmp_path, ["1", "nan", "2"])
    assert (column_of(tmp_path, "rows.csv", "x").missing, column_of(tmp_path, "rows.csv", "x").unique) == (1, 2)
    write_column(tmp_path, ["1", "nan", "bread"])
    assert (column_of(tmp_path, "rows.csv", "x").missing, column_of(tmp_path, "rows.csv", "x").unique) == (0, 3)


def test_infinite_number_leaves_mean_and_bound_unknown(tmp_path):
    write_column(tmp_path, ["1", "inf", "2"])
    column = column_of(tmp_path, "rows.csv", "x")
    assert (column.minimum, column.maximum, column.mean, column.std) == (1.0, None, None, None)


def test_numbers_written_in_two_ways_are_one_value(tmp_path):
    write_column(tmp_path, ["1.0", "1.00", "2.5"])
    assert column_of(tmp_path, "rows.csv", "x").values == ((1.0, 2), (2.5, 1))


@pytest.mark.parametrize(
    ("cells", "is_sorted"),
    [
        (["2", "10", "30"], True),
        (["c", "b", "b", "a"], True),
        (["1", "", "2"], True),
        (["a", "c", "b"], False),
        (["1", "1"], False),
        (["007", "9", "10"], False),
        ([str(row // 10_000) for row in range(20_000)], True),
        (["2", *["3"] * 9_000, "1"], False),
    ],
)
def test_sorted_tells_whether_rows_stand_in_order(tmp_path, cells, is_sorted):
    write_column(tmp_path, cells)
    assert column_of(tmp_path, "rows.csv", "x").sorted is is_sorted


def test_many_different_texts_are_counted_and_not_listed(tmp_path):
    write_column(tmp_path, [f"näme {row % 100_000}" for row in range(100_500)])
    column = column_of(tmp_path, "rows.csv", "x")
    assert (column.unique, column.values, column.dtype) == (100_000, None, "string")


def test_different_values_beyond_the_limit_are_unknown(tmp_path, monkeypatch):
    monkeypatch.setattr(tally, "MOST_DIFFERENT", 1_500)
    write_column(tmp_path, [f"t{row}" for row in range(1_501)])
    card = card_of(tmp_path, "rows.csv")
    assert (card.columns["x"].unique, card.columns["row"].unique) == (None, None)


def test_different_values_of_all_columns_stay_within_one_limit(tmp_path, monkeypatch):
    monkeypatch.setattr(tally, "MOST_DIFFERENT_TOGETHER", 2_500)
    write_column(tmp_path, [f"t{row // 2}" for row in range(4_000)])
    card = card_of(tmp_path, "rows.csv")
    assert (card.columns["x"].unique, card.columns["row"].unique) == (2_000, None)


def test_words_after_many_numbers_leave_different_values_unknown(tmp_path):
    write_column(tmp_path, [*map(str, range(9_000)), "word"])
    column = column_of(tmp_path, "rows.csv", "x")
    assert (column.dtype, column.unique, column.mean, column.sorted) == ("string", None, None, False)


def test_statistics_of_many_chunks_are_those_of_all_rows(tmp_path):
    numbers = [math.sin(row) * 1e-3 + 1e6 for row in range(20_000)]
    write_column(tmp_path, [repr(number) for number in numbers])
    column = column_of(tmp_path, "rows.csv", "x")
    assert column.mean == pytest.approx(math.fsum(numbers) / 20_000, rel=1e-15)
    assert column.std == pytest.approx(statistics.pstdev(numbers), rel=1e-9)


def test_prose_is_not_listed(tmp_path):
    write_column(tmp_path, ["long " * 201, "short"])
    assert (column_of(tmp_path, "rows.csv", "x").unique, column_of(tmp_path, "rows.csv", "x").values) == (2, None)


def test_text_of_a_megabyte_is_read(tmp_path):
    write_column(tmp_path, ["x" * 1_000_000])
    assert card_of(tmp_path, "rows.csv").rows == 1


def test_card_of_tsv_splits_at_tabs(tmp_path):
    (tmp_path / "rows.tsv").write_text("\ufeffa\tb\n1\tx, y\n\n2\t\n", encoding="utf-8")
    card = card_of(tmp_path, "rows.tsv")
    assert (card.rows, card.columns["b"].values, card.columns["b"].missing) == (2, (("x, y", 1),), 1)


def test_file_without_rows_has_columns_of_which_nothing_is_known(tmp_path):
    write_column(tmp_path, [])
    card = card_of(tmp_path, "rows.csv")
    assert (card.rows, list(card.columns)) == (0, ["x", "row"])


def test_several_files_make_one_card_of_their_common_columns(tmp_path):
    (tmp_path / "1.csv").write_text("a,b\n1,x\n")
    (tmp_path / "2.csv").write_text("c,a\n0,3\n")
    card = card_of(tmp_path, "*.csv")
    assert (card.rows, list(card.columns), card.columns["a"].mean) == (2, ["a"], 2)


@pytest.mark.parametrize(
    ("name", "text", "code", "message"),
    [
        ("a.csv", "a,b\n1,2\n\n1,2,3\n", "NN651", "`a.csv` line 4: 3 fields where the header has 2"),
        ("a.csv", "", "NN654", "`a.csv` cannot be read: the file is empty"),
        ("a.csv", "a,a\n", "NN654", "`a.csv` cannot be read: the column `a` stands there twice"),
        ("a.jsonl", '{"a": 1}\n' * 101 + "[1]\n", "NN651", "`a.jsonl` line 102 is not a JSON object"),
        ("a.jsonl", '{"a": 1}\n' * 101 + "{\n", "NN651", "`a.jsonl` line 102 is not JSON: Expecting"),
        ("a.jsonl", '{"a": 1}\n' * 101 + "[" * 99_999, "NN651", "`a.jsonl` line 102 is nested too deeply"),
        ("a.txt", "a", "NN654", "`a.txt` is of an unknown kind"),
    ],
)
def test_damaged_text_is_a_finding(tmp_path, name, text, code, message):
    (tmp_path / name).write_text(text)
    with pytest.raises(SpecError) as caught:
        card_of(tmp_path, name)
    (finding,) = caught.value.diagnostics
    assert finding.code == code
    assert finding.message.startswith(message)


def test_text_that_is_not_utf_8_is_nn654(tmp_path):
    (tmp_path / "a.csv").write_bytes(b"a\n" + b"\xff" * 5)
    with pytest.raises(SpecError, match="not text in UTF-8"):
        card_of(tmp_path, "a.csv")


@pytest.mark.parametrize(
    ("cells", "dtype", "shape", "missing", "mean"),
    [
        ((1, 2, None), "int64", (), 1, 1.5),
        ((1, 2.0, float("nan")), "float64", (), 1, 1.5),
        ((2**70, 2**70), "float64", (), 0, 2.0**70),
        ((10**400, 1), "float64", (), 0, None),
        ((True, False, None), "bool", (), 1, 0.5),
        (("1", 2, "NA"), "int64", (), 1, 1.5),
        ((1, "1.5"), "float64", (), 0, 1.25),
        ((1, "a"), "string", (), 0, None),
        ((True, 1), "string", (), 0, None),
        (([1, 2], [3, 4], None), "int64", (2,), 1, 2.5),
        (([1, 2], [3]), "int64", None, 0, 2),
        (([[1.5], [2]], [[None], [2]]), "float64", (2, 1), 1, 5.5 / 3),
        (([1, [2]],), "int64", None, 0, 1.5),
        ((["a", "b"],), "string", None, 0, None),
        (({"a": 1}, None), None, None, 1, None),
        (([1], "a"), None, None, 0, None),
        ((None, None), None, None, 2, None),
    ],
)
def test_card_of_json_values(tmp_path, cells, dtype, shape, missing, mean):
    write_lines(tmp_path, *cells)
    column = column_of(tmp_path, "rows.jsonl", "x")
    assert (column.dtype, column.shape, column.missing) == (dtype, shape, missing)
    assert column.mean == (None if mean is None else pytest.approx(mean))


def test_mixed_json_values_are_counted_as_texts(tmp_path):
    write_lines(tmp_path, *[1] * 5_000, "a", "1", True)
    assert column_of(tmp_path, "rows.jsonl", "x").values == (("1", 5_001), ("a", 1), ("true", 1))


def test_absent_keys_are_missing(tmp_path):
    (tmp_path / "rows.jsonl").write_text('{"a": 1}\n{"b": 2}\n')
    card = card_of(tmp_path, "rows.jsonl")
    assert [column.missing for column in card.columns.values()] == [1, 1]
