"""Which names a spec gives, where, and which of them stand above a given entry."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from nnspec.diagnostics.diagnostic import Diagnostic, Path, render_path
from nnspec.graph.graph import Edge
from nnspec.records import field, record
from nnspec.spec.entries import BaseEntry, Entry, ModelEntry, walk_entries
from nnspec.spec.spec import Spec


@record(frozen=False)
class Scope:
    """The names of a spec, or those inside a nested model.

    Args:
        places: every given name -> where it is given.
        known: the names that stand above the current entry -> the tensor that each means.
        outputs: names of outputs, which `from` can never take.
        unplaced: names of bases that no entry places.
        outside: inside a nested model, the names around it, which it cannot take.
        groups: names of constructs that stand for several layers.
        unnamed: names that nnspec gave to entries above, which `from` cannot take.
    """

    places: dict[str, Path] = field(default_factory=dict)
    known: dict[str, Edge] = field(default_factory=dict)
    outputs: frozenset[str] = frozenset()
    unplaced: frozenset[str] = frozenset()
    outside: frozenset[str] = frozenset()
    groups: set[str] = field(default_factory=set)
    unnamed: set[str] = field(default_factory=set)


def declare_names(spec: Spec) -> tuple[Scope, tuple[Diagnostic, ...]]:
    """Collect the names that a spec gives.

    Reports: NN150 for two things of one name.
    """
    placed = {entry.base for entry in _all_entries(spec) if isinstance(entry, BaseEntry)}
    scope = Scope(
        outputs=frozenset(output.name for output in spec.outputs),
        unplaced=frozenset(base.name for base in spec.bases if base.name not in placed),
    )
    findings = _declare(scope, _given_names(spec))
    scope.known |= {item.name: Edge(item.name) for item in spec.inputs}
    return scope, findings


def declare_names_inside(entry: ModelEntry, around: Scope) -> tuple[Scope, tuple[Diagnostic, ...]]:
    """Collect the names inside a nested model, which are nobody else's.

    Args:
        entry: the model.
        around: the names outside of it.

    Reports: NN150 for two things of one name.
    """
    scope = Scope(outside=around.outside | around.known.keys())
    path = (*entry.content_path, "inputs")
    inputs = ((name, (*path, i)) for i, name in enumerate(entry.inputs))
    findings = _declare(scope, (*inputs, *_names_of(entry.layers)))
    scope.known |= {name: Edge(name) for name in entry.inputs}
    return scope, findings


def _declare(scope: Scope, given: Iterable[tuple[str, Path]]) -> tuple[Diagnostic, ...]:
    findings = []
    for name, path in given:
        first = scope.places.setdefault(name, path)
        if first != path:
            findings.append(_duplicate(name, first, path))
    return tuple(findings)


def _all_entries(spec: Spec) -> Iterator[Entry]:
    for entries in (spec.hidden, *(output.layers for output in spec.outputs)):
        yield from _with_models(entries)


def _with_models(entries: Iterable[Entry]) -> Iterator[Entry]:
    for entry in walk_entries(entries):
        yield entry
        if isinstance(entry, ModelEntry):
            yield from _with_models(entry.layers)


def _given_names(spec: Spec) -> Iterator[tuple[str, Path]]:
    yield from ((item.name, item.path) for item in spec.inputs)
    yield from ((base.name, base.path) for base in spec.bases)
    for entries in (spec.hidden, *(output.layers for output in spec.outputs)):
        yield from _names_of(entries)
    yield from ((output.name, output.path) for output in spec.outputs)


def _names_of(entries: Iterable[Entry]) -> Iterator[tuple[str, Path]]:
    seen: set[str] = set()
    for entry in walk_entries(entries):
        if entry.name:
            yield entry.name, entry.name_path
        elif isinstance(entry, BaseEntry):
            if entry.base in seen:
                yield entry.base, entry.path
            seen.add(entry.base)


def _duplicate(name: str, first: Path, second: Path) -> Diagnostic:
    return Diagnostic(
        code="NN150",
        message=f"`{name}` is the name of two things",
        path=second,
        received=f"the name `{name}` again",
        expected="names that are unique among inputs, layers, bases and outputs",
        hint=f"rename one of them; the first is `{render_path(first)}`",
    )
