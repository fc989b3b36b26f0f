"""Texts of specs -> expanded and merged documents."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nnspec.diagnostics.diagnostic import Diagnostic
from nnspec.document.document import Document, parse_document, read_document
from nnspec.spec.expansion.expand import expand_document
from nnspec.spec.expansion.merge import merge_document


def written(text: str, *, file: str = "spec.yaml") -> Document:
    """Read a text without findings."""
    document, findings = parse_document(text, file=file)
    assert document is not None
    assert not findings
    return document


def expanded(text: str) -> Document:
    """Expand a text without findings."""
    document, findings = expand_document(written(text))
    assert [str(finding) for finding in findings] == []
    return document


def expansion_findings(text: str) -> tuple[Diagnostic, ...]:
    """Expand a text that has findings."""
    _, findings = expand_document(written(text))
    return findings


def value_of(expression: str, **variables: Any) -> Any:
    """Give the value of a text with a dollar sign, where variables are known."""
    document = Document(written("a: 1\n").source, {"vars": variables, "x": expression}, written("a: 1\n").places)
    result, findings = expand_document(document)
    assert [finding.message for finding in findings] == []
    return result.data["x"]


def code_of(expression: str, **variables: Any) -> str:
    """Give the code of the finding that such a text has."""
    document = Document(written("a: 1\n").source, {"vars": variables, "x": expression}, written("a: 1\n").places)
    (finding,) = expand_document(document)[1]
    return finding.code


def merged_files(folder: Path, files: dict[str, str], *sets: str) -> tuple[Document, tuple[Diagnostic, ...]]:
    """Write files, and merge the first with what it extends and with options."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    document, findings = read_document(folder / next(iter(files)))
    assert document is not None
    assert not findings
    return merge_document(document, sets=sets)
