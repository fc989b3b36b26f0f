"""Text -> Document -> Spec -> Graph -> findings: the whole compiler in front of Keras, on one page.

    read -> merge (`extends`, `--set`) -> structure as written -> expand (`vars`, blocks, `repeat`, `$`)
    -> structure -> spec -> graph -> checks -> shapes -> rules

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
from nnspec.graph.heads import HEAD_CODES
from nnspec.graph.lower import lower_spec
from nnspec.inference.facts import NO_FACTS, Facts, gather_facts
from nnspec.inference.infer import infer_network
from nnspec.inference.network import Network
from nnspec.linting.examine import NOT_EXAMINED, Examined, examine
from nnspec.linting.patterns import check_pattern
from nnspec.linting.settings import DEFAULTS, Settings
from nnspec.linting.settings_file import settings_of
from nnspec.linting.subject import Subject
from nnspec.records import field, record, replace
from nnspec.references.project import ProjectPaths, project_paths
from nnspec.spec.expect import STATIC_QUANTITIES
from nnspec.spec.read import read_spec
from nnspec.spec.spec import Spec
from nnspec.spec.upgrades import find_card_as_spec, find_newer_version, upgrade_document
from nnspec.tables.card import Card
from nnspec.tables.header import Header
from nnspec.validation.checks import check_meaning
from nnspec.validation.columns import ColumnsCheck, check_columns
from nnspec.validation.not_finite import find_not_finite
from nnspec.validation.places import locate
from nnspec.validation.verdict import Verdict


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
        network: the graph with its shapes and weights; None where the graph is not sound.
        facts: of the data, as far as they are at hand.
        examined: what the rules said; their errors are among the findings.
        header: of the training rows, where it is at hand and has all columns.
        paths: which the spec may name; None where data are not checked.
    """

    document: Document | None
    spec: Spec | None
    graph: Graph | None
    diagnostics: Diagnostics
    unchecked: tuple[str, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)
    network: Network | None = None
    facts: Facts = NO_FACTS
    examined: Examined = NOT_EXAMINED
    header: Header | None = None
    paths: ProjectPaths | None = None


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


def lint(
    source: str | Path, *, card: Card | None = None, select: tuple[str, ...] = (), ignore: tuple[str, ...] = ()
) -> Diagnostics:
    """List what is provably wrong with a spec, and what would train but work worse than it could.

    Args:
        source: a file, or the text of a spec.
        card: what is known of the data; the one made before of the spec's data by default, if there is one.
        select: the rules to ask instead of those that the project asks: codes such as `NN203`, the beginning of one
            such as `NN3`, or `ALL`.
        ignore: rules not to ask.

    Raises:
        UsageError: the file cannot be read, or a code is none of a rule.

    Example:
        >>> import nnspec
        >>> head = "{Dense: {units: 1, activation: softmax}}"
        >>> text = f"nnspec: 1\\ninputs: {{x: number}}\\noutputs: {{y: {{type: binary, head: {head}}}}}\\n"
        >>> [finding.code for finding in nnspec.lint(text)]
        ['NN201']
    """
    for pattern in (*select, *ignore):
        check_pattern(pattern)
    is_text = isinstance(source, str) and "\n" in source
    settings = DEFAULTS if is_text else settings_of(Path(source).parent)
    if select:
        settings = replace(settings, select=select, extend_select=())
    return lint_findings(
        compile_source(source, card=card, settings=replace(settings, ignore=(*settings.ignore, *ignore)))
    )


def lint_findings(compiled: Compiled) -> Diagnostics:
    """Give everything that was found: errors, warnings and advice."""
    return Diagnostics.collect((*compiled.diagnostics, *compiled.examined.findings))


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
    settings: Settings | None = None,
    card: Card | None = None,
) -> Compiled:
    """Run the whole pipeline on a file or a text.

    Args:
        source: a file, or the text of a spec.
        file: the name for findings.
        sets: changes such as `train.epochs=3`, as `--set` takes them.
        allowed: folders outside the project that the spec may name.
        checked_data: whether columns are held against the data's header; a finished run does without its data.
        settings: which rules speak; those of the project by default.
        card: of the data.
    """
    if isinstance(source, str) and "\n" in source:
        document, findings = parse_document(source, file=file or "<text>")
    else:
        document, findings = read_document(Path(source), file=file)
    if document is None or findings:
        return Compiled(document, None, None, Diagnostics.collect(findings))
    return compile_document(
        document, sets=sets, allowed=allowed, checked_data=checked_data, settings=settings, card=card
    )


def compile_document(
    document: Document,
    *,
    sets: tuple[str, ...] = (),
    allowed: tuple[str, ...] = (),
    checked_data: bool = True,
    settings: Settings | None = None,
    card: Card | None = None,
) -> Compiled:
    """Run the pipeline from merging on."""
    compiled = compile_graph(document, sets=sets, allowed=allowed, checked_data=checked_data)
    if compiled.spec is not None:
        card = card or _find_card(compiled.spec, compiled.paths)
        compiled = _infer(compiled, compiled.spec, settings, card)
    if not compiled.diagnostics and not compiled.examined.findings:
        return compiled
    # The options are a pseudo file, a line each.
    texts = {"--set": "\n".join(sets), **(compiled.document or document).texts}
    return replace(compiled, texts=texts)


def compile_graph(
    document: Document, *, sets: tuple[str, ...] = (), allowed: tuple[str, ...] = (), checked_data: bool = True
) -> Compiled:
    """Run the pipeline from merging up to the graph, for those whom shapes and rules do not concern."""
    other = find_newer_version(document) or find_card_as_spec(document)
    if other is not None:
        return Compiled(document, None, None, Diagnostics.collect([other]))
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
    findings = _first_causes(spec, graph, findings)
    paths = project_paths(spec.folder, allowed=allowed) if checked_data else None
    columns = ColumnsCheck((), ()) if paths is None else check_columns(spec, paths=paths)
    found = _collect(document, findings, check_meaning(spec), columns.findings)
    header = None if columns.findings else columns.header
    return Compiled(document, spec, None if findings else graph, found, columns.unchecked, header=header, paths=paths)


def _first_causes(spec: Spec, graph: Graph, findings: Findings) -> Findings:
    """Prefer shapes that do not fit further up to a head that stands on the wrong kind of tensor for that reason."""
    if not findings or any(finding.code not in HEAD_CODES for finding in findings):
        return findings
    return infer_network(spec, graph, gather_facts(spec)).findings or findings


def _infer(compiled: Compiled, spec: Spec, settings: Settings | None, card: Card | None) -> Compiled:
    """Work out shapes, and ask the rules."""
    if compiled.graph is None:
        return compiled
    facts = gather_facts(spec, header=compiled.header, card=card)
    network = infer_network(spec, compiled.graph, facts)
    texts = (compiled.document or spec.document).texts
    examined = examine(Subject(spec, network, facts), settings=settings or _settings_for(spec), texts=texts)
    errors = (finding for finding in examined.findings if finding.severity == "error")
    kept = (finding for finding in compiled.diagnostics if not examined.superseded.covers(finding.code, finding.path))
    bounds, open_bounds = _check_bounds(spec, network)
    shapes = _unsaid(_collect(spec.document, network.findings), compiled.diagnostics.errors)
    found = Diagnostics.collect((*kept, *shapes, *_collect(spec.document, bounds), *errors))
    unchecked = (*compiled.unchecked, *open_bounds)
    return replace(compiled, diagnostics=found, unchecked=unchecked, network=network, facts=facts, examined=examined)


def _check_bounds(spec: Spec, network: Network) -> tuple[Findings, tuple[str, ...]]:
    """Hold `expect` against what the network costs; counting that is left out where nothing is bounded."""
    if not any(bound.quantity in STATIC_QUANTITIES for bound in spec.expect):
        return (), ()
    checked: tuple[Findings, tuple[str, ...]] = _load(_BOUNDS).check_static_bounds(spec, network)
    return checked


def _find_card(spec: Spec, paths: ProjectPaths | None) -> Card | None:
    """Find the card that was made of the spec's data before."""
    if spec.data is None or paths is None or (reference := spec.data.source or spec.data.train) is None:
        return None
    card: Card | None = _load(_CARDS).find_card(reference, paths=paths)
    return card


def _unsaid(findings: Iterable[Diagnostic], errors: Findings) -> Iterable[Diagnostic]:
    """Leave out what an error at the same place, or about an argument of the same entry, is the cause of."""
    blamed = {(error.file, error.path[:n]) for error in errors for n in range(len(error.path) + 1)}
    places = {(error.file, error.span) for error in errors}
    return (
        finding
        for finding in findings
        if (finding.file, finding.path) not in blamed and (finding.file, finding.span) not in places
    )


def _settings_for(spec: Spec) -> Settings:
    """Give the settings of the spec's project; a text belongs to none."""
    return settings_of(spec.folder) if not spec.document.file.startswith("<") else DEFAULTS


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
_EXPLAINING, _CARDS = "nnspec.validation.structure", "nnspec.tables.card_cache"
_BOUNDS = "nnspec.inference.bounds"
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
