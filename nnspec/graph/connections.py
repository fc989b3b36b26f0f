"""Findings about `from` and `call`: what they name, and whether a layer takes so many tensors."""

from __future__ import annotations

from collections.abc import Sequence

from nnspec.catalog.catalog import load_catalog
from nnspec.diagnostics.diagnostic import Diagnostic, Path
from nnspec.diagnostics.spelling import suggest
from nnspec.graph.graph import Edge, Node
from nnspec.graph.scope import Scope
from nnspec.spec.entries import CallEntry, Entry, LayerEntry, ModelEntry
from nnspec.spec.outputs import Output
from nnspec.spec.sources import Source
from nnspec.spec.spec import Spec

# What `call` can call again: everything that has weights of its own.
_CALLABLE = ("layer", "model", "base")


def find_source(source: Source, scope: Scope, *, own: str | None) -> Diagnostic | None:
    """Check one name under `from`; None when it stands above.

    Reports: NN151 unknown, NN152 itself, NN153 below.
    """
    wanted, path = source.name, source.path
    if wanted == own:
        return _finding("NN152", f"`{own}` takes itself as its source", wanted, "the name of something above", path)
    if wanted in scope.known:
        return None
    if wanted in scope.unplaced:
        message, hint = f"the base `{wanted}` is not placed above", f"place it as an entry: `- {wanted}`"
        return _finding("NN151", message, wanted, "an input or a named entry", path, hint)
    if wanted in scope.places and wanted not in scope.outputs:
        hint = f"move it above, or take one of {_listed(scope)}"
        return _finding("NN153", f"`{wanted}` stands further down", wanted, "a name from above", path, hint)
    if wanted in scope.outputs:
        message = f"`{wanted}` is an output, and nothing takes from an output"
        return _finding("NN151", message, wanted, "an input or a named entry", path)
    hint = suggest(wanted, scope.known) or f"names that stand above: {_listed(scope)}"
    return _finding("NN151", f"`{wanted}` names nothing above", wanted, "an input or a named entry", path, hint)


def find_target(entry: CallEntry, scope: Scope, nodes: Sequence[Node]) -> tuple[str | None, Diagnostic | None]:
    """Find the node whose layer a `call` calls again.

    Reports: NN151 unknown, NN153 below, NN151 for something that has no layer.
    """
    place = entry.content_path
    path = (*place, "layer") if entry.name or entry.sources else place
    finding = find_source(Source(entry.layer, path=path), scope, own=entry.name)
    if finding is not None:
        return None, finding
    target = next((node for node in nodes if node.name == scope.known[entry.layer].source), None)
    if target is not None and target.kind == "call":
        return target.target, None
    if target is not None and target.kind in _CALLABLE:
        return target.name, None
    message = f"`{entry.layer}` is no layer, so that it cannot be called again"
    return None, _finding("NN151", message, entry.layer, "the name of a layer, a nested model or a base", path)


def check_sources(node: Node, entry: Entry, nodes: Sequence[Node]) -> list[Diagnostic]:
    """Report NN155 where a layer gets another number of tensors than it takes."""
    takes = _takes(node, nodes)
    given = len(node.edges if entry.sources is None else entry.sources)
    word = entry.written
    if takes == "several" and given < 2:
        message = f"`{word}` merges tensors and gets one"
        hint = f"name them: `{word}: {{from: [first, second]}}`"
        return [_finding("NN155", message, f"{given} tensor", "two or more", _place(entry), hint)]
    if takes == "one" and given > 1 and not any(edge.argument for edge in node.edges):
        message = f"`{word}` takes one tensor"
        hint = "merge them first, with `Concatenate` or `Add`"
        return [_finding("NN155", message, f"{given} tensors", "one tensor", _place(entry), hint)]
    return []


def check_model(entry: ModelEntry, edges: Sequence[Edge]) -> list[Diagnostic]:
    """Report NN155 where a nested model names more or fewer inputs than it gets."""
    if not entry.inputs or len(entry.inputs) == len(edges):
        return []
    message = f"the model names {len(entry.inputs)} inputs and gets {len(edges)} tensors"
    path = (*entry.content_path, "inputs")
    return [_finding("NN155", message, f"{len(entry.inputs)} names", f"{len(edges)}", path)]


def unknown_word(entry: LayerEntry, bases: frozenset[str]) -> Diagnostic | None:
    """Report NN025 for a word that is neither a layer of the catalog nor a base of the spec."""
    if load_catalog().find("layers", entry.call.name):
        return None
    hint = suggest(entry.written, (*load_catalog().names("layers"), *bases))
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


def _takes(node: Node, nodes: Sequence[Node]) -> str:
    called = next((each for each in nodes if each.name == node.target), node) if node.target else node
    if called.kind == "model" or called.kind == "op":
        return "call"
    return "one" if called.call is None else called.call.entry.inputs


def _place(entry: Entry) -> Path:
    return entry.path if entry.sources is None else entry.from_path


def _listed(scope: Scope) -> str:
    return ", ".join(f"`{name}`" for name in sorted(scope.known.keys() & set(scope.places))[:8])


def _finding(code: str, message: str, got: str, wanted: str, path: Path, hint: str | None = None) -> Diagnostic:
    return Diagnostic(code=code, message=message, path=path, received=got, expected=wanted, hint=hint)
