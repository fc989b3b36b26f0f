"""A text with dollar signs -> what stands between them and what each takes from elsewhere.

`$width` is the value of a name, `$(width * 2)` is computed, `$$` is a dollar sign.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, Final

from nnspec.records import record
from nnspec.spec.expansion.defect import Defect, refuse_expression
from nnspec.spec.expansion.expression import Step, Steps, read_expression

_DOLLAR: Final = re.compile(r"\$(?:(?P<dollar>\$)|(?P<name>[A-Za-z_][A-Za-z0-9_]*)|(?P<open>\()|)")
MAX_REFERENCES: Final = 1000
NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


@record
class Reference:
    """A value from elsewhere.

    Args:
        written: `$width`, or `$(width * 2)`.
        steps: compute it.
    """

    written: str
    steps: Steps

    @property
    def names(self) -> tuple[str, ...]:
        """The names that it takes, each once."""
        return tuple(dict.fromkeys(step.word for step in self.steps if step.kind == "name"))


@record
class Template:
    """A text in pieces; `$$` has become a dollar sign."""

    pieces: tuple[str | Reference, ...]

    @property
    def references(self) -> tuple[Reference, ...]:
        """What it takes from elsewhere, in the order of the text."""
        return tuple(piece for piece in self.pieces if isinstance(piece, Reference))

    @property
    def names(self) -> tuple[str, ...]:
        """The names that it takes, each once."""
        return tuple(dict.fromkeys(name for reference in self.references for name in reference.names))

    @property
    def whole(self) -> Reference | None:
        """The one reference that is all of the text, and whose value keeps its type."""
        only = self.pieces[0] if len(self.pieces) == 1 else None
        return only if isinstance(only, Reference) else None


@lru_cache(maxsize=4096)
def read_template(text: str) -> Template:
    """Read a text.

    Raises:
        Defect: NN041 for a dollar sign that means nothing, NN043 and NN044 for an expression, NN043 for too many.
    """
    pieces: list[str | Reference] = []
    position = 0
    while (match := _DOLLAR.search(text, position)) is not None:
        pieces.append(text[position : match.start()])
        piece, position = _read_reference(text, match)
        pieces.append(piece)
        if len(pieces) > 2 * MAX_REFERENCES:
            raise refuse_expression(f"the text has more than {MAX_REFERENCES:,} dollar signs")
    return Template(_joined([*pieces, text[position:]]))


def has_reference(text: str) -> bool:
    """Tell whether a text takes a value from elsewhere; one that cannot be read counts as if it did."""
    try:
        return bool(read_template(text).references)
    except Defect:
        return True


def double_dollars(data: Any) -> Any:
    """Write plain data so that reading them as a spec gives the same: every dollar sign twice, keys apart."""
    if isinstance(data, str):
        return data.replace("$", "$$")
    if isinstance(data, dict):
        return {key: double_dollars(value) for key, value in data.items()}
    return [double_dollars(item) for item in data] if isinstance(data, list) else data


def _read_reference(text: str, match: re.Match[str]) -> tuple[str | Reference, int]:
    """Read what begins with a dollar sign; return it and the offset after it."""
    if match["dollar"]:
        return "$", match.end()
    if match["name"]:
        return Reference(match[0], (Step("name", match["name"]),)), match.end()
    if match["open"]:
        steps, end = read_expression(text, match.end())
        return Reference(text[match.start() : end], steps), end
    raise _stray(text[match.end() : match.end() + 1])


def _stray(after: str) -> Defect:
    hint = "write `$width` or `$(width * 2)`; braces belong to YAML" if after == "{" else "write `$$` for a dollar sign"
    return Defect("NN041", "a single `$` means nothing", hint=hint)


def _joined(pieces: list[str | Reference]) -> tuple[str | Reference, ...]:
    """Join neighbouring texts, and leave out empty ones."""
    joined: list[str | Reference] = []
    for piece in pieces:
        last = joined[-1] if joined else None
        if isinstance(piece, str) and isinstance(last, str):
            joined[-1] = last + piece
        elif piece:
            joined.append(piece)
    return tuple(joined)
