"""The tree of what was written -> YAML in the one layout that `dump_document` has, comments in their places.

A collection that stands in brackets, or deep in the document, is written in one line where it fits. One that holds a
comment, a text of several lines, or a list of mappings is a block.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import dropwhile
from typing import Final

from nnspec.document.layout_scalars import is_lines, keeps_blank_lines, spell, spell_lines
from nnspec.document.tree import Beside, Node, Slot, has_comments
from nnspec.records import record, replace

_WIDTH: Final = 100
_SMALL_WIDTH: Final = 72
_SMALL_ITEMS: Final = 4
_SECTIONS: Final = 2
_LONGEST_SIMPLE_KEY: Final = 1000
_INDENT: Final = "  "
_BLANK: Final = ""


@record
class _Line:
    """One line, without the indentation of what it stands in.

    Args:
        text: the line.
        beside: the comment at its end.
        keeps: whether a blank line after it would belong to a text.
        is_gap: whether it is a blank line between entries.
    """

    text: str
    beside: Beside | None = None
    keeps: bool = False
    is_gap: bool = False


def write_yaml(root: Node) -> str:
    """Write a tree, whose top is a mapping, as YAML."""
    _lift_comments(root)
    lines = _block(root, level=0) if root.slots else iter([_Line(_one_line(root)), *_comments(root.below)])
    return "".join(f"{line}\n" for line in _finish(lines))


def _lift_comments(node: Node) -> None:
    """Put comments above that have no place elsewhere: all but the last of a line's, those at a block text, and what
    stands above the first key of an item, where there is no line between the two.
    """
    for slot in node.slots:
        n_lifted = len(slot.beside) if slot.value.style in ("|", ">") else max(len(slot.beside) - 1, 0)
        slot.above += [beside.text for beside in slot.beside[:n_lifted]]
        slot.beside = slot.beside[n_lifted:]
        _lift_comments(slot.value)
        if slot.key is None and slot.value.slots:
            first = slot.value.slots[0]
            slot.above += [line for line in first.above if line]
            first.above = []


def _finish(lines: Iterator[_Line]) -> Iterator[str]:
    """Put comments into their columns, and leave out blank lines that would change a text or repeat."""
    before = _Line(_BLANK, is_gap=True)
    for line in lines:
        if line.is_gap and (before.is_gap or before.keeps):
            continue
        before = line
        yield line.text if line.beside is None else _with_comment(line.text, line.beside)


def _with_comment(text: str, beside: Beside) -> str:
    return f"{text.ljust(max(beside.column, len(text) + 2))}{beside.text}"


def _block(node: Node, *, level: int) -> Iterator[_Line]:
    """Give the lines of a collection, without its parent's indentation; `level` counts the mappings above."""
    for i, slot in enumerate(node.slots):
        above = _comments(slot.above)
        yield from above if i > 0 else dropwhile(lambda line: line.is_gap, above)
        if slot.key is None:
            yield from _item(slot, level=level)
        else:
            yield from _entry(slot, _key(slot.key), level=level + 1)
    yield from _comments(node.below)


def _comments(lines: list[str]) -> Iterator[_Line]:
    return (_Line(line, is_gap=not line) for line in lines)


def _item(slot: Slot, *, level: int) -> Iterator[_Line]:
    node = slot.value
    is_one_key = node.kind == "mapping" and len(node.slots) == 1
    line = None if is_one_key else _flow(node, width=_WIDTH - 2 * level - 4)
    if line is not None:
        yield _Line(f"- {line or 'null'}", _last(slot.beside))
    elif node.kind == "scalar":
        yield from _lines_of_text(slot, "-")
    else:
        yield from (_Line(beside.text) for beside in slot.beside)
        yield from _block_of_item(node, level=level + 1)


def _block_of_item(node: Node, *, level: int) -> Iterator[_Line]:
    if node.properties:
        yield _Line(f"- {node.properties}")
        yield from _indented(_block(node, level=level))
        return
    lines = list(_block(node, level=level))
    n_comments = next(i for i, line in enumerate(lines) if not line.text.startswith("#"))
    yield from lines[:n_comments]
    yield replace(lines[n_comments], text=f"- {lines[n_comments].text}")
    yield from _indented(lines[n_comments + 1 :])


def _entry(slot: Slot, key: str, *, level: int) -> Iterator[_Line]:
    node = slot.value
    if len(key) > _LONGEST_SIMPLE_KEY:
        yield _Line(f"? {key}")
        key = ""
    line = _flow(node, width=_WIDTH - 2 * level - len(key))
    if line is not None and _is_in_one_line(node, line, level):
        yield _Line(f"{key}: {line}".rstrip(), _last(slot.beside))
    elif node.kind == "scalar":
        yield from _lines_of_text(slot, f"{key}:")
    else:
        besides = [Beside(0, beside.text) for beside in slot.beside] if node.is_flow else slot.beside
        yield _Line(" ".join(part for part in (f"{key}:", node.properties) if part), _last(besides))
        yield from _indented(_block(node, level=level))


def _indented(lines: Iterator[_Line] | list[_Line]) -> Iterator[_Line]:
    return (replace(line, text=_INDENT + line.text) if line.text else line for line in lines)


def _is_in_one_line(node: Node, line: str, level: int) -> bool:
    """Tell whether what fits into one line stands in one: sections only where they are small, and written so."""
    if level > _SECTIONS or not node.slots:
        return True
    if not node.is_flow:
        return False
    return node.kind == "list" or (len(node.slots) <= _SMALL_ITEMS and len(line) <= _SMALL_WIDTH)


def _lines_of_text(slot: Slot, introduction: str) -> Iterator[_Line]:
    """Give a text of several lines; a comment stands at the end of the last."""
    node = slot.value
    head, *lines = spell_lines(node)
    *middle, end = [f"{introduction} {head}", *lines]
    yield from map(_Line, middle)
    yield _Line(end, _last(slot.beside), keeps=keeps_blank_lines(node))


def _last(besides: list[Beside]) -> Beside | None:
    return besides[-1] if besides else None


def _flow(node: Node, *, width: int) -> str | None:
    """Give a value in one line, None where it must be a block or does not fit."""
    if node.kind in ("scalar", "alias"):
        return None if is_lines(node) else spell(node, in_flow=False)
    if not node.slots:
        return _one_line(node)
    if has_comments(node) or not _is_plain(node):
        return None
    line = _one_line(node)
    return line if len(line) <= width else None


def _is_plain(node: Node, *, height: int = 3) -> bool:
    """Tell whether a value nests at most `height` deep, without lists of mappings and without lines of text."""
    if not node.slots:
        return not is_lines(node)
    items = [slot.value for slot in node.slots]
    if height == 0 or (node.kind == "list" and any(item.kind == "mapping" for item in items)):
        return False
    return all(_is_plain(item, height=height - 1) for item in items)


def _one_line(node: Node) -> str:
    if node.kind == "mapping":
        text = "{" + ", ".join(f"{_key(slot.key)}: {_one_line(slot.value)}" for slot in node.slots) + "}"
    elif node.kind == "list":
        text = "[" + ", ".join(_one_line(slot.value) or "null" for slot in node.slots) + "]"
    else:
        return spell(node, in_flow=True)
    return " ".join(part for part in (node.properties, text) if part)


def _key(key: Node | None) -> str:
    written = spell(key or Node(kind="scalar"), in_flow=True)
    return f"{written} " if key is not None and key.kind == "alias" else written
