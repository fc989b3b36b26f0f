"""Words that a family of the catalog does not have, or that a spec cannot use."""

from __future__ import annotations

from nnspec.catalog.catalog import load_catalog
from nnspec.diagnostics.diagnostic import Diagnostic, Path
from nnspec.diagnostics.spelling import suggest
from nnspec.document.document import Document
from nnspec.spec.entries import CONSTRUCTS
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
    family = "layers" if context == "entry" else context
    catalog = load_catalog()
    if word.startswith("$"):
        return place(document, "NN032", "values from elsewhere (`$`) are not supported yet", path, received=word)
    if word in CONSTRUCTS or (context == "entry" and word.startswith("ops.")):
        return place(document, "NN032", f"`{word}` is not supported yet", path)
    entry = catalog.find(family, word)
    if entry is not None:
        return explain_unusable(document, path, entry, is_key=is_key)
    hint = _hint(word, family, tuple(document.data.get("bases", ())) if context == "entry" else ())
    kind = _KINDS.get(family, f"of Keras' {family}")
    message = f"`{word}` is not {kind}"
    return place(document, "NN025", message, path, received=word, expected=expected, hint=hint)


_KINDS = {
    "layers": "a Keras layer, nor a base of this spec",
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


def _hint(word: str, family: str, bases: tuple[str, ...]) -> str | None:
    catalog = load_catalog()
    known = (*bases, *catalog.names(family), *catalog.aliases.get(family, {}))
    return suggest(word, [name for name in known if name.casefold() == word.casefold()]) or (
        _elsewhere(word, family) or suggest(word, known)
    )


def _elsewhere(word: str, family: str) -> str | None:
    """Say which other family has the word: `PReLU` is a layer, `ResNet50` an application."""
    catalog = load_catalog()
    found = next((other for other in catalog.families if other != family and catalog.canonical(other, word)), None)
    if found == "applications" and family == "layers":
        return f"a trained network is a base: `bases: {{backbone: keras:{word}}}`"
    return None if found is None else f"`{word}` is one of Keras' {found}"
