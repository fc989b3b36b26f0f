"""A graph -> boxes and arrows, whatever language draws them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import count
from typing import Any, Literal

from nnspec.document.dump import dump_line
from nnspec.graph.graph import Edge, Graph, Node
from nnspec.records import field, record
from nnspec.spec.calls import Call

Form = Literal["input", "layer", "op", "base", "call", "output", "frame"]
Shapes = Mapping[str, str]
_LONGEST = 60
_MOST_ARGUMENTS = 4


@record
class Box:
    """Something that is drawn.

    Args:
        id: unique in the picture, safe in every language.
        form: what it stands for; a `frame` is drawn around the boxes inside.
        lines: what is written in it.
        inside: of a frame.
    """

    id: str
    form: Form
    lines: tuple[str, ...]
    inside: tuple[Box, ...] = ()


@record
class Arrow:
    """A tensor on its way from one box to another; the label may be empty."""

    source: str
    target: str
    label: str = ""


@record
class Picture:
    """Boxes in the order of the graph, and all arrows between them."""

    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]


def draw_graph(graph: Graph, *, shapes: Shapes | None = None) -> Picture:
    """Draw a graph; nested models become frames.

    Args:
        graph: lowered from a spec.
        shapes: of each node's first output, one example, by name; inside a nested model below its name, `encoder/x`.
    """
    painter = _Painter(shapes or {})
    boxes = painter.paint(graph, "")
    for name, source in graph.outputs.items():
        box = Box(painter.next_id(), "output", (name,))
        boxes.append(box)
        painter.connect(Edge(source), box.id, "")
    return Picture(tuple(boxes), tuple(painter.arrows))


@record(frozen=False)
class _Painter:
    """Collects arrows; `makers` says for a node and the number of its output which box makes the tensor.

    Args:
        shapes: by node.
        makers: (place of the node, output) -> box.
        arrows: so far.
        numbers: for ids.
    """

    shapes: Shapes
    makers: dict[tuple[str, int], str] = field(default_factory=dict)
    arrows: list[Arrow] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=count)

    def next_id(self) -> str:
        return f"n{next(self.numbers)}"

    def paint(self, graph: Graph, inside: str, given: tuple[Arrow, ...] | None = None) -> list[Box]:
        """Paint the nodes of a graph.

        Args:
            graph: the whole one, or that of a nested model.
            inside: the nested model's place, such as `encoder/`.
            given: the arrows that end at the nested model, in the order of its inputs.
        """
        boxes = []
        for i, node in enumerate(graph):
            if node.graph is not None:
                boxes.append(self.paint_model(node, node.graph, inside))
                continue
            box = Box(self.next_id(), _FORMS.get(node.kind, "layer"), (node.name, *_describe(node)))
            self.makers[inside + node.name, 0] = box.id
            boxes.append(box)
            for edge in node.edges:
                self.connect(edge, box.id, inside)
            if given is not None and i < len(given):
                self.arrows.append(Arrow(given[i].source, box.id, given[i].label))
        return boxes

    def paint_model(self, node: Node, graph: Graph, inside: str) -> Box:
        place = f"{inside}{node.name}/"
        frame = self.next_id()
        given = tuple(self.arrow(edge, frame, inside) for edge in node.edges)
        boxes = self.paint(graph, place, given)
        for i, name in enumerate(graph.outputs.values()):
            self.makers[inside + node.name, i] = self.maker(Edge(name), place)
        return Box(frame, "frame", (node.name,), tuple(boxes))

    def connect(self, edge: Edge, target: str, inside: str) -> None:
        self.arrows.append(self.arrow(edge, target, inside))

    def arrow(self, edge: Edge, target: str, inside: str) -> Arrow:
        return Arrow(self.maker(edge, inside), target, ", ".join(self.labels(edge, inside)))

    def maker(self, edge: Edge, inside: str) -> str:
        place = inside + edge.source
        return self.makers.get((place, edge.output)) or self.makers[place, 0]

    def labels(self, edge: Edge, inside: str) -> Iterator[str]:
        """Say what is special about a tensor: the argument that takes it, its number among outputs, its shape."""
        if edge.argument:
            yield edge.argument
        if edge.output:
            yield f"output {edge.output}"
        elif inside + edge.source in self.shapes:
            yield self.shapes[inside + edge.source]


_FORMS: dict[str, Form] = {"input": "input", "base": "base", "call": "call", "op": "op"}


def _describe(node: Node) -> Iterator[str]:
    if node.kind == "call":
        yield f"shares {node.target}"
    elif node.kind == "base":
        yield "base" if node.base == node.name else f"base {node.base}"
    elif node.kind == "op":
        yield _call(f"ops.{node.function}", node.arguments)
    elif node.call is not None:
        yield _call(node.call.name, node.call.arguments)
    elif node.kind != "input":
        yield node.kind


def _call(name: str, arguments: Mapping[str, Any]) -> str:
    """Write a class with as many of the arguments that the spec gives it as fit."""
    shown: list[str] = []
    for key, value in arguments.items():
        text = f"{key}={_value(value)}"
        if len(shown) == _MOST_ARGUMENTS or len(", ".join([name, *shown, text])) > _LONGEST:
            shown.append("…")
            break
        shown.append(text)
    return f"{name}({', '.join(shown)})" if shown else name


def _value(value: Any) -> str:
    if isinstance(value, Call):
        return _call(value.name, value.arguments)
    if isinstance(value, tuple):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, Mapping):
        return "{…}"
    return value if isinstance(value, str) else dump_line(value)
