"""A scalar as it was written -> its spelling in the layout: numbers as they are, quotes only where they are needed."""

from __future__ import annotations

import math
import re

from nnspec.document.dump_scalars import dump_scalar
from nnspec.document.scalars import resolve_plain
from nnspec.document.tree import Node

_NOT_IN_FLOW = re.compile(r"[,\[\]{}?]|:(?![\w/])|^-")
_STEP = 2


def is_lines(node: Node) -> bool:
    """Tell whether a value takes several lines by itself: a block text, or text that goes on in the next line."""
    return node.kind == "scalar" and (node.style in ("|", ">") or "\n" in node.raw)


def spell(node: Node, *, in_flow: bool) -> str:
    """Write a scalar or an alias in one line.

    Args:
        node: no collection.
        in_flow: whether it will stand in brackets, or as a key.
    """
    if node.kind == "alias":
        return node.raw
    text = node.raw if "!!" in node.properties and not is_lines(node) else _spell_scalar(node, in_flow)
    return " ".join(part for part in (node.properties, text) if part)


def spell_lines(node: Node) -> list[str]:
    """Write a text of several lines: what follows the key, and the lines below, indented by one step."""
    head, *lines = node.raw.split("\n")
    introduction = " ".join(
        part for part in (node.properties, _head(head) if node.style in ("|", ">") else head) if part
    )
    if node.style in ("|", ">"):
        return [introduction, *_kept_blank_lines(node, [_indent(line[node.margin :]) for line in lines])]
    return [
        introduction.rstrip(),
        *(_indent(line.lstrip(" \t").rstrip() if not node.style else line.lstrip(" \t")) for line in lines),
    ]


def keeps_blank_lines(node: Node) -> bool:
    """Tell whether blank lines below would belong to a text."""
    return node.style in ("|", ">") and "+" in node.raw.partition("\n")[0].partition("#")[0]


def _spell_scalar(node: Node, in_flow: bool) -> str:
    if node.style or "\n" in node.raw:
        return dump_scalar(node.text)
    value = resolve_plain(node.raw)
    if not node.raw:
        return ""
    if isinstance(value, str):
        return dump_scalar(value) if in_flow and _NOT_IN_FLOW.search(value) else value
    is_number = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    return node.raw if is_number else dump_scalar(value)


def _head(head: str) -> str:
    """Write the head of a block text; a digit in it becomes the step of the layout."""
    marks, blank, comment = head.partition("#")
    marks = re.sub(r"[0-9]", str(_STEP), marks).strip()
    return f"{marks}  #{comment}".rstrip() if blank else marks


def _kept_blank_lines(node: Node, lines: list[str]) -> list[str]:
    while lines and not lines[-1]:
        lines.pop()
    n_breaks = len(node.text) - len(node.text.rstrip("\n"))
    return [*lines, *[""] * (n_breaks - 1)] if keeps_blank_lines(node) else lines


def _indent(line: str) -> str:
    return f"{'':{_STEP}}{line}" if line.strip() else line.strip()
