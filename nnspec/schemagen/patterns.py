"""The forms of names and other texts, as regular expressions that both Python and JSON Schema read."""

from __future__ import annotations

from nnspec.spec.entries import CONSTRUCTS

NAME = "^[A-Za-z0-9][A-Za-z0-9_-]*$"
TENSOR = "^[A-Za-z0-9][A-Za-z0-9_-]*(:[0-9]{1,3})?$"
# Blocks and bases: they stand where the language's own words do.
LOWER_CASE_NAME = f"^(?!(?:{'|'.join(CONSTRUCTS)})$)[a-z][A-Za-z0-9_-]*$"
# What every entry takes, and so no argument of a block can be called.
RESERVED = ("name", "from")
# Variables, arguments of blocks and counters: what an expression can name.
COUNTER = f"^(?!(?:{'|'.join(RESERVED)})$)[A-Za-z][A-Za-z0-9_]*$"
# What stands for a length of the data.
SYMBOL = "^[A-Za-z][A-Za-z0-9_]*$"
# What these forms are, in words.
NAME_FORMS = {
    NAME: "letters, digits, `_` and `-`, starting with a letter or digit",
    TENSOR: "letters, digits, `_` and `-`, starting with a letter or digit",
    LOWER_CASE_NAME: "letters, digits, `_` and `-`, starting with a small letter",
    COUNTER: "letters, digits and `_`, starting with a letter",
    SYMBOL: "a whole number from 1 on, or a name: letters, digits and `_`, starting with a letter",
}
METRIC = "^(parameters|(train|validation|test)\\.[A-Za-z0-9_.-]+)$"
COSTS = "^(memory|flops)$"
QUANTITY = "^[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]+)?\\s*(K|M|G|KiB|MiB|GiB)$"
SCHEMES = "^(?:(?:file|run|keras|sklearn):.+|[^:]+|[A-Za-z]:[\\\\/].*)$"
