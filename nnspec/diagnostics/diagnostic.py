"""One finding as a value: what is wrong, where, and what to do about it."""

from __future__ import annotations

from typing import Literal

from nnspec.records import record

Severity = Literal["error", "warning", "info"]
Path = tuple[str | int, ...]


@record(order=True)
class Span:
    """A piece of a file; lines and columns count from 1, the end is exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


@record
class Edit:
    """A safe repair: replace `old`, which stands at `span`, by `new`."""

    span: Span
    old: str
    new: str


@record(kw_only=True)
class Diagnostic:
    """A finding.

    Args:
        code: `NN020` and the like; `nnspec.diagnostics.codes` lists them.
        message: one short sentence without a period, code words in backticks.
        severity: `error` for what is provably wrong, `warning`, or `info`.
        file: the file as the user named it, `-` for standard input; None when no file is involved.
        span: where in the file; None when the finding concerns the file as a whole.
        path: keys and indices from the top of the document to the place.
        received: what stands there, as text.
        expected: what should stand there, as text.
        hint: the remedy, one sentence.
        via: the constructs that it came through, outermost first: ``block `conv_bn`, spec.yaml:14:5``.
        edit: a repair that a program may apply without asking.
        name: of the rule, where `nnspec.diagnostics.codes` does not list the code.
    """

    code: str
    message: str
    severity: Severity = "error"
    file: str | None = None
    span: Span | None = None
    path: Path = ()
    received: str | None = None
    expected: str | None = None
    hint: str | None = None
    via: tuple[str, ...] = ()
    edit: Edit | None = None
    name: str | None = None

    @property
    def location(self) -> str:
        """`file:line:column`, as far as it is known."""
        parts = [self.file or "<spec>"]
        if self.span is not None:
            parts += [str(self.span.line), str(self.span.column)]
        return ":".join(parts)

    def __str__(self) -> str:
        return f"{self.location}: {self.severity}[{self.code}] {self.message}"


def render_path(path: Path) -> str:
    """Write a path the way people read it: `hidden[2].Dense.units`."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text
