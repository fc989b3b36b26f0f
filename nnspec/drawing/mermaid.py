"""A picture -> Mermaid, which GitHub and most editors draw in Markdown."""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.drawing.picture import Arrow, Box, Form, Picture

_BRACKETS: dict[Form, tuple[str, str]] = {
    "input": ("[/", "/]"),
    "layer": ("[", "]"),
    "op": ("{{", "}}"),
    "base": ("[[", "]]"),
    "call": (">", "]"),
    "output": ("([", "])"),
}
# Inside quotes these begin an entity, a tag, a text in Markdown, or end the quotes.
_ESCAPES = {"#": "#35;", '"': "#quot;", "<": "#lt;", ">": "#gt;", "&": "#amp;", "`": "#96;"}


def write_mermaid(picture: Picture) -> str:
    """Write a picture as a Mermaid flowchart."""
    lines = [line for box in picture.boxes for line in _box(box)]
    return "\n".join(["flowchart TD", *(f"  {line}" for line in (*lines, *map(_arrow, picture.arrows)))]) + "\n"


def _box(box: Box) -> Iterator[str]:
    text = _quoted("<br/>".join(map(_escape, box.lines)))
    if box.form != "frame":
        opening, closing = _BRACKETS[box.form]
        yield f"{box.id}{opening}{text}{closing}"
        return
    yield f"subgraph {box.id}[{text}]"
    yield from (f"  {line}" for inner in box.inside for line in _box(inner))
    yield "end"


def _arrow(arrow: Arrow) -> str:
    label = f"|{_quoted(_escape(arrow.label))}|" if arrow.label else ""
    return f"{arrow.source} -->{label} {arrow.target}"


def _quoted(text: str) -> str:
    return f'"{text}"'


def _escape(text: str) -> str:
    return "".join(_ESCAPES.get(sign, sign) for sign in text)
