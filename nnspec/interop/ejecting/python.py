"""Expressions as data -> lines of Python, laid out as `ruff format` lays them out in 100 columns."""

from __future__ import annotations

import json
import keyword
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from nnspec.records import record

WIDTH = 100
_INDENT = "    "


@record
class Code:
    """An expression that is written as it stands."""

    text: str


@record
class Invocation:
    """A call: what is called, and its arguments, by position where they have no name."""

    function: str
    arguments: tuple[tuple[str | None, Any], ...]


def invoke(function: str, *positional: Any, **named: Any) -> Invocation:
    """Make a call."""
    return Invocation(function, (*((None, value) for value in positional), *named.items()))


def write_expression(value: Any) -> str:
    """Write a value, a collection of values or a call in one line."""
    match value:
        case Code(text):
            return text
        case Invocation(function, arguments):
            return f"{function}({', '.join(_argument(name, item) for name, item in arguments)})"
        case str():
            return _quoted(value)
        case float():
            return repr(value) if abs(value) < float("inf") else f'float("{value}")'
        case Mapping():
            return f"{{{', '.join(f'{write_expression(k)}: {write_expression(v)}' for k, v in value.items())}}}"
        case list():
            return f"[{', '.join(map(write_expression, value))}]"
        case tuple():
            return f"({', '.join(map(write_expression, value))}{',' if len(value) == 1 else ''})"
    return repr(value)


def write_statement(target: str, value: Any, *, indent: int = 0, after: str = "") -> list[str]:
    """Write `target = value`, over several lines where one is too short.

    Args:
        target: what stands before the value, such as `x = ` or `return `.
        value: an expression.
        indent: levels.
        after: what stands behind the value, such as a comma.
    """
    margin = _INDENT * indent
    line = f"{margin}{target}{write_expression(value)}{after}"
    parts = _parts(value)
    if len(line) <= WIDTH or parts is None:
        return [line]
    opening, closing, items = parts
    inside = [text for before, item in items for text in write_statement(before, item, indent=indent + 1, after=",")]
    return [f"{margin}{target}{opening}", *inside, f"{margin}{closing}{after}"]


def to_identifier(name: str, taken: Iterable[str] = ()) -> str:
    """Make a name of a spec one of Python that is not taken."""
    word = re.sub(r"\W", "_", name, flags=re.ASCII)
    word = f"n{word}" if word[:1].isdigit() else word
    taken = frozenset(taken)
    while keyword.iskeyword(word) or word in taken:
        word += "_"
    return word


def _parts(value: Any) -> tuple[str, str, Iterator[tuple[str, Any]]] | None:
    """Part a collection or a call into its brackets and its items; None for what has none."""
    match value:
        case Invocation(function, arguments) if arguments:
            return f"{function}(", ")", (("" if name is None else f"{name}=", item) for name, item in arguments)
        case Mapping() if value:
            return "{", "}", ((f"{write_expression(key)}: ", item) for key, item in value.items())
        case list() if value:
            return "[", "]", (("", item) for item in value)
        case tuple() if value:
            return "(", ")", (("", item) for item in value)
    return None


def _argument(name: str | None, value: Any) -> str:
    return write_expression(value) if name is None else f"{name}={write_expression(value)}"


def _quoted(text: str) -> str:
    """Quote a text as ruff does: in double quotes, unless single ones spare backslashes."""
    double = json.dumps(text, ensure_ascii=False)
    if text.count('"') <= text.count("'"):
        return double
    return "'" + double[1:-1].replace('\\"', '"').replace("'", "\\'") + "'"
