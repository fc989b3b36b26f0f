"""A document -> whether it is written in a newer version of the language than this one."""

from __future__ import annotations

from nnspec.diagnostics.diagnostic import Diagnostic
from nnspec.document.document import Document
from nnspec.spec.spec import LANGUAGE_VERSION
from nnspec.validation.places import at_value


def find_newer_version(document: Document) -> Diagnostic | None:
    """Report NN033 for a spec in a newer version of the language, of which nothing else can be said."""
    version = document.data.get("nnspec")
    if isinstance(version, bool) or not isinstance(version, int | float) or not version > LANGUAGE_VERSION:
        return None
    message = f"this is version {LANGUAGE_VERSION} of the language; the spec says {version:g}"
    received, expected, hint = f"{version:g}", str(LANGUAGE_VERSION), "a newer nnspec reads it"
    return at_value(document, "NN033", message, ("nnspec",), received=received, expected=expected, hint=hint)
