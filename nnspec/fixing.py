"""A spec's text with findings -> the same text with the repairs that are safe."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable

from nnspec.diagnostics.diagnostic import Diagnostic, Edit
from nnspec.document.decode import line_end_of
from nnspec.pipeline import Compiled, lint_findings
from nnspec.records import record

_MOST_ROUNDS = 10
_LINE_END = re.compile("\r\n|\r|\n")

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
        content: of the file; line ends and a byte order mark are kept.
        check: compiles a content.

    Returns:
        The content as it was where a repaired one could not be read, or had an error more.
    """
    original = fixed = Fixed(content, check(content))
    for _ in range(_MOST_ROUNDS):
        edits = _edits(fixed.compiled)
        if not edits:
            break
        changed = apply_edits(fixed.content, edits)
        after = check(changed)
        if not _is_no_worse(fixed.compiled, after):
            return Fixed(original.content, original.compiled, was_refused=True)
        fixed = Fixed(changed, after, fixed.n_repairs + len(edits))
    return fixed


def apply_edits(content: bytes, edits: Iterable[Edit]) -> bytes:
    """Make edits that do not overlap; every other byte stays.

    Args:
        content: UTF-8; what is new gets the end of its first line.
        edits: in any order.

    Raises:
        ValueError: another text stands at an edit's place than it says.
    """
    text, line_end = content.decode("utf-8-sig"), line_end_of(content)
    mark = content[: len(content) - len(text.encode("utf-8"))]
    starts = [0, *(end.end() for end in _LINE_END.finditer(text)), len(text)]
    for edit in sorted(edits, key=lambda edit: edit.span, reverse=True):
        start = starts[edit.span.line - 1] + edit.span.column - 1
        end = starts[edit.span.end_line - 1] + edit.span.end_column - 1
        if _LINE_END.sub("\n", text[start:end]) != edit.old:
            raise ValueError(f"`{edit.old}` does not stand at line {edit.span.line}")
        text = text[:start] + edit.new.replace("\n", line_end) + text[end:]
    return mark + text.encode("utf-8")


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
