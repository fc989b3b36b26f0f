"""Pairs of figures, without and with a fault -> the difference, its 95 % interval, and what that says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import fmean, stdev
from typing import Literal

# Of all but accuracy, less is better.
Figure = Literal["accuracy", "cross-entropy", "RMSE in deviations"]

# Student's t, 97.5 %, by degrees of freedom from 1; beyond, the last is a little too wide.
_T = (
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228,
    2.201, 2.179, 2.160, 2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086,
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Pair:
    """One seed.

    Args:
        sound: accuracy or error on the test rows, without the fault.
        faulty: with it.
        broke: whether the faulty training ended with a loss that is no number; its last good weights are measured.
    """

    sound: float
    faulty: float
    broke: bool = False


@dataclass(frozen=True, kw_only=True)
class Effect:
    """What a fault does.

    Args:
        sound: mean over the seeds.
        faulty: likewise.
        difference: mean of faulty less sound, by seed.
        margin: half of the 95 % interval of the difference.
        n: seeds.
        n_broken: seeds whose faulty training ended with a loss that is no number.
        figure: what was measured.
    """

    sound: float
    faulty: float
    difference: float
    margin: float
    n: int
    n_broken: int
    figure: Figure

    @property
    def verdict(self) -> str:
        """`hurts` or `helps` where 0 is outside the interval."""
        if abs(self.difference) <= self.margin:
            return "no effect measured"
        return "hurts" if (self.difference > 0) == (self.figure != "accuracy") else "helps"

    @property
    def interval(self) -> str:
        """The difference and its interval, such as `-0.14 [-0.17, -0.11]`."""
        low, high = self.difference - self.margin, self.difference + self.margin
        return f"{_signed(self.difference)} [{_signed(low)}, {_signed(high)}]"


def estimate(pairs: Sequence[Pair], *, figure: Figure) -> Effect:
    """Estimate the effect of a fault from several seeds.

    The seeds share splits, so that differences are taken seed by seed: d = mean(faulty - sound), and the interval is
    d +- t(n - 1) s / sqrt(n).

    Args:
        pairs: one for each seed, at least two.
        figure: what was measured.

    Source: Student 1908.
    """
    differences = [pair.faulty - pair.sound for pair in pairs]
    n = len(pairs)
    return Effect(
        sound=fmean(pair.sound for pair in pairs),
        faulty=fmean(pair.faulty for pair in pairs),
        difference=fmean(differences),
        margin=_T[min(n - 1, len(_T)) - 1] * stdev(differences) / sqrt(n),
        n=n,
        n_broken=sum(pair.broke for pair in pairs),
        figure=figure,
    )


def describe(effects: Sequence[tuple[str, Effect]]) -> str:
    """Write the `Effect` of a page.

    Args:
        effects: of one rule, each with its task in words.
    """
    return "Effect: " + "; ".join(_sentence(task, effect) for task, effect in effects) + " (benchmarks/evidence)."


def _sentence(task: str, effect: Effect) -> str:
    means = f"{effect.figure} {effect.sound:.3f} without and {effect.faulty:.3f} with the fault"
    broken = f", {effect.n_broken} of them ended by NaN" if effect.n_broken else ""
    verdict = "" if effect.verdict == "hurts" else f": {effect.verdict}"
    return f"on {task}, {means}, difference {effect.interval} over {effect.n} seeds{broken}{verdict}"


def _signed(value: float) -> str:
    return "0.000" if round(value, 3) == 0 else f"{value:+.3f}"
