"""Text and character offsets -> spans in lines and columns, and findings that carry them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable

from nnspec.diagnostics.diagnostic import Diagnostic, Edit, Path, Span

_LINE_END = re.compile("\n")


class Source:
    """A file's text with its name; offsets count code points from 0.

    Args:
        text: the text with `\\n` as its only line end.
        file: the file as the user named it.
    """

    __slots__ = ("_line_starts", "_lines", "file", "text")

    def __init__(self, text: str, *, file: str) -> None:
        self.text = text
        self.file = file
        self._line_starts: list[int] = []
        self._lines: tuple[str, ...] = ()

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines of the text, without their ends."""
        if not self._lines:
            self._lines = tuple(self.text.split("\n"))
        return self._lines

    def span(self, start: int, end: int) -> Span:
        """Turn the offsets `start` (inclusive) and `end` (exclusive) into lines and columns from 1."""
        return Span(*self._place(start), *self._place(max(start, end)))

    def line_of(self, offset: int) -> str:
        """Give the whole line that holds `offset`, without its end."""
        start = self.text.rfind("\n", 0, offset) + 1
        end = self.text.find("\n", offset)
        return self.text[start : end if end >= 0 else len(self.text)]

    def line_number(self, offset: int) -> int:
        """Give the line that holds `offset`, counted from 1."""
        return self._place(offset)[0]

    def finding(
        self,
        code: str,
        message: str,
        *,
        start: int,
        end: int | None = None,
        path: Path = (),
        received: str | None = None,
        expected: str | None = None,
        hint: str | None = None,
        replacement: str | None = None,
    ) -> Diagnostic:
        """Make a finding of severity error at the offsets `start` to `end` (default: one character).

        `replacement` is what may safely stand there instead.
        """
        end = start + 1 if end is None else end
        span = self.span(start, end)
        return Diagnostic(
            code=code,
            message=message,
            file=self.file,
            span=span,
            path=path,
            received=received,
            expected=expected,
            hint=hint,
            edit=None if replacement is None else Edit(span, self.text[start:end], replacement),
        )

    def _place(self, offset: int) -> tuple[int, int]:
        if not self._line_starts:
            self._line_starts = [0, *_after_line_ends(self.text)]
        offset = min(offset, len(self.text))
        line = bisect_right(self._line_starts, offset)
        return line, offset - self._line_starts[line - 1] + 1


class Refused(Exception):  # noqa: N818
    """A text cannot be read any further.

    Args:
        finding: why.
    """

    def __init__(self, finding: Diagnostic) -> None:
        self.finding = finding
        super().__init__(finding.message)


def shorten(text: str) -> str:
    """Cut text to what fits into a message."""
    return text if len(text) <= 40 else f"{text[:39]}…"


def _after_line_ends(text: str) -> Iterable[int]:
    return (match.end() for match in _LINE_END.finditer(text))
