"""Words that a family of the catalog does not have, or that a spec cannot use."""

from __future__ import annotations

from nnspec.catalog.catalog import load_catalog
from nnspec.diagnostics.diagnostic import Diagnostic, Path
from nnspec.diagnostics.spelling import suggest
from nnspec.document.document import Document
from nnspec.spec.entries import OPS_PREFIX
from nnspec.validation.entry_words import explain_entry_word, own_words
from nnspec.validation.places import at_key, at_value
from nnspec.validation.unusable import explain_unusable


def is_family(context: str) -> bool:
    """Tell whether a definition is a choice among names: an entry, or a family of the catalog."""
    return context == "entry" or context in load_catalog().families


def explain_word(
    document: Document, path: Path, word: str, context: str, *, is_key: bool, expected: str | None = None
) -> Diagnostic:
    """Explain a word that a family of the catalog does not have, or that a spec cannot use."""
    place = at_key if is_key else at_value
    if word == "$search":
        return place(document, "NN032", "`$search` is not supported yet", path)
    if context == "entry":
        return explain_entry_word(document, path, word, is_key=is_key)
    entry = load_catalog().find(context, word)
    if entry is not None:
        return explain_unusable(document, path, entry, is_key=is_key)
    message = f"`{word}` is not {_KINDS.get(context, f'of Keras {context}')}"
    hint = _hint(document, word, context)
    return place(document, "NN025", message, path, received=word, expected=expected, hint=hint)


_KINDS = {
    "layers": "a Keras layer",
    "losses": "a Keras loss",
    "optimizers": "a Keras optimizer",
    "schedules": "a Keras learning-rate schedule",
    "metrics": "a Keras metric",
    "initializers": "a Keras initializer",
    "regularizers": "a Keras regularizer",
    "constraints": "a Keras constraint",
    "callbacks": "a Keras callback",
    "activations": "a Keras activation",
}


def _hint(document: Document, word: str, family: str) -> str | None:
    catalog = load_catalog()
    known = (*catalog.names(family), *catalog.aliases.get(family, {}))
    if family == "layers" and (word in own_words(document) or word.startswith(OPS_PREFIX)):
        return "only a layer stands here; constructs, functions, blocks and bases stand in `hidden` and `layers`"
    return suggest(word, [name for name in known if name.casefold() == word.casefold()]) or (
        _elsewhere(word, family) or suggest(word, known)
    )


def _elsewhere(word: str, family: str) -> str | None:
    """Say which other family has the word: `PReLU` is a layer."""
    catalog = load_catalog()
    others = (other for other in catalog.families if other not in (family, "ops"))
    found = next((other for other in others if catalog.canonical(other, word)), None)
    return None if found is None else f"`{word}` is one of Keras' {found}"
