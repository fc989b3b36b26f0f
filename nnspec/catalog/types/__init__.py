"""The types of arguments: read a type expression, hold a value against it, say it in words, hand it to Keras."""

from nnspec.catalog.types.checking import DTYPES, accepts
from nnspec.catalog.types.conversion import convert
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
    "convert",
    "describe_type",
    "parse_type",
]
