"""Findings as people read them, against golden texts; UPDATE_GOLDEN=1 rewrites those."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

import pytest

from nnspec.diagnostics.diagnostic import Diagnostic, Span
from nnspec.diagnostics.text import format_text

GOLDEN = Path(__file__).parent / "golden"
SOURCE = """\
nnspec: 1
hidden:
  - Dense: {unitz: 32, activation: relu}
\t- Dropout: 0.2
  日本: 語 x😀 end
"""
LONG = "a: " + "x" * 150 + " HERE " + "y" * 150


def _error(line: int, column: int, end_column: int, **details: str) -> Diagnostic:
    span = Span(line, column, line, end_column)
    return Diagnostic(code="NN020", message="unknown key `unitz`", file="spec.yaml", span=span, **details)


CASES = {
    "details": [_error(3, 13, 18, received="`unitz`", expected="`units`", hint="did you mean `units`?")],
    "tab": [_error(4, 4, 11)],
    "wide": [_error(5, 3, 5), _error(5, 9, 10), _error(5, 12, 15)],
    "several": [
        _error(1, 1, 7),
        Diagnostic(code="NN012", message="no place", severity="warning", file="spec.yaml", hint="look again"),
        Diagnostic(code="NN012", message="no file", severity="info"),
    ],
    "lines": [
        Diagnostic(code="NN001", message="two lines", file="spec.yaml", span=Span(2, 1, 3, 4)),
        Diagnostic(code="NN001", message="past the end", file="spec.yaml", span=Span(1, 10, 1, 10)),
        Diagnostic(code="NN001", message="no such line", file="spec.yaml", span=Span(99, 1, 99, 2)),
    ],
    "other-file": [Diagnostic(code="NN001", message="unseen", file="other.yaml", span=Span(1, 1, 1, 2))],
    "control": [Diagnostic(code="NN001", message="a \x1b[31mred\x1b[0m \u202e word\n", file="spec.yaml")],
}


@pytest.mark.parametrize("name", CASES)
def test_findings_are_written_like_the_golden_text(name):
    _assert_golden(f"{name}.txt", format_text(CASES[name], sources={"spec.yaml": SOURCE}))


def test_colored_findings_are_written_like_the_golden_text():
    text = format_text(CASES["details"], sources={"spec.yaml": SOURCE}, color=True)
    _assert_golden("color.txt", text.replace("\x1b", "ESC"))


@pytest.mark.parametrize(
    ("name", "start", "end"), [("start", 0, 1), ("middle", 154, 158), ("end", 309, 310), ("all", 0, 310)]
)
def test_long_line_is_cut_around_the_place(name, start, end):
    finding = _error(1, start + 1, end + 1)
    text = format_text([finding], sources={"spec.yaml": LONG})
    assert max(map(len, text.split("\n"))) <= 110
    _assert_golden(f"long-{name}.txt", text)


def test_caret_stands_under_the_place_on_a_terminal():
    text = format_text([_error(5, 12, 15)], sources={"spec.yaml": SOURCE})
    line, underline = text.split("\n")[2:4]
    shown = line[: line.index("end")]
    columns = sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in shown)
    assert underline.index("^") == columns


def test_no_findings_are_written_as_nothing():
    assert format_text([], sources={}) == ""


def _assert_golden(name: str, text: str) -> None:
    path = GOLDEN / name
    if os.environ.get("UPDATE_GOLDEN") == "1":
        path.parent.mkdir(exist_ok=True)
        path.write_text(text + "\n", encoding="utf-8")
    assert text + "\n" == path.read_text(encoding="utf-8")
