"""Schedules step by step as Keras computes them."""

from math import inf

import keras
import pytest

from nnspec.linting.learning_rates import course_of, peak_rate, rate_at
from nnspec.spec.calls import Call

pytestmark = pytest.mark.backend

SCHEDULES: dict[str, list[dict[str, object]]] = {
    "CosineDecay": [
        {"initial_learning_rate": 0.1, "decay_steps": 50, "alpha": 0.1},
        {"initial_learning_rate": 0.0, "decay_steps": 50, "warmup_target": 0.2, "warmup_steps": 10},
        {"initial_learning_rate": 0.1, "decay_steps": 50, "warmup_steps": 10},
    ],
    "CosineDecayRestarts": [
        {"initial_learning_rate": 0.1, "first_decay_steps": 20, "m_mul": 0.8, "alpha": 0.05},
        {"initial_learning_rate": 0.1, "first_decay_steps": 20, "t_mul": 1.0},
    ],
    "ExponentialDecay": [
        {"initial_learning_rate": 0.1, "decay_steps": 30, "decay_rate": 0.5},
        {"initial_learning_rate": 0.1, "decay_steps": 30, "decay_rate": 0.5, "staircase": True},
    ],
    "InverseTimeDecay": [{"initial_learning_rate": 0.1, "decay_steps": 30, "decay_rate": 0.5}],
    "PiecewiseConstantDecay": [{"boundaries": [10, 60], "values": [0.1, 0.01, 0.001]}],
    "PolynomialDecay": [
        {"initial_learning_rate": 0.1, "decay_steps": 40, "power": 2.0},
        {"initial_learning_rate": 0.1, "decay_steps": 40, "cycle": True},
    ],
}
CASES = [(name, arguments) for name, of_name in SCHEDULES.items() for arguments in of_name]


@pytest.mark.parametrize(("name", "arguments"), CASES)
def test_rate_at_is_the_rate_of_keras(name: str, arguments: dict[str, object]) -> None:
    schedule = getattr(keras.optimizers.schedules, name)(**arguments)
    call = Call("schedules", name, arguments)
    steps = (0, 1, 9, 10, 11, 25, 40, 41, 61, 95)
    assert [rate_at(call, step) for step in steps] == pytest.approx([float(schedule(step)) for step in steps], abs=1e-7)


def test_peak_of_a_warm_up_that_is_cut_short_is_where_it_ends() -> None:
    arguments = {"initial_learning_rate": 0.0, "decay_steps": 50, "warmup_target": 1.0, "warmup_steps": 100}
    assert course_of(Call("schedules", "CosineDecay", arguments), 51).peak == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("name", "arguments", "n_steps", "peak"),
    [
        ("ExponentialDecay", {"initial_learning_rate": 0.001, "decay_steps": 10, "decay_rate": 2.0}, 101, 1.024),
        ("ExponentialDecay", {"initial_learning_rate": 0.1, "decay_steps": 1, "decay_rate": 1.5}, 20_000, inf),
        ("ExponentialDecay", {"initial_learning_rate": 0.1, "decay_steps": 1, "decay_rate": 2, "staircase": True},
         20_000, inf),
        ("PolynomialDecay", {"initial_learning_rate": 0.0, "end_learning_rate": 1.0, "decay_steps": 100}, 51, 0.5),
        ("CosineDecayRestarts", {"initial_learning_rate": 0.1, "first_decay_steps": 10, "t_mul": 1.0, "m_mul": 2.0},
         39, 0.8),
        ("CosineDecayRestarts", {"initial_learning_rate": 0.1, "first_decay_steps": 10, "m_mul": 3.0}, 69, 0.9),
        ("CosineDecayRestarts", {"initial_learning_rate": 0.1, "first_decay_steps": 10, "t_mul": 1.0, "m_mul": 2.0},
         100_000, inf),
        ("CosineDecayRestarts", {"initial_learning_rate": 0.1, "first_decay_steps": 10, "m_mul": 0.5}, 69, 0.1),
    ],
)  # fmt: skip
def test_peak_of_a_schedule_that_grows_is_at_its_end(
    name: str, arguments: dict[str, object], n_steps: int, peak: float
) -> None:
    schedule = Call("schedules", name, arguments)
    assert peak_rate(schedule, n_steps) == pytest.approx(peak)
    assert course_of(schedule, n_steps).peak == pytest.approx(peak)
