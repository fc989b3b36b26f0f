"""Anchors and aliases: what each name stands for, and how much its use expands."""

from __future__ import annotations

from nnspec.document.scalars import Plain
from nnspec.records import field, record


@record(frozen=False)
class Anchored:
    """What `*name` stands for.

    Args:
        node: its number in the order of the text.
        data: its plain data.
        weight: its nodes with all expansions; None while it is still open.
        depth: how many collections were open around it.
        height: how many levels it holds.
    """

    node: int
    data: Plain
    weight: int | None = 1
    depth: int = 0
    height: int = 0


@record(frozen=False)
class Anchors:
    """All anchors that stand above the place that is being read.

    Args:
        expanded: the nodes that aliases have stood for so far.
        by_name: the last anchor of each name.
        open: the anchored collections still open, innermost last, with `expanded` at their beginning.
    """

    expanded: int = 0
    by_name: dict[str, Anchored] = field(default_factory=dict)
    open: list[tuple[Anchored, int]] = field(default_factory=list)

    def begin(self, name: str, *, node: int, data: Plain, depth: int) -> None:
        """Open an anchored collection around which `depth` collections are open."""
        anchored = Anchored(node, data, weight=None, depth=depth, height=1)
        self.by_name[name] = anchored
        self.open.append((anchored, self.expanded))

    def deepen(self, depth: int) -> None:
        """Note that a level opens inside `depth` open collections."""
        for anchored, _ in self.open:
            anchored.height = max(anchored.height, depth + 1 - anchored.depth)

    def finish(self, *, node: int, n_nodes: int) -> None:
        """Close the collection of number `node` if it is anchored; `n_nodes` counts all nodes so far."""
        anchored, expanded_before = self.open[-1]
        if anchored.node == node:
            self.open.pop()
            anchored.weight = n_nodes - node + self.expanded - expanded_before
