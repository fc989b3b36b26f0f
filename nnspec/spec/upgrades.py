"""A document in an older version of the language -> the same in this version."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from nnspec.document.document import Document

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
