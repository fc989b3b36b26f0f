"""The name of a column -> what its values probably are: identities, or names of kinds written as numbers."""

from __future__ import annotations

import re

from nnspec.linting.layer_kinds import words

_IDENTITY = words("guid id identifier ids pid sid uid uuid")
_PERSON = words("client customer household member participant patient person player speaker subject user")
_ROW = _IDENTITY | words("idx index key nr number row rowid rownum rownumber unnamed")
_KIND = words(
    "brand category channel city class cluster code color colour continent country county department district "
    "ethnicity gender genre industry job kind label language make manufacturer marital model nationality occupation "
    "origin platform postal postcode profession province race region relationship religion sector species state "
    "status store street type vendor workclass zip zipcode zone"
)
# Beside one of these, a name of a kind is that of a number: the number of stores, the year of a model.
_OF_NUMBERS = words(
    "age amount avg count income mean median n num number percent price rate ratio score size sum total year"
)


def words_of(name: str) -> list[str]:
    """Split the name of a column: `customerId`, `customer_id` and `Customer ID` have the same words."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name)
    return [word.lower() for word in re.findall(r"[A-Za-z]+", spaced)]


def is_identity(name: str) -> bool:
    """Tell whether values of a column say who or what a row belongs to."""
    parts = words_of(name)
    if not parts or not _OF_NUMBERS.isdisjoint(parts) or is_kind(name):
        return False
    return parts[-1] in _IDENTITY | _PERSON


def is_row_number(name: str) -> bool:
    """Tell whether values of a column only number the rows."""
    parts = words_of(name)
    return bool(parts) and (parts[-1] in _ROW or parts[0] == "id")


def is_kind(name: str) -> bool:
    """Tell whether values of a column are names of kinds, between which there is no order."""
    parts = words_of(name)
    return not _KIND.isdisjoint(parts) and _OF_NUMBERS.isdisjoint(parts)
