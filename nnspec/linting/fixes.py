"""A rule's fix -> the edit of the text that was written; comments and layout around it stay as they are."""

from __future__ import annotations

import json
from typing import Any

from nnspec.diagnostics.diagnostic import Edit, Path
from nnspec.document.document import Document
from nnspec.document.dump import dump_line
from nnspec.linting.rule import REMOVE, Fix
from nnspec.linting.written import ABSENT, Written


def edit_of(fix: Fix, document: Document, *, file: str | None) -> Edit | None:
    """Write a fix as the edit of one piece of text.

    Args:
        fix: of a place in an expanded document.
        document: that document.
        file: that the finding is shown in.

    Returns:
        None where the place came through a block, a round, an alias or another file, so that the text stands for
        other places too; where a comment would go; and where what stands there has another form.
    """
    origin = document.origin(fix.path)
    if origin.via or file != document.file or origin.document.file != file:
        return None
    written = Written(origin.document)
    was_computed = written.value(origin.path) is not ABSENT and _differs(written, origin.path, document, fix.path)
    if was_computed or written.is_shared(origin.path):
        return None
    writer = _Writer(written, is_json=document.file.lower().endswith(".json"))
    return writer.remove(origin.path) if fix.value is REMOVE else writer.put(origin.path, fix.value)


def _differs(written: Written, place: Path, document: Document, path: Path) -> bool:
    """Tell whether a value was made from what stands there, as `$units` is."""
    return bool(written.value(place) != Written(document).value(path))


class _Writer:
    """Writes edits of one text.

    Args:
        written: the text.
        is_json: how values are spelled in it.
    """

    def __init__(self, written: Written, *, is_json: bool) -> None:
        self.written = written
        self.text = written.text
        self.is_json = is_json

    def put(self, path: Path, value: Any) -> Edit | None:
        """Make a value stand at a place, whether or not something stands there."""
        if self.written.value(path) is not ABSENT:
            return self.replace(path, value)
        while path and self.written.value(path[:-1]) is ABSENT:
            path, value = path[:-1], {path[-1]: value}
        *above, key = path
        holder = self.written.value(tuple(above))
        if isinstance(holder, dict) and isinstance(key, str):
            return self.insert(tuple(above), key, value)
        # `optimizer: Adam` and `- Flatten:` take their first argument.
        is_bare = holder is None or holder == key
        return self.replace(tuple(above), {key: value}) if is_bare else None

    def replace(self, path: Path, value: Any) -> Edit | None:
        """Write another value in the place of one."""
        start, end = self.written.extent(path)
        if "\n" in self.text[start:end] and "#" in self.text[start:end]:
            return None
        is_entry = bool(path) and isinstance(path[-1], int) and not self.written.is_in_flow(path)
        new = self._entry(value) if is_entry else self._spell(value)
        after_key = self.written.after_key(path)
        if after_key is not None and (start == end or "\n" in self.text[after_key:start]):
            if self.text[after_key:start].strip():
                return None
            start, new = after_key, f" {new}"
        return self._edit(start, end, new)

    def insert(self, above: Path, key: str, value: Any) -> Edit | None:
        """Write a key below the others of a mapping."""
        new = f"{self._spell(key)}: {self._spell(value)}"
        holder: dict[str, Any] = self.written.value(above)
        start, end = self.written.extent(above)
        if not holder:
            return self._edit(start + 1, end - 1, new)
        *_, last = holder
        last_end = self.written.extent((*above, last))[1]
        line_end = _line_end(self.text, last_end)
        first = (*above, next(iter(holder)))
        if not self.written.is_flow(above):
            return self._edit(line_end, line_end, f"\n{'':{self.written.column(first)}}{new}")
        margin = self.written.margin(first)
        if margin is None:
            return self._edit(last_end, last_end, f", {new}")
        return None if "#" in self.text[last_end:line_end] else self._edit(last_end, last_end, f",\n{margin}{new}")

    def remove(self, path: Path) -> Edit | None:
        """Take a key or an item away, and the comma or the lines with it."""
        if not path or self.written.value(path) is ABSENT:
            return None
        siblings = self.written.siblings(path)
        index = siblings.index(path[-1])
        is_flow = self.written.is_flow(path[:-1])
        start, end = self.written.entry(path)
        if len(siblings) == 1 and not is_flow:
            return None
        if index == 0 and (is_flow or self.written.margin(path) is None):
            end = self.written.entry((*path[:-1], siblings[1]))[0] if len(siblings) > 1 else end
        elif is_flow:
            start = self.written.entry((*path[:-1], siblings[index - 1]))[1]
        else:
            start, end = _line_start(self.text, start), min(_line_end(self.text, end) + 1, len(self.text))
        return None if "#" in self.text[start:end] else self._edit(start, end, "")

    def _entry(self, value: Any) -> str:
        """Spell an item of a block list; a mapping of one key needs no braces."""
        if isinstance(value, dict) and len(value) == 1 and not self.is_json:
            ((key, inner),) = value.items()
            return f"{self._spell(key)}: {self._spell(inner)}"
        return self._spell(value)

    def _spell(self, value: Any) -> str:
        return json.dumps(value, ensure_ascii=False) if self.is_json else dump_line(value).rstrip("\n")

    def _edit(self, start: int, end: int, new: str) -> Edit:
        return Edit(self.written.source.span(start, end), self.text[start:end], new)


def _line_start(text: str, offset: int) -> int:
    return text.rfind("\n", 0, offset) + 1


def _line_end(text: str, offset: int) -> int:
    found = text.find("\n", offset)
    return len(text) if found < 0 else found
