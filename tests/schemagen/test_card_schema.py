"""The schema of data cards says what `card_from_data` takes."""

import json
from pathlib import Path

import jsonschema_rs
import pytest

from nnspec.records import fields
from nnspec.references.project import project_paths
from nnspec.schemagen.card_schema import card_schema
from nnspec.tables.card import Card, ColumnCard, card_from_data, card_to_data
from nnspec.tables.data_files import find_data_files
from nnspec.tables.describing.describe import describe_files

EXAMPLES = Path(__file__).parents[2] / "examples"


def names_of(kind):
    return {field.name for field in fields(kind)}


def test_schema_of_cards_is_sound():
    jsonschema_rs.meta.validate(card_schema())


def test_schema_of_cards_has_the_fields_of_the_records():
    schema = card_schema()
    assert set(schema["properties"]) == {"nnspec_card", *names_of(Card)}
    assert set(schema["$defs"]["column"]["properties"]) == names_of(ColumnCard) - {"name"}


def test_every_property_of_cards_is_described():
    schema = card_schema()
    properties = [*schema["properties"].values(), *schema["$defs"]["column"]["properties"].values()]
    assert [item for item in properties if not item.get("description")] == []


def test_card_of_penguins_fits_its_schema():
    paths = project_paths(EXAMPLES / "penguins")
    card = describe_files(find_data_files("penguins.csv", paths=paths, path=()), source="penguins.csv")
    jsonschema_rs.validate(card_schema(), json.loads(json.dumps(card_to_data(card))))


@pytest.mark.parametrize(
    "column",
    [
        {"dtype": "int"}, {"shape": 3}, {"shape": [-1]}, {"missing": -1}, {"unique": True}, {"minimum": "1"},
        {"std": -1}, {"sorted": 1}, {"values": {}}, {"values": [["a"]]}, {"values": [["a", 1, 2]]}, {"median": 1},
        {"values": [["a", 1]] * 1001}, {"rows": 1}, 3, {"values": [[None, 1]]}, {"values": [["a", -1]]},
    ],
)  # fmt: skip
def test_schema_refuses_what_reading_refuses(column):
    data = {"nnspec_card": 1, "columns": {"x": column}}
    assert not jsonschema_rs.is_valid(card_schema(), data)
    with pytest.raises(ValueError, match="x"):
        card_from_data(data)
