"""Findings and source texts -> what a person reads on a terminal.

spec.yaml:12:14: error[NN026] `Dense` has no argument `unitz`
   |
12 |   - Dense: {unitz: 32}
   |             ^^^^^
   expected: `units`
   hint: did you mean `units`?
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Final

from nnspec.diagnostics.diagnostic import Diagnostic, Severity, Span

_WIDTH: Final = 100
_LINE_END: Final = re.compile(r"\r\n|\n|\r")
_TAB: Final = "    "
_CUT: Final = "…"
_RESET: Final = "\x1b[0m"
_BOLD: Final = "\x1b[1m"
_DIM: Final = "\x1b[2m"
_CYAN: Final = "\x1b[36m"
_SEVERITY_COLORS: dict[Severity, str] = {"error": "\x1b[1;31m", "warning": "\x1b[1;33m", "info": "\x1b[1;34m"}


def format_text(diagnostics: Iterable[Diagnostic], *, sources: Mapping[str, str], color: bool = False) -> str:
    """Write findings with the lines that they concern, a blank line between two.

    Args:
        diagnostics: the findings, in the order in which they shall appear.
        sources: the text of each file, by the name that findings give it; others are shown without lines.
        color: whether to use ANSI colours.
    """
    lines = {file: _LINE_END.split(text) for file, text in sources.items()}
    blocks = (_format_one(d, lines.get(d.file or "", []), color=color) for d in diagnostics)
    return "\n\n".join(blocks)


def _format_one(diagnostic: Diagnostic, lines: list[str], *, color: bool) -> str:
    tint = _SEVERITY_COLORS[diagnostic.severity]
    location = _paint(_visible(diagnostic.location), _BOLD, color=color)
    label = _paint(f"{diagnostic.severity}[{diagnostic.code}]", tint, color=color)
    block = [f"{location}: {label} {_visible(diagnostic.message)}"]
    span, margin = diagnostic.span, 0
    if span is not None and 1 <= span.line <= len(lines):
        margin = len(str(span.line))
        block += _format_excerpt(lines[span.line - 1], span, tint=tint, color=color)
    for word in ("received", "expected", "hint"):
        text: str | None = getattr(diagnostic, word)
        if text is not None:
            block.append(f"{' ' * (margin + 1)} {_paint(word, _CYAN, color=color)}: {_visible(text)}")
    for construct in diagnostic.via:
        block.append(f"{' ' * (margin + 1)} {_paint('through', _CYAN, color=color)}: {_visible(construct)}")
    return "\n".join(block)


def _format_excerpt(line: str, span: Span, *, tint: str, color: bool) -> list[str]:
    end = span.end_column - 1 if span.end_line == span.line else len(line)
    before, marked, after = _cut(line, span.column - 1, end)
    number = str(span.line)
    bar = _paint("|", _DIM, color=color)
    underline = " " * _columns(before) + _paint("^" * max(1, _columns(marked)), tint, color=color)
    gutter = " " * len(number)
    return [
        f"{gutter} {bar}",
        f"{_paint(number, _DIM, color=color)} {bar} {before}{marked}{after}".rstrip(),
        f"{gutter} {bar} {underline}",
    ]


def _cut(line: str, start: int, end: int) -> tuple[str, str, str]:
    """Give what stands before, at and after the place, cut so that the three fit into one line."""
    reach = 4 * _WIDTH
    pieces = line[max(0, start - reach) : start], line[start : min(end, start + reach)], line[end : end + reach]
    before, marked, after = map(_visible, pieces)
    if _columns(marked) > _WIDTH // 2:
        marked, after = _fit(marked, _WIDTH // 2), ""
    room = _WIDTH - _columns(marked)
    if _columns(before) > room * 2 // 3:
        before = _fit(before[::-1], room * 2 // 3)[::-1]
    return before, marked, _fit(after, room - _columns(before))


def _fit(text: str, n_columns: int) -> str:
    if _columns(text) <= n_columns:
        return text
    kept = 0
    for index, character in enumerate(text):
        kept += _columns(character)
        if kept >= n_columns:
            return text[:index] + _CUT
    return text


def _visible(text: str) -> str:
    """Replace tabs by spaces, and what would move the cursor or hide text by a visible sign."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_visible_character, text))


def _visible_character(character: str) -> str:
    if character == "\t":
        return _TAB
    if ord(character) < 0x20:
        return chr(0x2400 + ord(character))
    if character.isprintable() or character == "\u200d":
        return character
    return " " if unicodedata.category(character) == "Zs" else "\ufffd"


def _columns(text: str) -> int:
    """Count the columns that a text takes on a terminal."""
    return len(text) if text.isascii() else sum(map(_character_columns, text))


def _character_columns(character: str) -> int:
    if unicodedata.combining(character) or character in "\u200d\ufe0e\ufe0f":
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _paint(text: str, code: str, *, color: bool) -> str:
    return f"{code}{text}{_RESET}" if color else text
