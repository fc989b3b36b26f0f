"""The name of a column -> what its values probably are: identities, or names of kinds written as numbers."""

from __future__ import annotations

import re

_IDENTITY = frozenset("guid id identifier ids pid sid uid uuid".split())
_PERSON = frozenset("client customer household member participant patient person player speaker subject user".split())
_ROW = _IDENTITY | frozenset("idx index key nr number row rowid rownum rownumber unnamed".split())
_KIND = frozenset(
    "brand category channel city class cluster code color colour continent country county department district "
    "ethnicity gender genre industry job kind label language make manufacturer marital model nationality occupation "
    "origin platform postal postcode profession province race region relationship religion sector species state "
    "status store street type vendor workclass zip zipcode zone".split()
)
# Words after which a name of a kind is a number of its own: the number of rooms, the year of a model.
_OF_NUMBERS = frozenset(
    ["age", "amount", "area_size", "avg", "count", "income", "mean", "median", "n", "num", "number", "percent", "price", "rate", "ratio", "score", "size", "sum", "total", "year"]
)


def words_of(name: str) -> list[str]:
    """Split the name of a column: `customerId`, `customer_id` and `Customer ID` have the same words."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name)
    return [word.lower() for word in re.findall(r"[A-Za-z]+", spaced)]


def is_identity(name: str) -> bool:
    """Tell whether values of a column say who or what a row belongs to."""
    words = words_of(name)
    if not words or not _OF_NUMBERS.isdisjoint(words) or is_kind(name):
        return False
    return words[-1] in _IDENTITY or words[-1] in _PERSON


def is_row_number(name: str) -> bool:
    """Tell whether values of a column only number the rows."""
    words = words_of(name)
    return bool(words) and (words[-1] in _ROW or words[0] == "id")


def is_kind(name: str) -> bool:
    """Tell whether values of a column are names of kinds, between which there is no order."""
    words = words_of(name)
    return not _KIND.isdisjoint(words) and _OF_NUMBERS.isdisjoint(words)
