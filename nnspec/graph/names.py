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
        self._counts: dict[str, int] = {}

    def next_for(self, word: str) -> str:
        """Return the next free name for a layer class."""
        return self.next_like(to_snake_case(word))

    def next_like(self, stem: str) -> str:
        """Return the stem itself where it is free, or with the first number that makes it so."""
        count = self._counts.get(stem, 0)
        name = f"{stem}_{count}" if count else stem
        while name in self._taken:
            count += 1
            name = f"{stem}_{count}"
        self._taken.add(name)
        self._counts[stem] = count
        return name
