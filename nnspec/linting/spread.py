"""An input, a column's card and what scales on the way -> the numbers that a layer meets."""

from __future__ import annotations

from collections.abc import Iterable
from math import erf, sqrt

from nnspec.inference.facts import Facts
from nnspec.linting.arrivals import NORMALIZERS
from nnspec.linting.step import Step
from nnspec.records import record
from nnspec.spec.inputs import ArrayInput, ImageInput, Input, NumberInput
from nnspec.tables.card import ColumnCard

_PIXELS = 255.0


@record
class Spread:
    """What is known of numbers; None is not known.

    Args:
        low: none is smaller.
        high: none is larger.
        mean: of all.
        std: their standard deviation.
        is_seen: whether a card says so; else it holds for all data that the input takes.
    """

    low: float | None = None
    high: float | None = None
    mean: float | None = None
    std: float | None = None
    is_seen: bool = False

    @property
    def largest(self) -> float | None:
        """The largest size of a number."""
        if self.low is None or self.high is None:
            return None
        return max(abs(self.low), abs(self.high))

    @property
    def is_standardised(self) -> bool:
        """Whether the numbers have mean 0 and deviation 1."""
        return self.mean == 0.0 and self.std == 1.0

    def scaled(self, factor: float, offset: float = 0.0) -> Spread:
        """Multiply all numbers, then add to them."""
        ends = [None if end is None else end * factor + offset for end in (self.low, self.high)]
        low, high = ends if factor >= 0 else reversed(ends)
        mean = None if self.mean is None else self.mean * factor + offset
        return Spread(low, high, mean, None if self.std is None else self.std * abs(factor), self.is_seen)

    def share_outside(self, low: float, high: float) -> float | None:
        """Estimate which share of the numbers lies outside an interval: as if they were normally distributed."""
        if self.low is not None and self.high is not None and low <= self.low and self.high <= high:
            return 0.0
        if self.low is not None and self.high is not None and (self.high < low or high < self.low):
            return 1.0
        if self.mean is None or not self.std:
            return None
        return 1.0 - (_below((high - self.mean) / self.std) - _below((low - self.mean) / self.std))


def card_columns(name: str, facts: Facts) -> tuple[ColumnCard, ...]:
    """Give what the card says of the columns of an input or output, as far as it knows them."""
    known = {} if facts.card is None else facts.card.columns
    return tuple(known[column.name] for column in facts.columns.get(name, ()) if column.name in known)


def encoded_spreads(item: Input, facts: Facts) -> tuple[Spread, ...]:
    """Tell what numbers an input gives to the network, column by column; empty where it gives no measured numbers.

    Args:
        item: of the spec.
        facts: of its data.
    """
    if not isinstance(item, NumberInput | ArrayInput | ImageInput):
        return ()
    return tuple(_encoded(item, _spread_of(card)) for card in card_columns(item.name, facts)) or (
        _encoded(item, Spread()),
    )


def scaled_by(spread: Spread, scalers: Iterable[Step]) -> Spread:
    """Tell what becomes of numbers through `Rescaling` and normalisations; nothing is known behind others."""
    for step in scalers:
        spread = _through(spread, step)
    return spread


def _through(spread: Spread, step: Step) -> Spread:
    if step.layer == "Rescaling":
        factor, offset = step.get("scale"), step.get("offset")
        is_plain = isinstance(factor, int | float) and isinstance(offset, int | float)
        return spread.scaled(factor, offset) if is_plain else Spread()
    if step.layer in NORMALIZERS and step.get("mean") is None:
        return Spread(mean=0.0, std=1.0)
    return Spread()


def _encoded(item: NumberInput | ArrayInput | ImageInput, raw: Spread) -> Spread:
    if isinstance(item, ImageInput) and raw.low is None:
        raw = Spread(0.0, _PIXELS)
    if item.scale == "standard":
        standard = raw.scaled(1 / raw.std, -raw.mean / raw.std) if raw.std and raw.mean is not None else Spread()
        return Spread(standard.low, standard.high, 0.0, 1.0, raw.is_seen)
    if item.scale == "minmax":
        if raw.low is None or raw.high is None or raw.high == raw.low:
            return Spread(0.0, 1.0)
        return raw.scaled(1 / (raw.high - raw.low), -raw.low / (raw.high - raw.low))
    return raw.scaled(1 / _PIXELS) if item.scale == "unit" else raw


def _spread_of(card: ColumnCard) -> Spread:
    if card.dtype in ("string", "datetime"):
        return Spread()
    return Spread(card.minimum, card.maximum, card.mean, card.std, is_seen=card.minimum is not None)


def _below(value: float) -> float:
    """The share of a standard normal distribution below a value."""
    return 0.5 * (1.0 + erf(value / sqrt(2.0)))
