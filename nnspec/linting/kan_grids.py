"""A subject -> its KAN layers with the intervals that their splines cover, and what inputs bring there."""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.arrivals import arrivals_of
from nnspec.linting.spread import Spread, encoded_spreads, scaled_by
from nnspec.linting.step import Step
from nnspec.linting.subject import Subject
from nnspec.records import record

# More than this share of numbers outside a grid is too much.
MANY = 0.2


@record
class Grid:
    """Where the splines of a layer live.

    Args:
        low: lower end of the grid.
        high: upper end.
        size: intervals inside.
        degree: of the splines.
    """

    low: float
    high: float
    size: int
    degree: int

    @property
    def support(self) -> tuple[float, float]:
        """The interval outside of which every spline is 0: `degree` steps more on both sides."""
        margin = self.degree * (self.high - self.low) / self.size
        return self.low - margin, self.high + margin


def kan_steps(subject: Subject) -> Iterator[Step]:
    """Go through the KAN layers, each once."""
    return (step for step in subject.flow.of({"KAN"}) if not step.is_called_again)


def grid_of(step: Step) -> Grid | None:
    """Give the grid of a KAN layer; None where it is not written in numbers."""
    bounds, size, degree = step.get("grid_range"), step.get("grid_size"), step.get("degree")
    if not isinstance(bounds, tuple | list) or len(bounds) != 2 or not isinstance(size, int) or size < 1:
        return None
    low, high = bounds
    if not isinstance(low, int | float) or not isinstance(high, int | float) or low >= high:
        return None
    return Grid(low, high, size, degree) if isinstance(degree, int) else None


def grids_below_inputs(subject: Subject) -> Iterator[tuple[Step, Grid, list[Spread]]]:
    """Give each KAN layer that takes measured numbers of inputs, and what is known of these, column by column."""
    for item in subject.spec.inputs:
        spreads = encoded_spreads(item, subject.facts)
        for arrival in arrivals_of(item.name, subject.flow) if spreads else ():
            grid = grid_of(arrival.taker) if arrival.taker.layer == "KAN" else None
            if grid is not None:
                yield arrival.taker, grid, [scaled_by(spread, arrival.scalers) for spread in spreads]


def mean_share_outside(spreads: list[Spread], low: float, high: float) -> float | None:
    """Estimate which share of all numbers lies outside an interval; None where nothing is known of any column."""
    shares = [share for spread in spreads if (share := spread.share_outside(low, high)) is not None]
    return sum(shares) / len(shares) if shares else None
