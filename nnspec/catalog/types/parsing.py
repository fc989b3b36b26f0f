"""A type expression of the catalog, `int(1..) | list[int(1..), 2]` -> a `Type` that values are held against.

The grammar, with alternatives joined by ` | `:

- `int`, `float`, `bool`, `str`, `null`, `any`, `dtype`, `path`, `callable`; a whole number is also a `float`
- `int(1..)`, `float(0..1)`, `float(0<..)`, `float(0..<1)`: bounds, where `<` leaves the bound itself out
- `"same"`: exactly this text
- `list[T]`, `list[T, 2]`, `list[T, 1..3]`, `list[T, 1..]`: a list, with its length
- `dict[T]`: a mapping from text to T
- `activation`, `initializer`, `layer` and the other words of `FAMILY_WORDS`: an entry of that family
"""

from __future__ import annotations

import re
from functools import cache

from nnspec.catalog.types.nodes import FAMILY_WORDS, Family, Items, Literal, Number, Plain, Table, Type, Union

_PLAIN = {"any", "bool", "callable", "dtype", "null", "path", "str"}
_TOKEN = re.compile(r'\s*("[^"]*"|[a-z]+|[\[\],|]|\([^)]*\)|-?[0-9.]+)')
_RANGE = re.compile(r"^\((-?[0-9.]*?)(<?)\.\.(<?)(-?[0-9.]*)\)$")
_LENGTH = re.compile(r"^(\d+)(?:(\.\.)(\d*))?$")


@cache
def parse_type(text: str) -> Type:
    """Read a type expression.

    Args:
        text: the expression, `int(1..) | null`.

    Raises:
        ValueError: the text is not a type expression.
    """
    tokens = _TOKEN.findall(text)
    if "".join(tokens) != re.sub(r'\s+(?=(?:[^"]*"[^"]*")*[^"]*$)', "", text):
        raise ValueError(f"not a type expression: {text!r}")
    reader = list(reversed(tokens))
    found = _read_union(reader)
    if reader:
        raise ValueError(f"text is left over in the type expression {text!r}")
    return found


def _read_union(tokens: list[str]) -> Type:
    options = [_read_option(tokens)]
    while tokens and tokens[-1] == "|":
        tokens.pop()
        options.append(_read_option(tokens))
    return options[0] if len(options) == 1 else Union(tuple(options))


def _read_option(tokens: list[str]) -> Type:
    word = _pop(tokens)
    if word.startswith('"'):
        return Literal(word[1:-1])
    if word in ("int", "float"):
        bounds = tokens.pop() if tokens and tokens[-1].startswith("(") else "(..)"
        return _number(word, bounds)
    if word in ("list", "dict"):
        return _read_container(word, tokens)
    if word in FAMILY_WORDS:
        return Family(word)
    if word in _PLAIN:
        return Plain(word)
    raise ValueError(f"no type is called {word!r}")


def _number(word: str, bounds: str) -> Number:
    found = _RANGE.match(bounds)
    if found is None:
        raise ValueError(f"not a range: {bounds!r}")
    low, above, below, high = found.groups()
    return Number(word == "int", _bound(low), _bound(high), above == "<", below == "<")


def _bound(text: str) -> float | None:
    if not text:
        return None
    return float(text) if "." in text else int(text)


def _read_container(word: str, tokens: list[str]) -> Type:
    _expect("[", tokens)
    item = _read_union(tokens)
    if word == "dict":
        _expect("]", tokens)
        return Table(item)
    shortest, longest = 0, None
    if tokens and tokens[-1] == ",":
        tokens.pop()
        shortest, longest = _length(_pop(tokens))
    _expect("]", tokens)
    return Items(item, shortest, longest)


def _length(text: str) -> tuple[int, int | None]:
    found = _LENGTH.match(text)
    if found is None:
        raise ValueError(f"not a length: {text!r}")
    shortest, dots, longest = found.groups()
    if not dots:
        return int(shortest), int(shortest)
    return int(shortest), int(longest) if longest else None


def _expect(token: str, tokens: list[str]) -> None:
    found = _pop(tokens)
    if found != token:
        raise ValueError(f"expected {token!r} in a type expression, found {found!r}")


def _pop(tokens: list[str]) -> str:
    if not tokens:
        raise ValueError("a type expression ends too early")
    return tokens.pop()
