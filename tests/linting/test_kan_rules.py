"""Rules of Kolmogorov-Arnold layers, all together."""

import pytest

import nnspec
from nnspec.linting.registry import rules_of
from rule_cases import card_of, lint_text

RULES = list(rules_of("kan"))

CARD = """
rows: 1000
columns:
  far: {dtype: float64, shape: [], minimum: 50.0, maximum: 90.0, mean: 70.0, std: 9.0}
  near: {dtype: float64, shape: [], minimum: -0.9, maximum: 0.9, mean: 0.0, std: 0.4}
"""
UNIT = "near: {type: number, scale: minmax}"


def _linted(inputs: str, hidden: str, more: str = "", output: str = "y: number") -> set[str]:
    text = f"nnspec: 1\ninputs: {{{inputs}}}\nhidden: {hidden}\noutputs: {{{output}}}\n{more}"
    linted = lint_text(text, RULES, card=card_of(CARD))
    return {f"{finding.code} {finding.severity}" for finding in linted.findings}


@pytest.mark.parametrize(
    ("inputs", "hidden", "expected"),
    [
        ("far: number", "[{KAN: 4}]", "NN701 warning"),
        ("far: {type: number, scale: none}", "[{KAN: 4}]", "NN701 warning"),
        ("x: {columns: [far, near]}", "[{KAN: {units: 4, grid_range: [-1.7, 1.7]}}]", "NN701 info"),
        ("far: number", "[{KAN: {units: 4, base_activation: null}}]", "NN714 warning"),
        ("far: {type: number, scale: none}", "[{KAN: {units: 4, base_activation: null}}]", "NN714 error"),
        (UNIT, "[{KAN: 4}, {KAN: 4}]", "NN702 info"),
        (UNIT, "[{KAN: {units: 4, degree: 0}}]", "NN704 warning"),
        (UNIT, "[{Dense: 4}, {KAN: {units: 4, degree: 0, base_activation: null}}]", "NN704 error"),
        (UNIT, "[{KAN: {units: 4, grid_size: 1}}]", "NN704 info"),
        (UNIT, "[{KAN: 4}, ReLU, {Dense: 4}]", "NN708 info"),
        (UNIT, "[{KAN: {units: 4, activation: relu}}, {Dense: 4}]", "NN708 info"),
    ],
)
def test_faulty_kan_says_its_fault_alone(inputs: str, hidden: str, expected: str) -> None:
    assert _linted(inputs, hidden) == {expected}


@pytest.mark.parametrize(
    ("inputs", "hidden"),
    [
        ("far: number", "[{KAN: {units: 4, grid_range: [-2.5, 2.5]}}]"),
        ("near: {type: number, scale: none}", "[{KAN: 4}]"),
        (UNIT, "[{KAN: {units: 4, base_activation: null}}]"),
        (UNIT, "[{KAN: 4}, LayerNormalization, {KAN: {units: 4, grid_range: [-3, 3]}}]"),
        (UNIT, "[{KAN: {units: 4, activation: tanh}}, {KAN: 4}]"),
        ("far: number", "[{Dense: 4}, {KAN: 4}]"),
    ],
)
def test_sound_kan_says_nothing(inputs: str, hidden: str) -> None:
    assert _linted(inputs, hidden) == set()


@pytest.mark.parametrize(
    ("grid_size", "more", "expected"),
    [
        (3, "optimizer: {Adam: 0.05}", {"NN706 warning"}),
        (3, "optimizer: {Adam: 0.01}", set()),
        (3, "optimizer: {SGD: 0.05}", set()),
        (64, "train: {precision: mixed_bfloat16}", {"NN716 warning"}),
        (64, "train: {precision: mixed_float16}", set()),
        (900, "data: d.csv", {"NN703 info"}),
        (9000, "data: d.csv", {"NN703 warning"}),
        (9000, "data: d.csv\ntrain: {stop: {monitor: val_loss}}", set()),
    ],
)
def test_training_of_a_kan(grid_size: int, more: str, expected: set[str]) -> None:
    assert _linted(UNIT, f"[{{KAN: {{units: 2, grid_size: {grid_size}}}}}]", more) == expected


def test_rate_too_high_for_splines_is_said_once() -> None:
    text = f"nnspec: 1\ninputs: {{{UNIT}}}\nhidden: [{{KAN: 4}}]\noutputs: {{y: number}}\noptimizer: {{Adam: 0.05}}\n"
    rules = [*rules_of("optimization"), *RULES]
    assert [finding.code for finding in lint_text(text, rules, card=card_of(CARD)).findings] == ["NN706"]


def test_sigmoid_at_the_end_of_a_kan_says_nothing() -> None:
    assert _linted(UNIT, "[]", output="y: {type: binary, head: {KAN: {units: 1, activation: sigmoid}}}") == set()


def test_rules_speak_of_layers_inside_wrappers_too() -> None:
    text = (
        "nnspec: 1\ninputs: {x: {type: array, shape: [5, 3]}}\n"
        "hidden: [{TimeDistributed: {layer: {KAN: {units: 4, degree: 0}}}}, Flatten]\noutputs: {y: number}\n"
    )
    assert "NN704" in [finding.code for finding in nnspec.lint(text)]
