"""Rules of the data, all together: what each fault says, at its borders, and that sane specs say nothing."""

import pytest

from nnspec.linting.registry import rules_of
from rule_cases import card_of, lint_text

RULES = list(rules_of("data"))

CARD = """
rows: 1000
columns:
  big: {dtype: float64, shape: [], missing: 0, unique: 900, minimum: 0.0, maximum: 900.0, mean: 300.0, std: 150.0}
  far: {dtype: float64, shape: [], missing: 0, unique: 90, minimum: 4.0, maximum: 8.0, mean: 5.8, std: 0.8}
  fine: {dtype: float64, shape: [], missing: 0, unique: 90, minimum: -3.0, maximum: 3.0, mean: 0.1, std: 1.0}
  faint: {dtype: float64, shape: [], missing: 0, unique: 90, minimum: -0.02, maximum: 0.02, mean: 0.0, std: 0.005}
  pale: {dtype: float64, shape: [], missing: 0, unique: 90, minimum: 0.8, maximum: 1.0, mean: 0.95, std: 0.01}
  flag: {dtype: int64, shape: [], missing: 0, unique: 2, minimum: 0, maximum: 1, mean: 0.004, std: 0.06}
  gap: {dtype: float64, shape: [], missing: 4, unique: 90, minimum: 0.0, maximum: 1.0, mean: 0.5, std: 0.3}
  still: {dtype: float64, shape: [], missing: 0, unique: 1, minimum: 2.0, maximum: 2.0, mean: 2.0, std: 0.0}
  counter: {dtype: int64, shape: [], missing: 0, unique: 1000, minimum: 0, maximum: 999, mean: 500.0, std: 289.0,
            sorted: true}
  price: {dtype: int64, shape: [], missing: 0, unique: 1000, minimum: 5, maximum: 90000, mean: 800.0, std: 289.0}
  job: {dtype: int64, shape: [], missing: 0, unique: 12, minimum: 0, maximum: 11, mean: 5.0, std: 3.0}
  n_stores: {dtype: int64, shape: [], missing: 0, unique: 12, minimum: 0, maximum: 11, mean: 5.0, std: 3.0}
  grey: {dtype: uint8, shape: [8, 8, 1], missing: 0, minimum: 0, maximum: 255, mean: 80.0, std: 60.0}
  dark: {dtype: uint8, shape: [8, 8, 1], missing: 0, minimum: 0, maximum: 16, mean: 5.0, std: 6.0}
  mask: {dtype: uint8, shape: [8, 8, 1], missing: 0, minimum: 0, maximum: 1, mean: 0.3, std: 0.4}
  y: {dtype: int64, shape: [], missing: 0, unique: 2, values: [[0, 700], [1, 300]]}
  rare: {dtype: int64, shape: [], missing: 0, unique: 2, values: [[0, 970], [1, 30]]}
  wide: {dtype: float64, shape: [], missing: 0, minimum: 0.0, maximum: 9000.0, mean: 900.0, std: 700.0}
  tiny: {dtype: float64, shape: [], missing: 0, minimum: 0.0, maximum: 0.01, mean: 0.002, std: 0.001}
"""
GROUPS = CARD + "  user_id: {dtype: int64, shape: [], missing: 0, unique: 80}\n"
DATES = CARD + "  day: {dtype: datetime, shape: [], missing: 0, unique: 990, sorted: true}\n"
DENSE = "[{Dense: {units: 8, activation: relu}}]"
PIXELS = "{Rescaling: {scale: 0.00392156862745098}}"


def _linted(inputs: str, hidden: str = DENSE, outputs: str = "y: binary", more: str = "", card: str = CARD) -> set[str]:
    text = f"nnspec: 1\ninputs: {{{inputs}}}\nhidden: {hidden}\noutputs: {{{outputs}}}\n{more}"
    linted = lint_text(text, RULES, card=card_of(card))
    return {f"{finding.code} {finding.severity}" for finding in linted.findings}


def _picture(name: str, scale: str) -> str:
    return f"{name}: {{type: image, size: [8, 8], channels: 1, scale: {scale}}}"


FAULTY_INPUTS = [
    ("x: {columns: [big, fine], scale: none}", DENSE, "NN601 warning"),
    ("x: {column: far, scale: none}", DENSE, "NN601 warning"),
    ("x: {columns: [fine, faint], scale: none}", DENSE, "NN601 warning"),
    ("big: {type: array}", DENSE, "NN601 warning"),
    ("big: {type: number, scale: none}", "[{Reshape: [1, 1]}, {LSTM: 4}]", "NN601 warning"),
    ("big: {type: number, scale: none}", "[{model: {name: m, layers: [{Dense: 4}]}}]", "NN601 warning"),
    ("x: {column: big, scale: none}, fine: number", "[{Concatenate: {from: [x, fine]}}, {Dense: 4}]",
     "NN601 warning"),
    ("big: {type: number, scale: none}", "[{Rescaling: {scale: 0.5}}, {Dense: 4}]", "NN601 warning"),
    (_picture("grey", "none"), "[Flatten, {Dense: 4}]", "NN601 warning"),
    (_picture("grey", "unit"), f"[{PIXELS}, Flatten, {{Dense: 4}}]", "NN602 error"),
    (_picture("grey", "standard"), f"[{PIXELS}, Flatten, {{Dense: 4}}]", "NN602 error"),
    (_picture("grey", "none"), f"[{PIXELS}, {PIXELS}, Flatten, {{Dense: 4}}]", "NN602 error"),
    (_picture("mask", "unit"), "[Flatten, {Dense: 4}]", "NN602 error"),
    (_picture("dark", "unit"), "[Flatten, {Dense: 4}]", "NN602 warning"),
    (_picture("grey", "unit"), "[{Normalization: {mean: [120.0], variance: [900.0]}}, Flatten, {Dense: 4}]",
     "NN602 error"),
    ("gap: number", DENSE, "NN612 error"),
    ("x: {columns: [fine, still]}", DENSE, "NN611 warning"),
    ("x: {columns: [fine, counter]}", DENSE, "NN611 warning"),
    ("fine: number, counter: category", DENSE, "NN611 warning"),
    ("x: {columns: [fine, job]}", DENSE, "NN613 warning"),
]  # fmt: skip


@pytest.mark.parametrize(("inputs", "hidden", "expected"), FAULTY_INPUTS)
def test_faulty_input_says_its_fault_alone(inputs: str, hidden: str, expected: str) -> None:
    assert _linted(inputs, hidden) == {expected}


SOUND_INPUTS = [
    ("x: {columns: [big, far, fine, faint]}", DENSE),
    ("x: {columns: [big, far], scale: minmax}", DENSE),
    ("x: {columns: [fine, flag, pale], scale: none}", DENSE),
    ("x: {column: big, scale: none}", "[BatchNormalization, {Dense: 4}]"),
    ("x: {column: big, scale: none}", "[{Rescaling: {scale: 0.001}}, {Dense: 4}]"),
    ("x: {column: big, scale: none}", "[ops.log1p, {Dense: 4}]"),
    ("job: {type: number, scale: none}", "[{Embedding: {input_dim: 12, output_dim: 2}}, Flatten, {Dense: 4}]"),
    (_picture("grey", "unit"), "[{Rescaling: {scale: 2.0, offset: -1.0}}, Flatten, {Dense: 4}]"),
    (_picture("grey", "unit"), "[{Normalization: {mean: [0.5], variance: [0.08]}}, Flatten, {Dense: 4}]"),
    (_picture("grey", "unit"), "[Normalization, Flatten, {Dense: 4}]"),
    (_picture("grey", "none"), f"[{PIXELS}, Flatten, {{Dense: 4}}]"),
    (_picture("dark", "standard"), "[Flatten, {Dense: 4}]"),
    ("gap: {type: number, fill: mean}", DENSE),
    ("counter: number", DENSE),
    ("x: {columns: [fine, price]}", DENSE),
    ("x: {columns: [fine, n_stores]}", DENSE),
    ("fine: number, job: category", DENSE),
]


@pytest.mark.parametrize(("inputs", "hidden"), SOUND_INPUTS)
def test_sound_input_says_nothing(inputs: str, hidden: str) -> None:
    assert _linted(inputs, hidden) == set()


FAULTY_OUTPUTS = [
    ("wide: number", "NN614 warning"),
    ("wide: {type: number, loss: huber}", "NN614 warning"),
    ("wide: {type: number, head: none, layers: [{Dense: 1}]}", "NN614 warning"),
    ("tiny: number", "NN614 warning"),
    ("rare: {type: binary, metrics: [accuracy]}", "NN615 warning"),
    ("rare: category", "NN615 warning"),
    ("gap: {type: number, scale: standard}", "NN612 error"),
]
SOUND_OUTPUTS = [
    "wide: {type: number, scale: standard}",
    "wide: {type: number, loss: mae}",
    "wide: {type: number, head: none, layers: [{Dense: 1}, {Rescaling: {scale: 1000.0}}]}",
    "tiny: {type: number, loss: huber}",
    "rare: binary",
    "rare: {type: category, metrics: [accuracy, {F1Score: {average: macro}}]}",
    "y: {type: binary, metrics: [accuracy]}",
]


@pytest.mark.parametrize(("outputs", "expected"), FAULTY_OUTPUTS)
def test_faulty_output_says_its_fault_alone(outputs: str, expected: str) -> None:
    assert _linted("fine: number", outputs=outputs) == {expected}


@pytest.mark.parametrize("outputs", SOUND_OUTPUTS)
def test_sound_output_says_nothing(outputs: str) -> None:
    assert _linted("fine: number", outputs=outputs) == set()


SPLIT = "data: {source: d.csv, split: {validation: 0.15, test: 0.15}}"
FAULTY_DATA = [
    ("train: {shuffle: false}", "y: binary", CARD, {"NN604 warning"}),
    ("data: {train: ./a.csv, validation: a.csv}", "y: binary", CARD, {"NN606 error"}),
    ("data: {train: a.csv, validation: 'b/*.csv', test: b/x.csv}", "y: binary", CARD, {"NN606 error"}),
    ("data: {train: 'a/**/*.csv', validation: a/b/x.csv}", "y: binary", CARD, {"NN606 error"}),
    ("data: {train: 'a/**/*.csv', validation: a/x.csv}", "y: binary", CARD, {"NN606 error"}),
    ("data: {train: 'a/**', validation: a/b/c/x.csv}", "y: binary", CARD, {"NN606 error"}),
    ("data: d.csv", "y: binary", GROUPS, {"NN607 warning"}),
    (SPLIT, "wide: {type: number, scale: standard}", DATES, {"NN607 warning"}),
    ("data: {source: d.csv, split: none}", "y: binary", CARD, {"NN608 warning"}),
    ("data: {train: d.csv}", "y: binary", CARD, {"NN608 warning"}),
    ("data: {train: d.csv, test: e.csv}", "y: binary", CARD, {"NN608 info"}),
    ("data: {source: d.csv, split: {test: 0.2}}\ntrain: {stop: {monitor: y.value_loss}}", "y: binary", CARD,
     {"NN608 warning"}),
    ("data: {source: d.csv, split: {validation: 0.05, stratify: y}}", "y: binary", CARD, {"NN609 info"}),
    ("data: {source: d.csv, split: {validation: 0.02, stratify: y}}\ntrain: {stop: {monitor: interval_loss}}",
     "y: binary", CARD, {"NN609 info"}),
    ("data: {source: d.csv, split: {validation: 0.02, stratify: y}}\ntrain: {stop: {monitor: validation.loss}}",
     "y: binary", CARD, {"NN609 warning"}),
    ("data: {source: d.csv, split: {validation: 0.02, stratify: y}}\ntrain: {stop: {monitor: val_loss}}", "y: binary",
     CARD, {"NN609 warning"}),
    (SPLIT, "rare: binary", CARD, {"NN616 warning", "NN609 info"}),
    ("data: d.csv\ntrain: {steps: 5}", "y: binary", CARD, {"NN619 warning"}),
    ("data: d.csv\ntrain: {steps: 15}", "y: binary", CARD, {"NN619 info"}),
    ("data: {source: d.csv, split: none}\ntrain: {callbacks: [{EarlyStopping: {monitor: value_loss}}]}",
     "value: binary", CARD, {"NN608 warning"}),
]  # fmt: skip
SOUND_DATA = [
    ("data: d.csv", "y: binary", CARD),
    ("data: d.csv\ntrain: {steps: 500}", "y: binary", CARD),
    ("train: {shuffle: false, batch_size: 1000}", "y: binary", CARD),
    ("data: {train: a/*.csv, validation: a/b/x.csv}", "y: binary", CARD),
    ("data: {train: 'a/**/*.csv', validation: b/x.csv}", "y: binary", CARD),
    ("data: {train: 'a/**/c/*.csv', validation: a/b/x.csv}", "y: binary", CARD),
    (
        "data: {source: d.csv, split: none}\ntrain: {steps: 5}",
        "y: binary",
        "rows: 0\ncolumns: {fine: {shape: []}, y: {shape: []}}",
    ),
    ("data: {source: d.csv, split: {validation: 0.15, test: 0.15, group: user_id}}", "y: binary", GROUPS),
    ("data: {source: d.csv, split: {validation: 0.15, time: day}}\ntrain: {shuffle: false}", "y: binary", DATES),
    ("data: d.csv", "y: binary", DATES),
    (SPLIT, "y: binary", CARD),
    ("data: {source: d.csv, split: none}", "y: binary", "rows: 4\ncolumns: {fine: {shape: []}, y: {shape: []}}"),
    ("data: {source: d.csv, split: none}\ntrain: {steps: 5}", "y: binary", "rows: 0\ncolumns: {fine: {shape: []}}"),
]


@pytest.mark.parametrize(("more", "outputs", "card", "expected"), FAULTY_DATA)
def test_faulty_data_say_their_fault_alone(more: str, outputs: str, card: str, expected: set[str]) -> None:
    assert _linted("fine: number", outputs=outputs, more=more, card=card) == expected


@pytest.mark.parametrize(("more", "outputs", "card"), SOUND_DATA)
def test_sound_data_say_nothing(more: str, outputs: str, card: str) -> None:
    assert _linted("fine: number", outputs=outputs, more=more, card=card) == set()


def test_missing_values_that_are_dropped_say_nothing() -> None:
    assert _linted("gap: number", more="data: {source: d.csv, missing: drop}") == set()


def test_rules_of_columns_without_a_card_are_skipped() -> None:
    text = f"nnspec: 1\ndata: d.csv\ninputs: {{x: {{scale: none}}}}\nhidden: {DENSE}\noutputs: {{y: number}}\n"
    linted = lint_text(text, RULES)
    assert not linted.findings
    assert {rule.code for rule, _ in linted.skipped} >= {"NN601", "NN607", "NN611", "NN612", "NN613", "NN614"}


def test_group_that_is_an_input_of_kinds_is_no_leak() -> None:
    assert _linted("fine: number, user_id: category", more="data: d.csv", card=GROUPS) == set()
