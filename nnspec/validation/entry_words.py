"""A word in place of an entry that is no layer, function, construct, block or base, or that stands alone wrongly."""

from __future__ import annotations

from nnspec.catalog.catalog import load_catalog
from nnspec.diagnostics.diagnostic import Diagnostic, Path
from nnspec.diagnostics.spelling import nearest, suggest
from nnspec.document.document import Document
from nnspec.schemagen.constructs import construct_definitions
from nnspec.spec.entries import CONSTRUCTS, OPS_PREFIX
from nnspec.validation.places import at_key, at_value
from nnspec.validation.unusable import explain_unusable

# What each construct is written with at least.
FORMS = {
    "repeat": "repeat: {times: 3, layers: [...]}",
    "residual": "residual: [...]",
    "parallel": "parallel: {branches: [[...], [...]]}",
    "model": "model: {layers: [...]}",
    "call": "call: NAME",
}


def explain_entry_word(document: Document, path: Path, word: str, *, is_key: bool) -> Diagnostic:
    """Explain such a word.

    Args:
        document: what was read.
        path: where the word stands.
        word: a key, or a text alone.
        is_key: which of the two.
    """
    place = at_key if is_key else at_value
    if word in CONSTRUCTS:
        return place(document, "NN021", f"`{word}` alone says nothing", path, hint=f"write `{FORMS[word]}`")
    if word.startswith(OPS_PREFIX):
        return _explain_function(document, path, word, is_key=is_key)
    entry = load_catalog().find("layers", word)
    if entry is not None:
        return explain_unusable(document, path, entry, is_key=is_key)
    message = f"`{word}` is not a Keras layer, nor a block or base of this spec"
    return place(document, "NN025", message, path, received=word, hint=hint_for(word, own_words(document)))


def arguments_of(word: str, context: str) -> tuple[str, ...]:
    """List what may stand under a word: a layer's, function's or construct's arguments, of other families too."""
    if context == "entry" and word in CONSTRUCTS:
        schema = construct_definitions(written=True)[word]
        return tuple(schema.get("properties") or schema["else"]["properties"])
    family = ("ops" if word.startswith(OPS_PREFIX) else "layers") if context == "entry" else context
    entry = load_catalog().find(family, word.removeprefix(OPS_PREFIX))
    return () if entry is None else (*entry.arguments, "name", "from")


def own_words(document: Document) -> tuple[str, ...]:
    """List the words that a spec itself and the language bring: bases, blocks, constructs."""
    written = document.origin(()).document.data
    own = (found for key in ("bases", "blocks") if isinstance(found := written.get(key), dict))
    return (*(name for names in own for name in names), *CONSTRUCTS)


def hint_for(word: str, own: tuple[str, ...]) -> str | None:
    """Find what a word in place of an entry was meant to be."""
    catalog = load_catalog()
    known = (*own, *catalog.names("layers"), *catalog.aliases.get("layers", {}))
    folded = word.replace("_", "").casefold()
    same = suggest(word, [name for name in known if name.replace("_", "").casefold() == folded])
    name, _, rest = word.replace(":", " ").partition(" ")
    if rest.strip() and name in known:
        return f"arguments stand after a colon, without quotes: `{name}: {rest.strip()}`"
    return same or _elsewhere(word) or suggest(word, known)


def _explain_function(document: Document, path: Path, word: str, *, is_key: bool) -> Diagnostic:
    catalog = load_catalog()
    function = word.removeprefix(OPS_PREFIX)
    entry = catalog.find("ops", function)
    if entry is not None:
        return explain_unusable(document, path, entry, is_key=is_key)
    place = at_key if is_key else at_value
    found = nearest(function, catalog.names("ops"))
    hint = None if found is None else f"did you mean `{OPS_PREFIX}{found}`?"
    if catalog.find("layers", function) is not None:
        hint = f"`{function}` is a layer, and is written without `{OPS_PREFIX}`"
    message = f"`keras.ops` has no function `{function}`" if function else f"`{OPS_PREFIX}` alone names no function"
    return place(document, "NN025", message, path, received=word, hint=hint)


def _elsewhere(word: str) -> str | None:
    """Say where else the word exists: `mean` is a function, `ResNet50` an application."""
    catalog = load_catalog()
    families = (family for family in catalog.families if family not in ("layers", "ops"))
    found = next((family for family in families if catalog.canonical(family, word)), None)
    function = word.rpartition(".")[2]
    if found == "applications":
        return f"a trained network is a base: `bases: {{backbone: keras:{word}}}`"
    if found in (None, "activations") and catalog.canonical("ops", function):
        return f"a function of `keras.ops` is written `{OPS_PREFIX}{function}`"
    return None if found is None else f"`{word}` is one of Keras' {found}"
