"""A learning rate, a number or a schedule -> what it is at each step, by Keras' formulas."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from math import ceil, cos, floor, inf, log, pi

from nnspec.records import record
from nnspec.spec.calls import Call

_SAMPLES = 200


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
    rates = tuple(rate_at(rate, round(last * i / _SAMPLES)) for i in range(_SAMPLES + 1))
    peaks = (rate_at(rate, step) for step in turning_points(rate) if step <= last)
    return Course(max(*rates, *peaks), sum(rates) / len(rates), rates[-1], rates)


def peak_rate(rate: float | Call, n_steps: int | None) -> float:
    """Give the highest learning rate; of a training of unknown length that of the schedule's own."""
    if not isinstance(rate, Call):
        return rate
    own = max((ceil(point) for point in turning_points(rate)), default=0)
    return course_of(rate, own + 1 if n_steps is None else n_steps).peak


def turning_points(schedule: Call) -> Iterator[int]:
    """Go through the steps at which a schedule changes its course: ends of warm-up, of decay, boundaries."""
    warmup = warmup_steps(schedule)
    yield warmup
    for argument in ("decay_steps", "first_decay_steps"):
        span = schedule.get(argument)
        if isinstance(span, int):
            yield warmup + span
    for boundary in schedule.get("boundaries") or ():
        yield boundary + 1


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
    return _FORMULAS[schedule.name](schedule, float(step))


def _exponential(schedule: Call, step: float) -> float:
    return float(schedule.get("initial_learning_rate") * schedule.get("decay_rate") ** _periods(schedule, step))


def _inverse_time(schedule: Call, step: float) -> float:
    return float(schedule.get("initial_learning_rate") / (1 + schedule.get("decay_rate") * _periods(schedule, step)))


def _periods(schedule: Call, step: float) -> float:
    periods = step / float(schedule.get("decay_steps"))
    return floor(periods) if schedule.get("staircase") else periods


def _piecewise(schedule: Call, step: float) -> float:
    values = schedule.get("values")
    passed = sum(step > boundary for boundary in schedule.get("boundaries"))
    return float(values[min(passed, len(values) - 1)])


def _polynomial(schedule: Call, step: float) -> float:
    start, end = schedule.get("initial_learning_rate"), schedule.get("end_learning_rate")
    span = float(schedule.get("decay_steps"))
    if schedule.get("cycle"):
        span *= max(1, ceil(step / span))
    return float((start - end) * (1 - min(step, span) / span) ** schedule.get("power") + end)


def _cosine(schedule: Call, step: float) -> float:
    start, target = schedule.get("initial_learning_rate"), schedule.get("warmup_target")
    warmup = warmup_steps(schedule)
    if step < warmup:
        return float(start + (target - start) * step / warmup)
    share = min(1.0, (step - warmup) / schedule.get("decay_steps"))
    return _half_wave(share, schedule) * float(start if target is None else target)


def _restarts(schedule: Call, step: float) -> float:
    growth, done = float(schedule.get("t_mul")), step / schedule.get("first_decay_steps")
    if growth == 1:
        waves = floor(done)
        share = done - waves
    else:
        waves = floor(log(max(1 - done * (1 - growth), 1e-12)) / log(growth))
        share = (done - (1 - growth**waves) / (1 - growth)) / growth**waves
    height = float(schedule.get("m_mul")) ** waves
    return _half_wave(share, schedule, height=height) * float(schedule.get("initial_learning_rate"))


def _half_wave(share: float, schedule: Call, *, height: float = 1.0) -> float:
    alpha = float(schedule.get("alpha"))
    return (1 - alpha) * 0.5 * height * (1 + cos(pi * share)) + alpha


_FORMULAS: dict[str, Callable[[Call, float], float]] = {
    "CosineDecay": _cosine,
    "CosineDecayRestarts": _restarts,
    "ExponentialDecay": _exponential,
    "InverseTimeDecay": _inverse_time,
    "PiecewiseConstantDecay": _piecewise,
    "PolynomialDecay": _polynomial,
}

# The highest learning rates that networks of several layers are known to stand, by optimizer.
_HIGHEST = {
    "Adam": 1e-2, "AdamW": 1e-2, "Adamax": 2e-2, "Lion": 1e-3, "Nadam": 1e-2, "RMSprop": 1e-2, "SGD": 0.5,
}  # fmt: skip


def highest_rate(optimizer: Call) -> float:
    """Give the learning rate above which an optimizer mostly diverges; infinite where none is known."""
    if optimizer.name == "SGD" and optimizer.get("momentum") >= 0.9:
        return 0.2
    return _HIGHEST.get(optimizer.name, inf)


def gain(optimizer: Call) -> float:
    """Say how many times its own gradient a step of SGD with momentum makes in the long run."""
    momentum = optimizer.get("momentum") if optimizer.name == "SGD" else 0.0
    return float(1 / (1 - momentum)) if momentum < 1 else inf
