"""A learning rate, a number or a schedule -> what it is at each step, by Keras' formulas."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from math import ceil, cos, floor, inf, log, pi
from typing import Any

from nnspec.records import record
from nnspec.spec.calls import Call

Values = Mapping[str, Any]

_SAMPLES = 64


@record
class Course:
    """How a learning rate goes through a training.

    Args:
        peak: the highest.
        mean: over all steps.
        end: the last.
        rates: at equal distances from the first step to the last.
    """

    peak: float
    mean: float
    end: float
    rates: tuple[float, ...]


def course_of(rate: float | Call, n_steps: int) -> Course:
    """Follow a learning rate through a training.

    Args:
        rate: a number or a schedule.
        n_steps: of the training, above 0.
    """
    if not isinstance(rate, Call):
        return Course(rate, rate, rate, (rate,))
    last = n_steps - 1
    values, formula = _values_of(rate), _FORMULAS[rate.name]
    rates = tuple(formula(values, float(round(last * i / _SAMPLES))) for i in range(_SAMPLES + 1))
    return Course(max(*rates, peak_rate(rate, n_steps)), sum(rates) / len(rates), rates[-1], rates)


def peak_rate(rate: float | Call, n_steps: int | None) -> float:
    """Give the highest learning rate; of a training of unknown length that of the schedule's own."""
    if not isinstance(rate, Call):
        return rate
    # Between its turning points each of Keras' schedules goes one way; waves begin again, each at its own height.
    points = (0, *_turning_points(rate), *(() if n_steps is None else (n_steps - 1,)))
    peak = max(rate_at(rate, point) for point in points if n_steps is None or point < n_steps)
    is_growing = n_steps is not None and rate.name == "CosineDecayRestarts" and rate.get("m_mul") > 1
    return max(peak, _last_crest(rate, points[-1])) if is_growing else peak


def _turning_points(schedule: Call) -> Iterator[int]:
    """Go through the steps at which a schedule changes its course: ends of warm-up, of decay, boundaries."""
    warmup = warmup_steps(schedule)
    yield warmup
    for argument in ("decay_steps", "first_decay_steps"):
        span = schedule.get(argument)
        if isinstance(span, int):
            yield warmup + span
    for boundary in schedule.get("boundaries") or ():
        yield boundary + 1


def _last_crest(schedule: Call, step: int) -> float:
    """Give the rate with which the last wave of restarts begins, up to a step."""
    values = _values_of(schedule)
    waves, _ = _wave_at(values, step)
    return _of_wave(waves, 0.0, values)


def warmup_steps(rate: float | Call) -> int:
    """Count the steps in which a schedule climbs."""
    if not isinstance(rate, Call) or rate.get("warmup_target") is None:
        return 0
    return int(rate.get("warmup_steps") or 0)


def rate_at(schedule: Call, step: int) -> float:
    """Give the learning rate at a step.

    Source: keras/src/optimizers/schedules/learning_rate_schedule.py of Keras 3.15.1.

    Args:
        schedule: one of Keras' own.
        step: counts from 0.
    """
    return _FORMULAS[schedule.name](_values_of(schedule), float(step))


def _values_of(schedule: Call) -> Values:
    """Give all arguments of a schedule, defaults filled in."""
    return {name: schedule.get(name) for name in schedule.entry.arguments}


def _exponential(schedule: Values, step: float) -> float:
    return float(schedule["initial_learning_rate"] * _power(schedule["decay_rate"], _periods(schedule, step)))


def _inverse_time(schedule: Values, step: float) -> float:
    return float(schedule["initial_learning_rate"] / (1 + schedule["decay_rate"] * _periods(schedule, step)))


def _periods(schedule: Values, step: float) -> float:
    periods = step / float(schedule["decay_steps"])
    return floor(periods) if schedule["staircase"] else periods


def _piecewise(schedule: Values, step: float) -> float:
    values = schedule["values"]
    passed = sum(step > boundary for boundary in schedule["boundaries"])
    return float(values[min(passed, len(values) - 1)])


def _polynomial(schedule: Values, step: float) -> float:
    start, end = schedule["initial_learning_rate"], schedule["end_learning_rate"]
    span = float(schedule["decay_steps"])
    if schedule["cycle"]:
        span *= max(1, ceil(step / span))
    return float((start - end) * (1 - min(step, span) / span) ** schedule["power"] + end)


def _cosine(schedule: Values, step: float) -> float:
    start, target = schedule["initial_learning_rate"], schedule["warmup_target"]
    warmup = 0 if target is None else int(schedule["warmup_steps"] or 0)
    if step < warmup:
        return float(start + (target - start) * step / warmup)
    share = min(1.0, (step - warmup) / schedule["decay_steps"])
    return _half_wave(share, schedule) * float(start if target is None else target)


def _restarts(schedule: Values, step: float) -> float:
    return _of_wave(*_wave_at(schedule, step), schedule)


def _wave_at(schedule: Values, step: float) -> tuple[int, float]:
    """Tell how many waves of restarts are over at a step, and which share of the next one is."""
    growth, done = float(schedule["t_mul"]), step / schedule["first_decay_steps"]
    if growth == 1:
        return floor(done), done - floor(done)
    waves = floor(log(max(1 - done * (1 - growth), 1e-12)) / log(growth))
    return waves, (done - (1 - growth**waves) / (1 - growth)) / growth**waves


def _of_wave(waves: int, share: float, schedule: Values) -> float:
    height = _power(schedule["m_mul"], waves)
    return _half_wave(share, schedule, height=height) * float(schedule["initial_learning_rate"])


def _half_wave(share: float, schedule: Values, *, height: float = 1.0) -> float:
    alpha = float(schedule["alpha"])
    return (1 - alpha) * 0.5 * height * (1 + cos(pi * share)) + alpha


def _power(base: float, exponent: float) -> float:
    """Raise a number above 0 to a power; infinite where that is beyond all floats."""
    try:
        return math.pow(base, exponent)
    except OverflowError:
        return inf


_FORMULAS: dict[str, Callable[[Values, float], float]] = {
    "CosineDecay": _cosine,
    "CosineDecayRestarts": _restarts,
    "ExponentialDecay": _exponential,
    "InverseTimeDecay": _inverse_time,
    "PiecewiseConstantDecay": _piecewise,
    "PolynomialDecay": _polynomial,
}
