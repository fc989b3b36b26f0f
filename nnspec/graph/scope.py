"""Which names a spec gives, where, and which of them stand above a given entry."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from nnspec.diagnostics.diagnostic import Diagnostic, Path, render_path
from nnspec.spec.entries import Entry
from nnspec.spec.spec import Spec


@dataclass(slots=True)
class Scope:
    """The names of a spec.

    Args:
        places: every given name -> where it is given.
        passed: the names that stand above the current entry.
        outputs: names of outputs, which `from` can never take.
        unplaced: names of bases that no entry places.
    """

    places: dict[str, Path] = field(default_factory=dict)
    passed: set[str] = field(default_factory=set)
    outputs: frozenset[str] = frozenset()
    unplaced: frozenset[str] = frozenset()


def declare_names(spec: Spec) -> tuple[Scope, tuple[Diagnostic, ...]]:
    """Collect the names that a spec gives.

    Reports: NN150 for two things of one name.
    """
    placed = {entry.base for entry in _all_entries(spec)}
    scope = Scope(
        outputs=frozenset(output.name for output in spec.outputs),
        unplaced=frozenset(base.name for base in spec.bases if base.name not in placed),
    )
    findings = []
    for name, path in _given_names(spec):
        first = scope.places.setdefault(name, path)
        if first != path:
            findings.append(_duplicate(name, first, path))
    scope.passed |= {item.name for item in spec.inputs}
    return scope, tuple(findings)


def _all_entries(spec: Spec) -> Iterator[Entry]:
    yield from spec.hidden
    for output in spec.outputs:
        yield from output.layers


def _given_names(spec: Spec) -> Iterator[tuple[str, Path]]:
    yield from ((item.name, item.path) for item in spec.inputs)
    yield from ((base.name, base.path) for base in spec.bases)
    for entries in (spec.hidden, *(output.layers for output in spec.outputs)):
        yield from ((entry.name, entry.name_path) for entry in entries if entry.name)
        yield from _repeated_bases(entries)
    yield from ((output.name, output.path) for output in spec.outputs)


def _repeated_bases(entries: tuple[Entry, ...]) -> Iterator[tuple[str, Path]]:
    seen: set[str] = set()
    for entry in entries:
        if entry.base and not entry.name:
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
