"""The text of an expression -> its tokens, one at a time: `2 * width` is a number, an operator and a name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, Literal, NamedTuple

from nnspec.document.source import shorten
from nnspec.spec.expansion.defect import refuse_expression

Kind = Literal["number", "name", "sign", "end"]

_TOKEN: Final = re.compile(
    r"""\s*(?:
        (?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?)
      | (?P<name>[A-Za-z_][A-Za-z0-9_]*)
      | (?P<sign>\*\*|//|[-+*/%(),])
      | (?P<end>\Z)
    )""",
    re.VERBOSE,
)
_HINTS: Final = {
    "^": "a power is written `**`",
    "$": "inside parentheses names stand without `$`",
    '"': "expressions hold names and numbers, no text",
    "'": "expressions hold names and numbers, no text",
    "{": "expressions hold names and numbers only",
    ".": "names have no parts; numbers are written `0.5`",
}
_OPERATORS: Final = "`+ - * / // % **`, `min max round int`"


class Token(NamedTuple):
    """A piece of an expression.

    Args:
        kind: `end` where the text ends.
        text: as it is written.
        end: the offset after it.
    """

    kind: Kind
    text: str
    end: int


def read_tokens(text: str, start: int) -> Iterator[Token]:
    """Go through the tokens of a text, from an offset on; the last is of kind `end`.

    Raises:
        Defect: NN043 for a character that no token begins with.
    """
    token = Token("sign", "", start)
    while token.kind != "end":
        token = _read_one(text, token.end)
        yield token


def _read_one(text: str, start: int) -> Token:
    match = _TOKEN.match(text, start)
    if match is None:
        character = text[start:].lstrip()[:1]
        hint = _HINTS.get(character, f"there are names, numbers, parentheses, {_OPERATORS}")
        raise refuse_expression(f"`{shorten(character)}` means nothing in it", hint=hint)
    kind: Kind = match.lastgroup  # type: ignore[assignment]
    return Token(kind, match[kind], match.end())
