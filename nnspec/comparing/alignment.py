"""Two graphs -> pairs of nodes that are the same layer, in spite of what stands between them.

Layers that bear the same given name belong together. The others are aligned as two texts are: first where kind and
arguments agree, then, between those, where the kind does. So an insertion marks nothing below it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from difflib import SequenceMatcher
from typing import Any

from nnspec.graph.graph import Graph, Node
from nnspec.spec.fill import fill_call
from nnspec.spec.snake_case import to_snake_case

Pair = tuple[Node | None, Node | None]


def align_nodes(before: Graph, after: Graph) -> tuple[Pair, ...]:
    """Pair the nodes of two graphs, inputs apart; a node without its like stands alone.

    Args:
        before: the first graph.
        after: the second.

    Returns:
        Pairs in the order of the second graph, what only the first has at its place among them.
    """
    old, new = (tuple(node for node in graph if node.kind != "input") for graph in (before, after))
    shared = {node.name for node in old if has_given_name(node)} & {node.name for node in new if has_given_name(node)}
    by_name = {node.name: node for node in old}
    unnamed = [tuple(node for node in nodes if node.name not in shared and not node.output) for nodes in (old, new)]
    rest = _align(*unnamed)
    named = [(by_name[node.name], node) for node in new if node.name in shared]
    pairs: list[Pair] = [*named, *rest]
    return tuple(sorted(pairs, key=_order(old, pairs, new)))


def has_given_name(node: Node) -> bool:
    """Tell whether the spec names a node; otherwise its name is a class's with a number."""
    return node.output is not None or re.fullmatch(rf"{to_snake_case(word_of(node))}(_[0-9]+)?", node.name) is None


def word_of(node: Node) -> str:
    """Say what a node calls, in the language's words: `Dense`, `ops.mean`, `call`."""
    if node.call is not None:
        return node.call.name
    return {"base": node.base, "op": f"ops.{node.function}", "model": "Model"}.get(node.kind) or node.kind


def arguments_of(node: Node) -> dict[str, Any]:
    """Give a node's arguments with all defaults."""
    if node.call is None:
        return dict(node.arguments)
    filled = fill_call(node.call)
    return dict(filled[node.call.name]) if isinstance(filled, dict) else {}


def _align(old: tuple[Node, ...], new: tuple[Node, ...]) -> Iterator[Pair]:
    for left, right in _matched(old, new, _signature):
        if len(left) == len(right) == 1 and _signature(left[0]) == _signature(right[0]):
            yield left[0], right[0]
        else:
            yield from _align_kinds(left, right)


def _align_kinds(old: tuple[Node, ...], new: tuple[Node, ...]) -> Iterator[Pair]:
    for left, right in _matched(old, new, word_of):
        if len(left) == len(right) == 1 and word_of(left[0]) == word_of(right[0]):
            yield left[0], right[0]
        else:
            yield from ((node, None) for node in left)
            yield from ((None, node) for node in right)


def _matched(
    old: tuple[Node, ...], new: tuple[Node, ...], key: Callable[[Node], str]
) -> Iterator[tuple[tuple[Node, ...], tuple[Node, ...]]]:
    """Cut two sequences into pieces: one node each where the keys agree, the rest in between."""
    matcher = SequenceMatcher(None, [key(node) for node in old], [key(node) for node in new], autojunk=False)
    for tag, start, end, new_start, new_end in matcher.get_opcodes():
        if tag == "equal":
            yield from (((old[start + i],), (new[new_start + i],)) for i in range(end - start))
        else:
            yield old[start:end], new[new_start:new_end]


def _signature(node: Node) -> str:
    inside = [] if node.graph is None else [_signature(each) for each in node.graph]
    return json.dumps([word_of(node), arguments_of(node), inside], sort_keys=True, default=str)


def _order(old: tuple[Node, ...], pairs: list[Pair], new: tuple[Node, ...]) -> Callable[[Pair], tuple[int, int]]:
    """Give a pair's place: that of its second node; what was removed stands below its last neighbour that was not."""
    indices = {node.name: i for i, node in enumerate(new)}
    kept = {before.name: indices[after.name] for before, after in pairs if before is not None and after is not None}
    places, place = {}, -1
    for i, node in enumerate(old):
        place = kept.get(node.name, place)
        places[node.name] = (place, i + 1)

    def order(pair: Pair) -> tuple[int, int]:
        before, after = pair
        if after is not None:
            return indices[after.name], 0
        return (-1, 0) if before is None else places[before.name]

    return order
