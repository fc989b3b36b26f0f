"""`Card` to plain data and back; files that are no cards."""

import json

import pytest

from nnspec.errors import SpecError
from nnspec.tables.card import Card, ColumnCard, card_from_data, card_to_data, card_to_json, read_card

SPECIES = ColumnCard("species", "string", (), 0, 3, values=(("Adelie", 152), ("Gentoo", 124)), sorted=False)
MASS = ColumnCard("mass", "int64", (), 2, 94, 2700, 6300, 4201.75, 800.8)
CARD = Card(344, {"species": SPECIES, "mass": MASS}, "penguins.csv", "0" * 64)
COLUMN = {"nnspec_card": 1, "columns": {"x": {}}}


def with_column(**changes):
    return {"nnspec_card": 1, "columns": {"x": changes}}


def test_card_survives_json():
    assert card_from_data(json.loads(json.dumps(card_to_data(CARD)))) == CARD


def test_card_keeps_whole_numbers_beyond_floats():
    large = Card(1, {"x": ColumnCard("x", minimum=2**62 + 1)})
    assert card_from_data(json.loads(json.dumps(card_to_data(large)))).columns["x"].minimum == 2**62 + 1


def test_card_with_half_of_a_surrogate_pair_survives_a_file(tmp_path):
    card = Card(1, {"ü\ud800": ColumnCard("ü\ud800", values=(("\udfff", 1),))})
    (tmp_path / "card.json").write_text(card_to_json(card), "utf-8")
    assert read_card(tmp_path / "card.json") == card


def test_card_says_nothing_of_what_is_left_out():
    assert card_from_data(COLUMN) == Card(None, {"x": ColumnCard("x")})


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (None, "`nnspec_card` must be 1, received null"),
        ({"nnspec_card": True, "columns": {}}, "`nnspec_card` must be 1, received true"),
        ({"nnspec_card": 2, "columns": {}}, "`nnspec_card` must be 1, received 2"),
        ({"nnspec_card": 1}, "`card` has an unknown or a missing `columns`"),
        ({**COLUMN, "row": 3}, "`card` has an unknown or a missing `row`"),
        ({**COLUMN, "rows": -1}, "`card.rows`: must be a whole number from 0"),
        ({**COLUMN, "rows": 10**20}, "`card.rows`: must be a whole number from 0"),
        ({**COLUMN, "source": 3}, "`card.source`: must be text"),
        ({"nnspec_card": 1, "columns": [1]}, "`card.columns`: `columns` must be a mapping"),
        (with_column(dtype="int"), "`x.dtype`: must be one of string"),
        (with_column(shape=3), "`x.shape`: must be a list of sizes"),
        (with_column(shape=[-1]), "`x.shape`: must be a whole number"),
        (with_column(mean=float("nan")), "`x.mean`: must be a finite number"),
        (with_column(mean=10**400), "`x.mean`: int too large"),
        (with_column(std=-1), "`x.std`: must not be negative"),
        (with_column(sorted=1), "`x.sorted`: must be true or false"),
        (with_column(values={"a": 1}), "`x.values`: must be a list of at most 1000 values"),
        (with_column(values=[["a"]]), "`x.values`: must be a list of values, each with its count"),
        (with_column(values=[[None, 1]]), "`x.values`: must be a finite number"),
        (with_column(values=[[i, 1] for i in range(1001)]), "`x.values`: must be a list of at most 1000 values"),
        (with_column(median=1), "`x` has an unknown or a missing `median`"),
        (with_column(minimum=2, maximum=1), "`x.minimum`: 2 is above the maximum 1"),
        (with_column(minimum=0, maximum=1, mean=3.5), "`x.mean`: 3.5 lies outside 0 to 1"),
        ({**with_column(missing=9), "rows": 8}, "`x.missing`: 9 of 8 rows"),
        ({**with_column(unique=7, missing=2), "rows": 8}, "`x.unique`: 7 different values in 6 rows"),
        (with_column(unique=1, values=[["a", 3], ["b", 1]]), "`x.values`: 2 values, of which 1 are different"),
        ({**with_column(values=[["a", 3], ["b", 6]]), "rows": 8}, "`x.values`: they count more than 8 rows"),
    ],
)
def test_data_that_are_no_card_are_refused_by_name(data, message):
    with pytest.raises(ValueError, match=r"card|x") as caught:
        card_from_data(data)
    assert message in str(caught.value)


def test_card_with_a_rounded_mean_is_read():
    assert card_from_data(with_column(minimum=0.1, maximum=0.1, mean=0.10000000000000002)).columns["x"].mean > 0.1


def test_card_file_with_byte_order_mark_is_read(tmp_path):
    (tmp_path / "card.json").write_text(json.dumps(card_to_data(CARD)), "utf-8-sig")
    assert read_card(tmp_path / "card.json") == CARD


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"{", "`card.json` is no data card: it is not JSON: Expecting property name"),
        (b"\xff\xfe", "`card.json` is no data card: it is not text in UTF-8"),
        (b"[" * 100_000, "`card.json` is no data card: maximum recursion depth"),
        (b"[]", "`card.json` is no data card: `nnspec_card` must be 1, received null"),
    ],
)
def test_wrong_card_file_is_nn654(tmp_path, raw, message):
    (tmp_path / "card.json").write_bytes(raw)
    with pytest.raises(SpecError) as caught:
        read_card(tmp_path / "card.json")
    (finding,) = caught.value.diagnostics
    assert (finding.code, finding.file) == ("NN654", str(tmp_path / "card.json"))
    assert finding.message.startswith(message)


def test_absent_card_file_is_nn654(tmp_path):
    with pytest.raises(SpecError, match=r"`card\.json` cannot be read: No such file"):
        read_card(tmp_path / "card.json")
