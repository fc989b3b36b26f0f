"""A document in an older version of the language -> the same in this version; in a newer one, or none -> a finding."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from nnspec.diagnostics.diagnostic import Diagnostic
from nnspec.document.document import Document
from nnspec.spec.spec import LANGUAGE_VERSION

Upgrade = Callable[[Document], Document]

# By the version that each upgrade reads; what it returns is one version newer.
UPGRADES: Mapping[int, Upgrade] = {}


def upgrade_document(document: Document, *, upgrades: Mapping[int, Upgrade] = UPGRADES) -> Document:
    """Bring a document to this version of the language; one that says no version, or this one, stays as it is.

    Args:
        document: what was read.
        upgrades: by the version that each reads.
    """
    for version in sorted(upgrades):
        if document.data.get("nnspec") == version:
            document = upgrades[version](document)
    return document


def find_newer_version(document: Document) -> Diagnostic | None:
    """Report NN033 for a file in a newer version of the language, of which nothing else can be said."""
    version, path = document.data.get("nnspec"), ("nnspec",)
    if isinstance(version, bool) or not isinstance(version, int | float) or not version > LANGUAGE_VERSION:
        return None
    return Diagnostic(
        code="NN033",
        message=f"this is version {LANGUAGE_VERSION} of the language; the spec says {version:g}",
        file=document.file,
        span=document.span(path),
        path=path,
        received=f"{version:g}",
        expected=str(LANGUAGE_VERSION),
        hint="a newer nnspec reads it",
    )


def find_card_as_spec(document: Document) -> Diagnostic | None:
    """Report NN012 for a data card, which a name or a pattern of files may give in place of a spec."""
    if "nnspec_card" not in document.data or "nnspec" in document.data:
        return None
    path = ("nnspec_card",)
    return Diagnostic(
        code="NN012",
        message="this is a data card, not a spec",
        file=document.file,
        span=document.key_span(path),
        path=path,
        hint="`nnspec lint SPEC --card FILE` takes it",
    )
