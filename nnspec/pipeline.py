"""Text -> Document -> Spec -> Graph -> findings: the whole compiler in front of Keras, on one page.

    read -> merge (`extends`, `--set`) -> structure as written -> expand (`vars`, blocks, `repeat`, `$`)
    -> structure -> spec -> graph -> checks

A document that has none of these goes straight to its structure. Each step runs only on what the one before found
sound, so that nothing is reported twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from importlib import import_module
from pathlib import Path

from nnspec.diagnostics.collection import Diagnostics
from nnspec.diagnostics.diagnostic import Diagnostic
from nnspec.document.document import Document, parse_document, read_document
from nnspec.errors import SpecError
from nnspec.graph.graph import Graph
from nnspec.graph.lower import lower_spec
from nnspec.records import field, record, replace
from nnspec.spec.read import read_spec
from nnspec.spec.spec import Spec
from nnspec.spec.upgrades import upgrade_document
from nnspec.validation.checks import check_meaning
from nnspec.validation.columns import ColumnsCheck, check_columns
from nnspec.validation.not_finite import find_not_finite
from nnspec.validation.places import locate
from nnspec.validation.verdict import Verdict
from nnspec.validation.version import find_newer_version


@record
class Compiled:
    """What became of one document.

    Args:
        document: None where the text could not be read; expanded where its structure as written is right.
        spec: None where the structure is wrong.
        graph: None likewise.
        diagnostics: all findings, in source order.
        unchecked: what could not be checked, and why.
        texts: of the files that findings name, by name.
    """

    document: Document | None
    spec: Spec | None
    graph: Graph | None
    diagnostics: Diagnostics
    unchecked: tuple[str, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)


def load(source: str | Path, *, file: str | None = None, sets: tuple[str, ...] = ()) -> Spec:
    """Read a spec and check it.

    Args:
        source: a file, or the text of a spec (recognised by its line ends).
        file: the name for findings.
        sets: changes such as `train.epochs=3`, as `--set` takes them.

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
    compiled = compile_source(source, file=file, sets=sets)
    if compiled.spec is None or compiled.diagnostics.errors:
        raise SpecError(compiled.diagnostics)
    return compiled.spec


def validate(source: str | Path, *, file: str | None = None, sets: tuple[str, ...] = ()) -> Diagnostics:
    """Check a spec and list everything that is provably wrong with it.

    Args:
        source: a file, or the text of a spec.
        file: the name for findings.
        sets: changes such as `train.epochs=3`, as `--set` takes them.

    Raises:
        UsageError: the file cannot be read.
    """
    return compile_source(source, file=file, sets=sets).diagnostics


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
    source: str | Path,
    *,
    file: str | None = None,
    sets: tuple[str, ...] = (),
    allowed: tuple[str, ...] = (),
    checked_data: bool = True,
) -> Compiled:
    """Run the whole pipeline on a file or a text.

    Args:
        source: a file, or the text of a spec.
        file: the name for findings.
        sets: changes such as `train.epochs=3`, as `--set` takes them.
        allowed: folders outside the project that the spec may name.
        checked_data: whether columns are held against the data's header; a finished run does without its data.
    """
    if isinstance(source, str) and "\n" in source:
        document, findings = parse_document(source, file=file or "<text>")
    else:
        document, findings = read_document(Path(source), file=file)
    if document is None or findings:
        return Compiled(document, None, None, Diagnostics.collect(findings))
    return compile_document(document, sets=sets, allowed=allowed, checked_data=checked_data)


def compile_document(
    document: Document, *, sets: tuple[str, ...] = (), allowed: tuple[str, ...] = (), checked_data: bool = True
) -> Compiled:
    """Run the pipeline from merging on."""
    compiled = _compile(document, sets, allowed, checked_data)
    if not compiled.diagnostics:
        return compiled
    # The options are a pseudo file, a line each.
    texts = {"--set": "\n".join(sets), **(compiled.document or document).texts}
    return replace(compiled, texts=texts)


def _compile(document: Document, sets: tuple[str, ...], allowed: tuple[str, ...], checked_data: bool) -> Compiled:
    newer = find_newer_version(document)
    if newer is not None:
        return Compiled(document, None, None, Diagnostics.collect([newer]))
    written, findings = _merge(upgrade_document(document), sets, allowed)
    if not findings and _is_to_be_expanded(written):
        document, findings = _expand(written)
    else:
        document = written
    findings = findings or _structure_errors(document, _verdict())
    if findings:
        return Compiled(document, None, None, Diagnostics.collect(_once(findings)))
    spec = read_spec(document, written=written)
    graph, findings = lower_spec(spec)
    columns = check_columns(spec, allowed=allowed) if checked_data else ColumnsCheck((), ())
    found = _collect(document, findings, check_meaning(spec), columns.findings)
    return Compiled(document, spec, graph, found, columns.unchecked)


Findings = tuple[Diagnostic, ...]


def _merge(document: Document, sets: tuple[str, ...], allowed: tuple[str, ...]) -> tuple[Document, Findings]:
    if not sets and "extends" not in document.data:
        return document, ()
    merged: tuple[Document, Findings] = _load(_MERGING).merge_document(document, sets=sets, allowed=allowed)
    return merged


def _is_to_be_expanded(document: Document) -> bool:
    """Tell whether anything may be left to expand; a backslash may write a dollar sign."""
    if "vars" in document.data or "blocks" in document.data:
        return True
    return any(mark in text for text in document.texts.values() for mark in ("$", "\\", "repeat"))


def _expand(written: Document) -> tuple[Document, Findings]:
    findings = _structure_errors(written, _verdict(written=True))
    if findings:
        return written, findings
    expanded: tuple[Document, Findings] = _load(_EXPANSION).expand_document(written)
    return expanded


# Loaded when they are needed, because they cost more to import than a sound document costs to check.
_MERGING, _EXPANSION = "nnspec.spec.expansion.merge", "nnspec.spec.expansion.expand"
_EXPLAINING = "nnspec.validation.structure"
_load = import_module


@cache
def _verdict(*, written: bool = False) -> Verdict:
    return Verdict(written=written)


def _structure_errors(document: Document, verdict: Verdict) -> Findings:
    not_finite = tuple(find_not_finite(document))
    if verdict.accepts(document.data):
        return not_finite
    found = (*not_finite, *_load(_EXPLAINING).find_structure_errors(document, verdict.schema_for(document.data)))
    if not found:
        raise RuntimeError(f"the schema refuses {document.file}, and nothing tells why")
    return found


def _collect(document: Document, *groups: Iterable[Diagnostic]) -> Diagnostics:
    return Diagnostics.collect(_once(locate((finding for group in groups for finding in group), document)))


def _once(findings: Iterable[Diagnostic]) -> Iterable[Diagnostic]:
    """Leave out what was said of the same place already: an alias gives one text several paths, as each round does."""
    found: dict[tuple[object, ...], Diagnostic] = {}
    for finding in findings:
        found.setdefault((finding.file, finding.span, finding.code, finding.message), finding)
    return found.values()
