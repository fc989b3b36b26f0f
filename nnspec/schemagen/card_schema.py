"""The schema of a data card: what is known of data without the data."""

from __future__ import annotations

from typing import Any

from nnspec.tables.card import DTYPES, MOST_VALUES, VERSION

_COUNT = {"type": ["integer", "null"], "minimum": 0, "maximum": 2**63 - 1}
_NUMBER = {"type": ["number", "null"]}
_TEXT = {"type": ["string", "null"]}


def card_schema() -> dict[str, Any]:
    """Make the JSON Schema of what `nnspec card -o FILE` writes and `--card FILE` reads."""
    properties = {
        "nnspec_card": {"description": "The version of this format.", "const": VERSION},
        "source": {"description": "The reference that the data were found by.", **_TEXT},
        "sha256": {"description": "Of the files together; of the values where there are no files.", **_TEXT},
        "rows": {"description": "How many rows there are.", **_COUNT},
        "columns": {
            "description": "What is known of each column, by its name.",
            "type": "object",
            "additionalProperties": {"$ref": "#/$defs/column"},
        },
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "nnspec data card",
        "description": "What is known of data without the data; null, and what is left out, is not known.",
        "type": "object",
        "properties": properties,
        "required": ["nnspec_card", "columns"],
        "additionalProperties": False,
        "$defs": {"column": _column()},
    }


def _column() -> dict[str, Any]:
    return {
        "description": "What is known of one column.",
        "type": "object",
        "properties": {**_kinds(), **_counts(), **_statistics()},
        "additionalProperties": False,
    }


def _kinds() -> dict[str, Any]:
    dtype = "Of the values that are there: whole numbers stay `int64` where others are missing, `007` is a `string`."
    shape = {"type": ["array", "null"], "items": {"type": "integer", "minimum": 0, "maximum": 2**63 - 1}}
    return {
        "dtype": {"description": dtype, "enum": [*DTYPES, None]},
        "shape": {"description": "Of one row's value: [] for a number, [28, 28] for a picture.", **shape},
        "sorted": {
            "description": "Whether the rows stand in the order of the values, upwards or downwards.",
            "type": ["boolean", "null"],
        },
    }


def _counts() -> dict[str, Any]:
    value = {"description": "A value.", "anyOf": [{"type": "string"}, {"type": "boolean"}, {"type": "number"}]}
    count = {"description": "Its count.", **_COUNT, "type": "integer"}
    # Draft 7, which editors read, passes over `prefixItems` and holds both places against `items`.
    pair = {"description": "A value and its count.", "type": "array", "prefixItems": [value, count], "items": value}
    counted = {**pair, "minItems": 2, "maxItems": 2}
    about = f"Values with their counts, most frequent first, where there are at most {MOST_VALUES:,} different ones."
    return {
        "missing": {"description": "Rows without a value, or with a NaN in it.", **_COUNT},
        "unique": {"description": "How many different values are there.", **_COUNT},
        "values": {"description": about, "type": ["array", "null"], "maxItems": MOST_VALUES, "items": counted},
    }


def _statistics() -> dict[str, Any]:
    return {
        "minimum": {"description": "Over all numbers of all rows; null where it is infinite.", **_NUMBER},
        "maximum": {"description": "Likewise.", **_NUMBER},
        "mean": {"description": "Likewise; also of truth values, as 0 and 1.", **_NUMBER},
        "std": {"description": "The standard deviation of the population.", **_NUMBER, "minimum": 0},
    }
