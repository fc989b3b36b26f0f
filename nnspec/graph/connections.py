"""Findings about names: what `from` and `call` name, and the words of entries and heads."""

from __future__ import annotations

from collections.abc import Mapping

from nnspec.catalog.catalog import load_catalog
from nnspec.diagnostics.diagnostic import Diagnostic, Path
from nnspec.diagnostics.spelling import suggest
from nnspec.graph.graph import Node
from nnspec.graph.scope import Scope
from nnspec.graph.signature import count_outputs
from nnspec.spec.calls import Call
from nnspec.spec.entries import CONSTRUCTS, CallEntry
from nnspec.spec.outputs import Output
from nnspec.spec.sources import Source
from nnspec.spec.spec import Spec
from nnspec.validation.entry_words import hint_for

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
    if wanted in scope.outside:
        message = f"`{wanted}` stands outside of this model, whose names are its own"
        hint = "take it in with the model's `from`, and name it under `inputs`"
        return _finding("NN151", message, wanted, "a name inside the model", path, hint)
    if wanted in scope.unnamed:
        message = f"`{wanted}` is a name that nnspec gave, which changes with the entries above it"
        hint = f"name that entry: `name: {wanted}`"
        return _finding("NN151", message, wanted, "a name that the spec gives", path, hint)
    hint = suggest(wanted, scope.known) or f"names that stand above: {_listed(scope)}"
    return _finding("NN151", f"`{wanted}` names nothing above", wanted, "an input or a named entry", path, hint)


def find_output(source: Source, node: Node) -> Diagnostic | None:
    """Check the number behind a name, such as `lstm:1`; None where the node has that output.

    Args:
        source: as it is written.
        node: what it names; of a `call`, the node whose layer is called.

    Reports: NN159.
    """
    count = count_outputs(node) if source.output else None
    if count is None or source.output < count:
        return None
    has = "one output" if count == 1 else f"{count} outputs"
    expected = f"`{source.name}`" if count == 1 else f"`{source.name}:0` to `{source.name}:{count - 1}`"
    received = f"{source.name}:{source.output}"
    hint = None
    if node.call is not None and "return_state" in node.call.entry.arguments and not node.call.get("return_state"):
        hint = f"its states are outputs with `return_state: true` in `{node.call.name}`"
    return _finding("NN159", f"`{source.name}` has {has}", received, expected, source.path, hint)


def find_target(entry: CallEntry, scope: Scope, nodes: Mapping[str, Node]) -> tuple[str | None, Diagnostic | None]:
    """Find the node whose layer a `call` calls again.

    Reports: NN151 unknown, NN153 below, NN158 for something that is no layer.
    """
    path = entry.layer_path
    finding = find_source(Source(entry.layer, path=path), scope, own=entry.name)
    if finding is not None:
        return None, finding
    target = nodes.get(scope.known[entry.layer].source)
    if target is None or entry.layer in scope.groups:
        return None, None if target is None else _not_callable(entry.layer, "several layers", path)
    if target.kind == "call":
        return target.target, None
    if target.kind in _CALLABLE:
        return target.name, None
    return None, _not_callable(entry.layer, "an input" if target.kind == "input" else "a function", path)


def unknown_layer(call: Call, bases: frozenset[str] = frozenset()) -> Diagnostic | None:
    """Report NN025 for a word that is neither a layer of the catalog nor a base of the spec."""
    if load_catalog().find("layers", call.name):
        return None
    word = call.written or call.name
    message = f"`{word}` is not a Keras layer, nor a block or base of this spec"
    hint = hint_for(word, (*sorted(bases), *CONSTRUCTS))
    return Diagnostic(code="NN025", message=message, path=call.path, received=word, hint=hint)


def unknown_function(function: str, path: Path) -> Diagnostic | None:
    """Report NN025 for a function that `keras.ops` does not have."""
    names = load_catalog().names("ops")
    if load_catalog().find("ops", function) or not names:
        return None
    message = f"`{function}` is no function of `keras.ops`"
    return Diagnostic(code="NN025", message=message, path=path, received=function, hint=suggest(function, names))


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


def _not_callable(name: str, what: str, path: Path) -> Diagnostic:
    message = f"`{name}` is {what}, and `call` takes a layer"
    hint = "put them into a `model`, which can be called" if what == "several layers" else None
    return _finding("NN158", message, name, "the name of a layer, a nested model or a base", path, hint)


def _listed(scope: Scope) -> str:
    return ", ".join(f"`{name}`" for name in sorted(scope.known.keys() & set(scope.places))[:8])


def _finding(code: str, message: str, got: str, wanted: str, path: Path, hint: str | None = None) -> Diagnostic:
    return Diagnostic(code=code, message=message, path=path, received=got, expected=wanted, hint=hint)
