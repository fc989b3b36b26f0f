"""A spec's text with findings -> the same text with the repairs that are safe."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

from nnspec.diagnostics.diagnostic import Diagnostic, Edit
from nnspec.pipeline import Compiled, lint_findings
from nnspec.records import record

_MOST_ROUNDS = 10
_BOM = "\ufeff"

Check = Callable[[bytes], Compiled]


@record
class Fixed:
    """What became of a text.

    Args:
        content: repaired; as it was where a repair would have made it worse.
        compiled: of that content.
        n_repairs: that were made.
        was_refused: whether repairs were left out because they would have made it worse.
    """

    content: bytes
    compiled: Compiled
    n_repairs: int = 0
    was_refused: bool = False


def fix_content(content: bytes, check: Check) -> Fixed:
    """Make all safe repairs, and those that they make possible, ten times at most.

    Args:
        content: of the file; its first line's end and its byte order mark are kept.
        check: compiles a content.

    Returns:
        The content as it was where a repaired one could not be read, or had an error more.
    """
    original = fixed = Fixed(content, check(content))
    for _ in range(_MOST_ROUNDS):
        edits = _edits(fixed.compiled)
        if not edits:
            break
        changed = _encode(apply_edits(_text(fixed.content), edits), like=content)
        after = check(changed)
        if not _is_no_worse(fixed.compiled, after):
            return Fixed(original.content, original.compiled, was_refused=True)
        fixed = Fixed(changed, after, fixed.n_repairs + len(edits))
    return fixed


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """Make edits that do not overlap.

    Args:
        text: with `\\n` as its only line end.
        edits: in any order.

    Raises:
        ValueError: another text stands at an edit's place than it says.
    """
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    for edit in sorted(edits, key=lambda edit: edit.span, reverse=True):
        start = starts[edit.span.line - 1] + edit.span.column - 1
        end = starts[edit.span.end_line - 1] + edit.span.end_column - 1
        if text[start:end] != edit.old:
            raise ValueError(f"`{edit.old}` does not stand at line {edit.span.line}")
        text = text[:start] + edit.new + text[end:]
    return text


def _edits(compiled: Compiled) -> list[Edit]:
    """Choose the edits of the spec's own file, of those that overlap the first."""
    file = None if compiled.document is None else compiled.document.file
    found = {finding.edit for finding in lint_findings(compiled) if finding.edit is not None and finding.file == file}
    chosen: list[Edit] = []
    for edit in sorted(found, key=lambda edit: edit.span):
        if not chosen or _end(chosen[-1]) < (edit.span.line, edit.span.column):
            chosen.append(edit)
    return chosen


def _end(edit: Edit) -> tuple[int, int]:
    return edit.span.end_line, edit.span.end_column


def _is_no_worse(before: Compiled, after: Compiled) -> bool:
    """Tell whether a text can still be read and has no new errors, those apart that were hidden by its structure."""
    if after.document is None or (after.spec is None and before.spec is not None):
        return False
    was_hidden = before.spec is None and after.spec is not None
    return was_hidden or not _errors(after.diagnostics.errors) - _errors(before.diagnostics.errors)


def _errors(findings: Iterable[Diagnostic]) -> Counter[tuple[str, str]]:
    return Counter((finding.code, finding.message) for finding in findings)


def _text(content: bytes) -> str:
    return content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")


def _encode(text: str, *, like: bytes) -> bytes:
    first = like.find(b"\n")
    has_returns = first > 0 and like[first - 1 : first] == b"\r"
    mark = _BOM if like.startswith(_BOM.encode("utf-8")) else ""
    return (mark + (text.replace("\n", "\r\n") if has_returns else text)).encode("utf-8")
