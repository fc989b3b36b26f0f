"""Catalog entries and arguments that a spec cannot use: they need code, or a later version."""

from __future__ import annotations

from nnspec.catalog.catalog import Entry
from nnspec.catalog.types import parse_type
from nnspec.diagnostics.diagnostic import Diagnostic, Path
from nnspec.document.document import Document
from nnspec.schemagen.calls import usable
from nnspec.schemagen.types import is_writable
from nnspec.validation.places import at_key, at_value


def explain_unusable(document: Document, path: Path, entry: Entry, *, is_key: bool) -> Diagnostic:
    """Say why an entry of the catalog cannot stand here.

    Reports: NN038 for what runs code, NN032 for what takes a layer, NN027 where arguments are missing.
    """
    place = at_key if is_key else at_value
    if entry.refused is not None:
        return place(document, "NN038", f"`{entry.name}` cannot be used in a spec: {entry.refused}", path)
    if not usable(entry):
        blocking = _blocking_argument(entry)
        if blocking is not None and "layer" in entry.arguments[blocking].type:
            return place(document, "NN032", f"`{entry.name}` takes a layer, which is not supported yet", path)
        return place(document, "NN038", f"`{entry.name}` needs code for `{blocking}`, which a spec never runs", path)
    if entry.family == "activations":
        return place(document, "NN027", f"`{entry.name}` needs arguments, which an activation is not given", path)
    missing = [name for name, argument in entry.arguments.items() if argument.required]
    listed = ", ".join(f"`{name}`" for name in missing)
    hint = f"write `{entry.name}: {{{', '.join(f'{name}: ...' for name in missing)}}}`"
    return place(document, "NN027", f"`{entry.name}` needs {listed}", path, hint=hint)


def find_unusable_argument(document: Document, path: Path, key: str, entry: Entry) -> Diagnostic | None:
    """Say why an argument that Keras has cannot be given; None when Keras has no such argument."""
    argument = entry.arguments.get(key)
    if argument is None or is_writable(parse_type(argument.type)):
        return None
    if "layer" in argument.type:
        return at_key(document, "NN032", f"`{key}` takes a layer, which is not supported yet", path)
    return at_key(document, "NN038", f"`{key}` takes code, which a spec never runs", path)


def _blocking_argument(entry: Entry) -> str | None:
    required = (name for name, argument in entry.arguments.items() if argument.required)
    return next((name for name in required if not is_writable(parse_type(entry.arguments[name].type))), None)
