"""Documents one above the other -> one: maps merge, everything else replaces."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from nnspec.catalog.catalog import load_catalog
from nnspec.diagnostics.diagnostic import Path
from nnspec.document.document import Document, Origin


class Sheet(NamedTuple):
    """A part of one of the documents.

    Args:
        data: what it says.
        origin: where that was written.
    """

    data: Any
    origin: Origin

    def child(self, key: str) -> Sheet:
        """Give what stands at a key."""
        origin = self.origin
        return Sheet(self.data[key], Origin(origin.document, (*origin.path, key), origin.via))


def lay(sheets: Sequence[Sheet], at: Path, origins: dict[Path, Origin]) -> Any:
    """Merge what several documents say of the same place.

    Args:
        sheets: the one that wins first.
        at: the place.
        origins: takes where each part of the result was written.

    Returns:
        Plain data; maps hold the keys of the lower ones first.
    """
    top = sheets[0]
    origins[at] = top.origin
    merged = _mergeable(sheets)
    if len(merged) == 1:
        return top.data
    keys = dict.fromkeys(key for sheet in reversed(merged) for key in sheet.data)
    return {key: lay([sheet.child(key) for sheet in merged if key in sheet.data], (*at, key), origins) for key in keys}


def _mergeable(sheets: Sequence[Sheet]) -> Sequence[Sheet]:
    """Give the sheets from the top that merge: maps, down to what the one above replaces."""
    for n, sheet in enumerate(sheets):
        if not isinstance(sheet.data, dict) or (n > 0 and _names_another(sheets[0].data, sheet.data)):
            return sheets[: max(n, 1)]
    return sheets


def _names_another(above: dict[str, Any], below: dict[str, Any]) -> bool:
    """Tell whether two maps name different classes: `{SGD: ...}` replaces `{Adam: ...}`, or both would stand there."""
    if len(above) != 1 or len(below) != 1 or above.keys() == below.keys():
        return False
    return any(map(_is_known, (*above, *below)))


def _is_known(word: str) -> bool:
    catalog = load_catalog()
    return word[:1].isupper() and any(catalog.canonical(family, word) is not None for family in catalog.families)


def whole_sheet(document: Document, *, via: tuple[str, ...] = (), leave_out: Sequence[str] = ()) -> Sheet:
    """Make the sheet of a whole document.

    Args:
        document: what was read.
        via: the constructs that it comes through.
        leave_out: top-level keys that do not count.
    """
    data = {key: value for key, value in document.data.items() if key not in leave_out}
    return Sheet(data, Origin(document, (), via))
