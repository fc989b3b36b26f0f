"""`# nnspec: ignore[NN203]` in the texts of a spec -> which findings are silenced, and which comments are in vain."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from nnspec.diagnostics.codes import CODES
from nnspec.diagnostics.diagnostic import Diagnostic
from nnspec.document.comments import Comment, find_comments
from nnspec.document.source import Source
from nnspec.linting.registry import nearest_code, rule_codes
from nnspec.records import record, replace

_MARK = re.compile(r"#[ \t]*nnspec[ \t]*:[ \t]*(ignore(?:-file)?)(?![\w-])(?:[ \t]*\[([^\]\n]*)\])?")
_CODE = re.compile(r"[^\s,]+")


@record(frozen=False)
class Ignore:
    """One code of a comment.

    Args:
        code: of a rule.
        finding: where it stands.
        line: whose findings it silences; None for the whole file.
        is_used: whether it has silenced one.
    """

    code: str
    finding: Diagnostic
    line: int | None
    is_used: bool = False


class Ignores:
    """All comments that ignore rules, in the files of a spec.

    Args:
        texts: by file name; JSON has no comments.
    """

    def __init__(self, texts: Mapping[str, str]) -> None:
        self.findings: list[Diagnostic] = []
        self._ignores: list[Ignore] = []
        for file, text in texts.items():
            if _MARK.search(text) and not file.lower().endswith(".json"):
                self._read(Source(text, file=file))

    def silence(self, finding: Diagnostic) -> bool:
        """Tell whether a comment ignores a finding, and note that it is of use."""
        line = None if finding.span is None else finding.span.line
        matching = [
            ignore
            for ignore in self._ignores
            if (ignore.code, ignore.finding.file) == (finding.code, finding.file) and ignore.line in (None, line)
        ]
        for ignore in matching:
            ignore.is_used = True
        return bool(matching)

    def unused(self) -> Iterator[tuple[str, Diagnostic]]:
        """Give the codes that silenced nothing, each with its finding NN050."""
        return ((ignore.code, ignore.finding) for ignore in self._ignores if not ignore.is_used)

    def _read(self, source: Source) -> None:
        for comment in find_comments(source.text):
            for match in _MARK.finditer(comment.text):
                self._take(source, comment, match)

    def _take(self, source: Source, comment: Comment, match: re.Match[str]) -> None:
        line = source.line_number(comment.start)
        target = None if match[1] == "ignore-file" else _line_below(source, line) if comment.is_alone else line
        codes = list(_CODE.finditer(match[2] or ""))
        start = comment.start + match.start()
        if not codes:
            hint = f"write `{match[1]}[NN203]`"
            self._warn(source, "a comment names no rule to ignore", start, start + len(match[0]), hint=hint)
        elif target is None and not _is_at_top(source, line):
            message = "`ignore-file` stands below the first key"
            self._warn(source, message, start, start + len(match[0]), hint="put it into the first lines of the file")
            return
        for code in codes:
            place = comment.start + match.start(2) + code.start()
            self._take_code(source, code[0], place, target)

    def _take_code(self, source: Source, code: str, start: int, line: int | None) -> None:
        if code in rule_codes():
            finding = source.finding("NN050", f"`{code}` says nothing here", start=start, end=start + len(code))
            finding = replace(finding, severity="warning", hint="remove it")
            self._ignores.append(Ignore(code, finding, line))
        elif code in CODES:
            hint = "only what `nnspec lint` adds to `nnspec validate` can be ignored"
            self._warn(source, f"`{code}` cannot be ignored", start, start + len(code), hint=hint)
        else:
            meant = nearest_code(code)
            nearest = None if meant is None else f"did you mean `{meant}`?"
            self._warn(source, f"there is no rule `{code}`", start, start + len(code), hint=nearest)

    def _warn(self, source: Source, message: str, start: int, end: int, *, hint: str | None) -> None:
        finding = source.finding("NN051", message, start=start, end=end, hint=hint)
        self.findings.append(replace(finding, severity="warning"))


def _line_below(source: Source, line: int) -> int:
    """Give the line that a comment on a line of its own speaks of; further comments may stand between."""
    while line < len(source.lines) and source.lines[line].lstrip().startswith("#"):
        line += 1
    return line + 1


def _is_at_top(source: Source, line: int) -> bool:
    return _are_blank(source.lines[: line - 1])


def _are_blank(lines: Iterable[str]) -> bool:
    return all(not line.strip() or line.lstrip().startswith(("#", "%", "---")) for line in lines)
