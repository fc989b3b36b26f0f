"""Where every key and value of a document stands: a path -> offsets into the text.

Nodes are numbered in the order of the text. A mapping's value is the node after its key, so one number a key
is enough to find both.
"""

from __future__ import annotations

from nnspec.diagnostics.diagnostic import Path
from nnspec.records import field, record

Table = dict[str, int] | list[int]


@record
class Places:
    """The offsets of all nodes, in the order of the text.

    Args:
        starts: per node, the offset of its first character.
        ends: per node, the offset after its last character; for block collections, after their introduction.
        tables: per collection, the node of each key or item; an alias shares the table of its anchor.
    """

    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    tables: dict[int, Table] = field(default_factory=dict)

    def value_at(self, path: Path) -> tuple[int, int]:
        """Give start and end of the value at `path`, or of its nearest ancestor that exists."""
        node, _ = self._find(path)
        return self._extent(node)

    def key_at(self, path: Path) -> tuple[int, int]:
        """Give start and end of the key that ends `path`; of the value for list items."""
        node, key = self._find(path)
        return self._extent(node if key is None else key)

    def _find(self, path: Path) -> tuple[int, int | None]:
        node, key = 0, None
        for step in path:
            child = _child(self.tables.get(node), step)
            if child is None:
                break
            node, key = (child + 1, child) if isinstance(step, str) else (child, None)
        return node, key

    def _extent(self, node: int) -> tuple[int, int]:
        start, end = self.starts[node], self.ends[node]
        table = self.tables.get(node)
        if start < end or not table:
            return start, end
        return (start, self.ends[node + 1]) if isinstance(table, dict) else (start, start + 1)


def _child(table: Table | None, step: str | int) -> int | None:
    if isinstance(table, dict) and isinstance(step, str):
        return table.get(step)
    if isinstance(table, list) and isinstance(step, int) and 0 <= step < len(table):
        return table[step]
    return None
