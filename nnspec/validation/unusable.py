"""Catalog entries and arguments that a spec cannot use: they need code."""

from __future__ import annotations

from nnspec.catalog.catalog import Entry, load_catalog
from nnspec.catalog.types import parse_type
from nnspec.diagnostics.diagnostic import Diagnostic, Path
from nnspec.document.document import Document
from nnspec.schemagen.calls import usable
from nnspec.schemagen.types import is_writable
from nnspec.spec.entries import OPS_PREFIX
from nnspec.validation.places import at_key, at_value


def explain_unusable(document: Document, path: Path, entry: Entry, *, is_key: bool) -> Diagnostic:
    """Say why an entry of the catalog cannot stand here.

    Reports: NN038 for what runs code, NN027 where arguments are missing.
    """
    place = at_key if is_key else at_value
    word = written_name(entry)
    if entry.refused is not None:
        return place(document, "NN038", f"`{word}` cannot be used in a spec: {entry.refused}", path)
    if not usable(entry):
        return place(
            document, "NN038", f"`{word}` needs code for `{_blocking_argument(entry)}`, which a spec never runs", path
        )
    if entry.family == "activations":
        return place(document, "NN027", f"`{word}` needs arguments, which an activation is not given", path)
    missing = [name for name, argument in entry.arguments.items() if argument.required]
    listed = ", ".join(f"`{name}`" for name in missing)
    arguments = ", ".join(f"{name}: ..." for name in missing)
    hint = f"write `{_written_out(path, f'{word}: {{{arguments}}}', is_key=is_key)}`"
    return place(document, "NN027", f"`{word}` needs {listed}", path, hint=hint)


def _written_out(path: Path, call: str, *, is_key: bool) -> str:
    """Write a call as it stands after a key, where it is neither an item of a list nor a key itself."""
    if is_key or not path or isinstance(path[-1], int):
        return call
    catalog, word = load_catalog(), str(path[-1])
    outer = catalog.find("layers", word)
    first = None if outer is None else catalog.first_argument(outer)
    return f"{word}: {{{call}}}" if first is None else f"{word}: {{{first}: {{{call}}}}}"


def find_unusable_argument(document: Document, path: Path, key: str, entry: Entry) -> Diagnostic | None:
    """Say why an argument that Keras has cannot be given; None when Keras has no such argument."""
    argument = entry.arguments.get(key)
    if argument is None or is_writable(parse_type(argument.type)):
        return None
    return at_key(document, "NN038", f"`{key}` takes code, which a spec never runs", path)


def written_name(entry: Entry) -> str:
    """Give the name that a spec writes: functions carry the prefix `ops.`."""
    return f"{OPS_PREFIX}{entry.name}" if entry.family == "ops" else entry.name


def _blocking_argument(entry: Entry) -> str | None:
    required = (name for name, argument in entry.arguments.items() if argument.required)
    return next((name for name in required if not is_writable(parse_type(entry.arguments[name].type))), None)
