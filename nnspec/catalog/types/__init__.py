"""The types of arguments: read a type expression, hold a value against it, say it in words."""

from nnspec.catalog.types.checking import DTYPES, accepts
from nnspec.catalog.types.nodes import FAMILY_WORDS, Family, Items, Literal, Number, Plain, Table, Type, Union
from nnspec.catalog.types.parsing import parse_type
from nnspec.catalog.types.wording import describe_type

__all__ = [
    "DTYPES",
    "FAMILY_WORDS",
    "Family",
    "Items",
    "Literal",
    "Number",
    "Plain",
    "Table",
    "Type",
    "Union",
    "accepts",
    "describe_type",
    "parse_type",
]
