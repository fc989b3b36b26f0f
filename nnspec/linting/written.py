"""A document as it was written -> from where to where each of its values and entries reaches."""

from __future__ import annotations

from typing import Any

from nnspec.diagnostics.diagnostic import Path
from nnspec.document.document import Document

ABSENT: Any = object()
_OPENING = ("{", "[")
_SHARING = ("*", "&", "!")


class Written:
    """The pieces of a text; an offset counts code points from 0.

    Args:
        document: as it was read, not expanded.
    """

    def __init__(self, document: Document) -> None:
        self.source = document.source
        self.text = document.text
        self._data = document.data
        self._places = document.places

    def value(self, path: Path) -> Any:
        """Give the plain value at a path; `ABSENT` where there is none."""
        found = self._data
        for part in path:
            is_there = part in found if isinstance(found, dict) else isinstance(found, list) and _is_index(part, found)
            if not is_there:
                return ABSENT
            found = found[part]
        return found

    def siblings(self, path: Path) -> list[str | int]:
        """Give the keys, or the indices, beside the one that ends a path; itself among them."""
        holder = self.value(path[:-1])
        return list(holder) if isinstance(holder, dict) else list(range(len(holder)))

    def extent(self, path: Path) -> tuple[int, int]:
        """Give the offsets of a value's first character and after its last, everything inside it included."""
        start, end = self._places.value_at(path)
        value = self.value(path)
        if isinstance(value, dict | list) and value and self.text[start] not in (*_OPENING, "*"):
            *_, last = value if isinstance(value, dict) else range(len(value))
            end = self.extent((*path, last))[1]
        return start, start + len(self.text[start:end].rstrip())

    def entry(self, path: Path) -> tuple[int, int]:
        """Give the offsets of a key with its value, or of an item of a list."""
        start = self._places.key_at(path)[0] if isinstance(path[-1], str) else self.extent(path)[0]
        return start, max(start, self.extent(path)[1], self._places.key_at(path)[1])

    def after_key(self, path: Path) -> int | None:
        """Give the offset after the colon of a key; None for an item of a list, and for keys spelled in other ways."""
        if not path or not isinstance(path[-1], str):
            return None
        end = self._places.key_at(path)[1]
        return end + 1 if self.text[end : end + 1] == ":" else None

    def is_flow(self, path: Path) -> bool:
        """Tell whether a mapping or a list stands in brackets."""
        return self.text[self._places.value_at(path)[0]] in _OPENING

    def is_in_flow(self, path: Path) -> bool:
        """Tell whether brackets are open around a place."""
        return any(self.is_flow(path[:end]) for end in range(len(path)))

    def is_shared(self, path: Path) -> bool:
        """Tell whether a place, or one around it, has an anchor or is an alias: its text may stand for others."""
        if not any(mark in self.text for mark in _SHARING):
            return False
        starts = (self._places.value_at(path[:end])[0] for end in range(len(path) + 1))
        return any(self.text[start : start + 1] in _SHARING for start in starts)

    def column(self, path: Path) -> int:
        """Say how many characters stand before a key or an item in its line."""
        start = self.entry(path)[0]
        return start - self.text.rfind("\n", 0, start) - 1

    def margin(self, path: Path) -> str | None:
        """Give the blanks before a key or the dash of an item; None where it does not begin its line."""
        start = self.entry(path)[0]
        before = self.text[self.text.rfind("\n", 0, start) + 1 : start]
        if isinstance(path[-1], int):
            before = before.rstrip().removesuffix("-")
        return None if before.strip() else before


def _is_index(part: str | int, found: list[Any]) -> bool:
    return isinstance(part, int) and 0 <= part < len(found)
