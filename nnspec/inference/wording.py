"""A `ShapeError` at a node -> the finding: what the layer sees, and the shapes on the way to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from nnspec.diagnostics.diagnostic import Diagnostic, Path
from nnspec.graph.graph import Node
from nnspec.inference.arguments import tensor_of
from nnspec.inference.outcome import Outcome, ShapeError
from nnspec.inference.residual import is_residual_sum
from nnspec.inference.tensor import Tensor

# So many steps of the way are told at most, and so many tensors by name.
_LONGEST_WAY = 5
_MOST_SOURCES = 3


def finding_about(
    error: ShapeError,
    node: Node,
    tensors: tuple[Tensor, ...],
    *,
    made: Mapping[str, Node],
    outcomes: Mapping[str, Outcome],
) -> Diagnostic:
    """Say where a layer cannot take its tensors.

    Args:
        error: why.
        node: of the layer.
        tensors: that reach it.
        made: the nodes above it, by name.
        outcomes: of these.
    """
    sees = " and ".join(map(str, tensors[:_MOST_SOURCES])) + _more(tensors)
    return Diagnostic(
        code=error.code,
        message=f"`{word_of(node)}`{_sources(node, made)} sees {sees}: {error.message}",
        path=_path(error, node),
        received=error.received or " -> ".join(_way_to(node, made, outcomes)) or None,
        expected=error.expected,
        hint=error.hint,
    )


def word_of(node: Node) -> str:
    """Name what a node is, as the spec does: a class, a function, or the node itself."""
    if node.function is not None:
        return f"ops.{node.function}"
    if node.kind == "projection" or is_residual_sum(node):
        return "residual"
    return node.target or (node.name if node.call is None else node.call.name)


def _sources(node: Node, made: Mapping[str, Node]) -> str:
    sources = tuple(dict.fromkeys(node.sources))
    if not sources:
        return ""
    if len(sources) == 1:
        return f" after `{word_of(made[sources[0]])}`"
    return " of " + " and ".join(f"`{name}`" for name in sources[:_MOST_SOURCES]) + _more(sources)


def _more(items: tuple[object, ...]) -> str:
    return f" and {len(items) - _MOST_SOURCES} more" if len(items) > _MOST_SOURCES else ""


def _way_to(node: Node, made: Mapping[str, Node], outcomes: Mapping[str, Outcome]) -> tuple[str, ...]:
    """Tell the shapes from the input down to the node's first tensor, where they change."""
    steps: list[str] = []
    for above, tensor in _upwards(node, made, outcomes):
        if len(steps) == _LONGEST_WAY:
            steps.append("...")
            break
        steps.append(f"`{word_of(above)}` {tensor}")
    return tuple(reversed(steps))


def _upwards(node: Node, made: Mapping[str, Node], outcomes: Mapping[str, Outcome]) -> Iterator[tuple[Node, Tensor]]:
    while node.edges:
        edge = node.edges[0]
        node = made[edge.source]
        tensor = tensor_of(edge, outcomes)
        if not node.edges or tensor.shape != tensor_of(node.edges[0], outcomes).shape:
            yield node, tensor


def _path(error: ShapeError, node: Node) -> Path:
    """Point at the argument where the spec writes it, else at the entry."""
    call = node.call
    if error.argument is None:
        return node.path
    if node.function is not None:
        return (*node.path, f"ops.{node.function}", error.argument) if error.argument in node.arguments else node.path
    if call is not None:
        written = error.argument in call.arguments and call.written is not None
        return (*call.path, str(call.written), error.argument) if written else node.path
    return node.path
