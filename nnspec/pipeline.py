"""Text -> Document -> Spec -> Graph -> findings: the whole compiler in front of Keras, on one page.

Each step runs only on what the one before found sound, so that nothing is reported twice.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib import import_module
from pathlib import Path

from nnspec.diagnostics.collection import Diagnostics
from nnspec.diagnostics.diagnostic import Diagnostic
from nnspec.document.document import Document, parse_document, read_document
from nnspec.errors import SpecError
from nnspec.graph.graph import Graph
from nnspec.graph.lower import lower_spec
from nnspec.records import record
from nnspec.spec.read import read_spec
from nnspec.spec.spec import Spec
from nnspec.validation.checks import check_meaning
from nnspec.validation.columns import ColumnsCheck, check_columns
from nnspec.validation.not_finite import find_not_finite
from nnspec.validation.places import locate
from nnspec.validation.verdict import Verdict


@record
class Compiled:
    """What became of one document.

    Args:
        document: None where the text could not be read.
        spec: None where the structure is wrong.
        graph: None likewise.
        diagnostics: all findings, in source order.
        unchecked: what could not be checked, and why.
    """

    document: Document | None
    spec: Spec | None
    graph: Graph | None
    diagnostics: Diagnostics
    unchecked: tuple[str, ...] = ()


def load(source: str | Path, *, file: str | None = None) -> Spec:
    """Read a spec and check it.

    Args:
        source: a file, or the text of a spec (recognised by its line ends).
        file: the name for findings.

    Returns:
        The spec, sound in structure and graph.

    Raises:
        SpecError: the spec has errors; its message lists them.
        UsageError: the file cannot be read.

    Example:
        >>> import nnspec
        >>> nnspec.load("nnspec: 1\\ninputs: {x: number}\\noutputs: {y: number}\\n").name
        '<text>'
    """
    compiled = compile_source(source, file=file)
    if compiled.spec is None or compiled.diagnostics.errors:
        raise SpecError(compiled.diagnostics)
    return compiled.spec


def validate(source: str | Path, *, file: str | None = None) -> Diagnostics:
    """Check a spec and list everything that is provably wrong with it.

    Args:
        source: a file, or the text of a spec.
        file: the name for findings.

    Raises:
        UsageError: the file cannot be read.
    """
    return compile_source(source, file=file).diagnostics


def lower(spec: Spec) -> Graph:
    """Lower a spec to its graph.

    Raises:
        SpecError: the entries do not connect.
    """
    graph, findings = lower_spec(spec)
    if findings:
        raise SpecError(locate(findings, spec.document))
    return graph


def compile_source(
    source: str | Path, *, file: str | None = None, allowed: tuple[str, ...] = (), checked_data: bool = True
) -> Compiled:
    """Run the whole pipeline on a file or a text.

    Args:
        source: a file, or the text of a spec.
        file: the name for findings.
        allowed: folders outside the project that the spec may name.
        checked_data: whether columns are held against the data's header; a finished run does without its data.
    """
    if isinstance(source, str) and "\n" in source:
        document, findings = parse_document(source, file=file or "<text>")
    else:
        document, findings = read_document(Path(source), file=file)
    if document is None or findings:
        return Compiled(document, None, None, Diagnostics.collect(findings))
    return compile_document(document, allowed=allowed, checked_data=checked_data)


def compile_document(document: Document, *, allowed: tuple[str, ...] = (), checked_data: bool = True) -> Compiled:
    """Run the pipeline from structure on."""
    verdict = _verdict()
    not_finite = tuple(find_not_finite(document))
    if not_finite or not verdict.accepts(document.data):
        found = Diagnostics.collect(_once((*not_finite, *_structure_errors(document, verdict))))
        return Compiled(document, None, None, found)
    spec = read_spec(document)
    graph, findings = lower_spec(spec)
    columns = check_columns(spec, allowed=allowed) if checked_data else ColumnsCheck((), ())
    found = _collect(document, findings, check_meaning(spec), columns.findings)
    return Compiled(document, spec, graph, found, columns.unchecked)


@cache
def _verdict() -> Verdict:
    return Verdict()


def _structure_errors(document: Document, verdict: Verdict) -> Iterable[Diagnostic]:
    # Loaded here because jsonschema costs more to import than a sound document costs to check.
    explaining = import_module("nnspec.validation.structure")
    found: Iterable[Diagnostic] = explaining.find_structure_errors(document, verdict.schema_for(document.data))
    return found


def _collect(document: Document, *groups: Iterable[Diagnostic]) -> Diagnostics:
    return Diagnostics.collect(locate((finding for group in groups for finding in group), document))


def _once(findings: Iterable[Diagnostic]) -> Iterable[Diagnostic]:
    """Leave out what was said of the same place already: an alias gives one text several paths."""
    return {(finding.span, finding.code, finding.message): finding for finding in findings}.values()
