"""`expect`: bounds that must hold, on what is static and on metrics."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from nnspec.diagnostics.diagnostic import Path
from nnspec.records import record

SPLITS = ("train", "validation", "test")
# What the network alone decides: parameters, bytes of a training step, operations of one example.
STATIC_QUANTITIES = ("parameters", "memory", "flops")
_QUANTITY = re.compile(r"([0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)\s*(K|M|G|KiB|MiB|GiB)?")
_FACTORS = {None: 1, "K": 10**3, "M": 10**6, "G": 10**9, "KiB": 2**10, "MiB": 2**20, "GiB": 2**30}


@record(kw_only=True)
class Bound:
    """A quantity with the limits it must keep; both ends are allowed values.

    Args:
        quantity: one of `STATIC_QUANTITIES`, or a metric such as `test.accuracy`.
        minimum: None where it is open.
        maximum: None where it is open.
        path: where it is written.
    """

    quantity: str
    minimum: float | None
    maximum: float | None
    path: Path

    @property
    def is_possible(self) -> bool:
        """Whether there is a value that keeps the bound."""
        return self.minimum is None or self.maximum is None or self.minimum <= self.maximum

    def holds(self, value: float) -> bool:
        """Tell whether a value keeps the bound; NaN never does."""
        above = self.minimum is None or value >= self.minimum
        return above and (self.maximum is None or value <= self.maximum) and value == value

    def describe(self) -> str:
        """Say the bound in words, such as `at least 0.95`."""
        low = None if self.minimum is None else f"at least {self.minimum:g}"
        high = None if self.maximum is None else f"at most {self.maximum:g}"
        return " and ".join(part for part in (low, high) if part)


def read_bounds(values: Mapping[str, Any], path: Path) -> tuple[Bound, ...]:
    """Read `expect`, units resolved."""
    return tuple(
        Bound(
            quantity=quantity,
            minimum=None if "min" not in limits else read_quantity(limits["min"]),
            maximum=None if "max" not in limits else read_quantity(limits["max"]),
            path=(*path, quantity),
        )
        for quantity, limits in values.items()
    )


def read_quantity(value: float | str) -> float:
    """Read a number that may carry a unit: `2M` is 2e6, `4GiB` is 4 * 2**30."""
    if not isinstance(value, str):
        return float(value)
    match = _QUANTITY.fullmatch(value)
    if match is None:
        raise ValueError(f"expected a number with a unit such as `2M` or `4GiB`, received `{value}`")
    return float(match[1]) * _FACTORS[match[2]]
