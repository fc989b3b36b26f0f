"""A JSON document <-> the tree of what was written."""

from __future__ import annotations

import json
from typing import Any

from nnspec.diagnostics.diagnostic import Path
from nnspec.document.document import Document
from nnspec.document.tree import Node, Slot

_WIDTH = 100
_SECTIONS = 2
_STEP = 2


def read_json_tree(document: Document) -> Node:
    """Read a document that `parse_document` read as JSON, without findings."""
    return _read(document, document.data, ())


def write_json(root: Node) -> str:
    """Write a tree as JSON: what fits stands in one line, unless it is a section that was written in several.

    Args:
        root: the top-level mapping.
    """
    return "\n".join(_block(root, "", level=0)) + "\n"


def _read(document: Document, data: Any, path: Path) -> Node:
    if isinstance(data, dict):
        slots = [Slot(_read(document, value, (*path, key)), _text(key)) for key, value in data.items()]
        return Node(kind="mapping", is_flow=_is_in_one_line(document, path), slots=slots)
    if isinstance(data, list):
        slots = [Slot(_read(document, value, (*path, i))) for i, value in enumerate(data)]
        return Node(kind="list", is_flow=_is_in_one_line(document, path), slots=slots)
    if isinstance(data, str):
        return _text(data)
    start, end = document.places.value_at(path)
    return Node(kind="scalar", text=document.text[start:end], raw=document.text[start:end])


def _is_in_one_line(document: Document, path: Path) -> bool:
    start, end = document.places.value_at(path)
    return "\n" not in document.text[start:end]


def _text(text: str) -> Node:
    return Node(kind="scalar", text=text, raw=text, style='"')


def _block(node: Node, introduction: str, *, level: int) -> list[str]:
    opening, closing = "{}" if node.kind == "mapping" else "[]"
    lines = [introduction + opening]
    for i, slot in enumerate(node.slots):
        start = "" if slot.key is None else f"{_scalar(slot.key)}: "
        *others, last = _value(slot.value, start, level=level + 1)
        lines += [f"  {line}" for line in (*others, last + "," * (i < len(node.slots) - 1))]
    return [*lines, closing]


def _value(node: Node, introduction: str, *, level: int) -> list[str]:
    line = introduction + _one_line(node)
    holds_mappings = node.kind == "list" and any(slot.value.kind == "mapping" for slot in node.slots)
    is_section = level <= _SECTIONS and not node.is_flow
    fits = len(line) + _STEP * level <= _WIDTH and not holds_mappings and not is_section
    return [line] if fits or not node.slots else _block(node, introduction, level=level)


def _one_line(node: Node) -> str:
    if node.kind == "mapping":
        return "{" + ", ".join(f"{_scalar(s.key)}: {_one_line(s.value)}" for s in node.slots if s.key) + "}"
    if node.kind == "list":
        return "[" + ", ".join(_one_line(slot.value) for slot in node.slots) + "]"
    return _scalar(node)


def _scalar(node: Node) -> str:
    return json.dumps(node.text, ensure_ascii=False) if node.style or not _is_number_or_word(node.raw) else node.raw


def _is_number_or_word(raw: str) -> bool:
    return raw in ("true", "false", "null") or raw[:1] in "-0123456789"
