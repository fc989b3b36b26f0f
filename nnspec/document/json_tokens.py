"""JSON text -> tokens with their offsets; lenient, so that the reader can say what is wrong with each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from nnspec.document.compose import Refused
from nnspec.document.source import Source

_TOKEN = re.compile(
    r"""[ \t\n]*(?:
      (?P<string>"[^"\\\x00-\x1f]*(?:\\.[^"\\\x00-\x1f]*)*")
    | (?P<punctuation>[\[\]{},:])
    | (?P<number>[-+.]?[0-9][\w.+-]*)
    | (?P<word>[-+]?[^\W\d][\w$]*)
    | (?P<quoted>'[^'\\\n]*(?:\\.[^'\\\n]*)*')
    | (?P<comment>//[^\n]*|\#[^\n]*|/\*.*?\*/)
    | (?P<end>\Z)
    )""",
    re.VERBOSE | re.DOTALL,
)
_BLANK = re.compile(r"[ \t\n]*")


class Token(NamedTuple):
    """A piece of JSON; `kind` is the character itself for punctuation."""

    kind: str
    text: str
    start: int
    end: int


def tokenize(source: Source) -> Iterator[Token]:
    """Give the tokens of a text, the last of kind `end`.

    Raises:
        Refused: something that no JSON token begins with, or a string without its end.
    """
    position, text, match_at = 0, source.text, _TOKEN.match
    while (match := match_at(text, position)) is not None:
        kind = match.lastgroup or ""
        start, position = match.span(kind)
        yield Token(text[start] if kind == "punctuation" else kind, text[start:position], start, position)
        if kind == "end":
            return
    blank = _BLANK.match(text, position)
    _refuse(source, position if blank is None else blank.end())


def _refuse(source: Source, offset: int) -> None:
    character = source.text[offset]
    if character == '"':
        end = offset + len(source.line_of(offset)) - (offset - source.text.rfind("\n", 0, offset) - 1)
        finding = source.finding("NN001", "a string is not closed in its line", start=offset, end=end)
    elif character == "'":
        finding = source.finding("NN001", "a string is not closed in its line", start=offset)
    else:
        shown = character if character.isprintable() else f"U+{ord(character):04X}"
        finding = source.finding("NN001", f"unexpected character `{shown}`", start=offset)
    raise Refused(finding)
