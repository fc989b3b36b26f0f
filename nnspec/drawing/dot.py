"""A picture -> DOT, which Graphviz draws."""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.drawing.picture import Arrow, Box, Form, Picture

_STYLES: dict[Form, str] = {
    "input": "shape=parallelogram",
    "layer": "shape=box",
    "op": "shape=hexagon",
    "base": "shape=box3d",
    "call": "shape=box, style=dashed",
    "output": "shape=ellipse",
}


def write_dot(picture: Picture) -> str:
    """Write a picture as a directed graph in DOT."""
    lines = [line for box in picture.boxes for line in _box(box)]
    body = [f"  {line}" for line in ("rankdir=TB;", *lines, *map(_arrow, picture.arrows))]
    return "\n".join(["digraph {", *body, "}"]) + "\n"


def _box(box: Box) -> Iterator[str]:
    label = _quoted("\n".join(box.lines))
    if box.form != "frame":
        yield f"{box.id} [label={label}, {_STYLES[box.form]}];"
        return
    yield f"subgraph cluster_{box.id} {{"
    yield f"  label={label};"
    yield from (f"  {line}" for inner in box.inside for line in _box(inner))
    yield "}"


def _arrow(arrow: Arrow) -> str:
    label = f" [label={_quoted(arrow.label)}]" if arrow.label else ""
    return f"{arrow.source} -> {arrow.target}{label};"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
