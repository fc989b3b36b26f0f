"""Names for layers that the spec leaves unnamed, as Keras would choose them, from a counter of our own."""

from __future__ import annotations

from collections.abc import Iterable

from nnspec.spec.snake_case import to_snake_case


class LayerNames:
    """Hands out `dense`, `dense_1`, `conv2d` ... and skips what the spec itself names.

    Args:
        taken: the names that the spec gives.
    """

    def __init__(self, taken: Iterable[str]) -> None:
        self._taken = set(taken)

    def next_for(self, word: str) -> str:
        """Return the next free name for a layer class."""
        stem = to_snake_case(word)
        name, count = stem, 0
        while name in self._taken:
            count += 1
            name = f"{stem}_{count}"
        self._taken.add(name)
        return name
