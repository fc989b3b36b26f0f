"""How often each value stands in a column -> the list of a card."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from typing import Any

from nnspec.tables.card import Value

# A column of longer texts holds prose, which nobody wants to read in a card.
_LONGEST_TEXT = 1_000


def rank_values(counts: Mapping[Any, int] | None, *, kind: type[Value]) -> tuple[tuple[Value, int], ...] | None:
    """List values, most frequent first, equally frequent ones in their own order.

    Args:
        counts: by value; None where they are too many.
        kind: what the values become; those that become equal count together.

    Returns:
        None also for prose and where a value is infinite, which JSON cannot say.
    """
    if counts is None or not all(map(_can_be_listed, counts)):
        return None
    together = Counter[Value]()
    for value, count in counts.items():
        together[kind(value)] += count
    return tuple(sorted(together.items(), key=lambda pair: (-pair[1], pair[0])))


def _can_be_listed(value: Value) -> bool:
    return len(value) <= _LONGEST_TEXT if isinstance(value, str) else math.isfinite(value)
