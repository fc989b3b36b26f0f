"""Findings about `from`: what it names, and whether a layer takes so many tensors."""

from __future__ import annotations

from nnspec.catalog.catalog import load_catalog
from nnspec.diagnostics.diagnostic import Diagnostic, Path
from nnspec.diagnostics.spelling import suggest
from nnspec.graph.graph import Node
from nnspec.graph.scope import Scope
from nnspec.spec.entries import Entry
from nnspec.spec.outputs import Output
from nnspec.spec.spec import Spec


def find_source(wanted: str, scope: Scope, *, own: str, path: Path) -> Diagnostic | None:
    """Check one name under `from`; None when it stands above.

    Reports: NN032 for `name:n`, NN151 unknown, NN152 itself, NN153 below.
    """
    if wanted == own:
        return _finding("NN152", f"`{own}` takes itself as its source", wanted, "the name of something above", path)
    if wanted in scope.passed:
        return None
    if ":" in wanted:
        message = "one of several outputs of a layer cannot be chosen yet"
        return _finding("NN032", message, wanted, "the name of an entry with one output", path)
    if wanted in scope.unplaced:
        message, hint = f"the base `{wanted}` is not placed above", f"place it as an entry: `- {wanted}`"
        return _finding("NN151", message, wanted, "an input or a named entry", path, hint)
    if wanted in scope.places and wanted not in scope.outputs:
        hint = f"move it above, or take one of {_listed(scope)}"
        return _finding("NN153", f"`{wanted}` stands further down", wanted, "a name from above", path, hint)
    if wanted in scope.outputs:
        message = f"`{wanted}` is an output, and nothing takes from an output"
        return _finding("NN151", message, wanted, "an input or a named entry", path)
    hint = suggest(wanted, scope.passed) or f"names that stand above: {_listed(scope)}"
    return _finding("NN151", f"`{wanted}` names nothing above", wanted, "an input or a named entry", path, hint)


def check_sources(node: Node, entry: Entry) -> list[Diagnostic]:
    """Report NN155 where a layer gets another number of tensors than it takes."""
    takes = "one" if node.call is None else node.call.entry.inputs
    given = len(node.sources if entry.sources is None else entry.sources)
    word = entry.written
    if takes == "several" and given < 2:
        message = f"`{word}` merges tensors and gets one"
        hint = f"name them: `{word}: {{from: [first, second]}}`"
        return [_finding("NN155", message, f"{given} tensor", "two or more", _place(entry), hint)]
    if takes == "one" and given > 1:
        message = f"`{word}` takes one tensor"
        hint = "merge them first, with `Concatenate` or `Add`"
        return [_finding("NN155", message, f"{given} tensors", "one tensor", _place(entry), hint)]
    return []


def unknown_base_word(entry: Entry, spec: Spec) -> Diagnostic | None:
    """Report NN025 for a word that is neither a layer of the catalog nor a base of the spec."""
    if entry.base is not None or entry.call is None or load_catalog().find("layers", entry.call.name):
        return None
    known = [base.name for base in spec.bases]
    hint = suggest(entry.written, (*load_catalog().names("layers"), *known))
    return Diagnostic(
        code="NN025",
        message=f"`{entry.written}` is not a Keras layer, nor a base of this spec",
        path=entry.path,
        received=entry.written,
        hint=hint,
    )


def unknown_head(output: Output, spec: Spec) -> Diagnostic | None:
    """Report NN025 for a head that is no layer of the catalog."""
    written = spec.document.data["outputs"][output.name]
    word = written.get("head") if isinstance(written, dict) else None
    word = next(iter(word)) if isinstance(word, dict) else word
    if word in (None, "none") or load_catalog().find("layers", word):
        return None
    place = (*output.path, "head")
    hint = "place it in `hidden` or `layers`" if output.head is None else suggest(word, load_catalog().names("layers"))
    return Diagnostic(code="NN025", message=f"`{word}` is not a Keras layer", path=place, received=word, hint=hint)


def _place(entry: Entry) -> Path:
    return entry.path if entry.sources is None else entry.from_path


def _listed(scope: Scope) -> str:
    return ", ".join(f"`{name}`" for name in sorted(scope.passed & set(scope.places))[:8])


def _finding(code: str, message: str, got: str, wanted: str, path: Path, hint: str | None = None) -> Diagnostic:
    return Diagnostic(code=code, message=message, path=path, received=got, expected=wanted, hint=hint)
