"""The numbers that a tensor can hold at all."""

from __future__ import annotations

from math import inf

from nnspec.records import record


@record
class ValueRange:
    """An interval; its ends may be approached or reached.

    Args:
        low: no number is below it.
        high: no number is above it.
    """

    low: float = -inf
    high: float = inf

    @property
    def is_bounded(self) -> bool:
        """Whether it ends on both sides."""
        return self.low > -inf and self.high < inf

    @property
    def is_unbounded(self) -> bool:
        """Whether it ends on neither side."""
        return self.low == -inf and self.high == inf

    def holds(self, other: ValueRange) -> bool:
        """Tell whether another interval lies within this one, but for rounding."""
        slack = 1e-6 * max((abs(end) for end in (self.low, self.high) if abs(end) < inf), default=0.0)
        return self.low - slack <= other.low and other.high <= self.high + slack

    def __str__(self) -> str:
        if self.low == -inf:
            return "any number" if self.high == inf else f"at most {self.high:g}"
        return f"at least {self.low:g}" if self.high == inf else f"{self.low:g} to {self.high:g}"


ANYTHING = ValueRange()
UNIT = ValueRange(0.0, 1.0)

_FROM_ZERO = ValueRange(low=0.0)
_AROUND_ZERO = ValueRange(-1.0, 1.0)

# The minima of gelu, silu and mish are those of x * cdf(x), x * sigmoid(x) and x * tanh(softplus(x)), rounded down.
ACTIVATION_RANGES: dict[str, ValueRange] = {
    "celu": ValueRange(low=-1.0),
    "elu": ValueRange(low=-1.0),
    "exponential": _FROM_ZERO,
    "gelu": ValueRange(low=-0.171),
    "hard_sigmoid": UNIT,
    "hard_silu": ValueRange(low=-0.375),
    "hard_tanh": _AROUND_ZERO,
    "log_sigmoid": ValueRange(high=0.0),
    "log_softmax": ValueRange(high=0.0),
    "mish": ValueRange(low=-0.309),
    "relu": _FROM_ZERO,
    "relu6": ValueRange(0.0, 6.0),
    "selu": ValueRange(low=-1.759),
    "sigmoid": UNIT,
    "silu": ValueRange(low=-0.279),
    "softmax": UNIT,
    "softplus": _FROM_ZERO,
    "softsign": _AROUND_ZERO,
    "sparse_plus": _FROM_ZERO,
    "sparse_sigmoid": UNIT,
    "sparsemax": UNIT,
    "squareplus": _FROM_ZERO,
    "tanh": _AROUND_ZERO,
}
