"""What a rule says that cannot decide: its data are not there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

# What rules lack most.
CARD = "a data card"
ROWS = "the number of rows"

Item = TypeVar("Item")
Found = TypeVar("Found")


class Lacking(Exception):  # noqa: N818  no error: the rule says why it cannot tell
    """A rule needs something that is not at hand; it counts as skipped, never as passed.

    Args:
        what: such as `a data card`.
    """

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


def decide_each(items: Iterable[Item], decide: Callable[[Item], Iterator[Found]]) -> Iterator[Found]:
    """Decide one item after the other, those too that stand behind one which cannot be decided.

    Args:
        items: such as the outputs of a spec.
        decide: finds what is wrong with one.

    Raises:
        Lacking: at the end, where one of them could not be decided.
    """
    lacked: list[str] = []
    for item in items:
        try:
            yield from decide(item)
        except Lacking as lack:
            lacked.append(lack.what)
    if lacked:
        raise Lacking(lacked[0])
