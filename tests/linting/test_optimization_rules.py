"""Rules of the optimizer and its schedule: what each faulty training says, and that sane ones say nothing."""

import pytest

from nnspec.linting.registry import rules_of
from rule_cases import card_of, lint_text

RULES = list(rules_of("optimization"))

DEEP = "[{Dense: {units: 16, activation: relu}}, {Dense: {units: 8, activation: relu}}]"
ONE = "[{Dense: {units: 16, activation: relu}}]"


def _linted(
    more: str, *, hidden: str = DEEP, outputs: str = "{y: number}", rows: int | None = 2000, inputs: str = "[a, b]"
) -> set[str]:
    data = "" if rows is None else "data: {source: points.csv, split: none}\n"
    text = f"nnspec: 1\n{data}inputs: {{x: {{columns: {inputs}}}}}\nhidden: {hidden}\noutputs: {outputs}\n{more}\n"
    card = None if rows is None else card_of(f"rows: {rows}\ncolumns: {{a: {{shape: []}}, b: {{shape: []}}, y: {{}}}}")
    return {f"{finding.code} {finding.severity}" for finding in lint_text(text, RULES, card=card).findings}


TRAININGS = [
    ("optimizer: {Adam: 0.02}", {"NN301 warning"}),
    ("optimizer: {Adam: 0.01}", set()),
    ("optimizer: {Lion: 0.002}", {"NN301 warning"}),
    ("optimizer: {SGD: {learning_rate: 0.3, momentum: 0.9}}", {"NN301 warning"}),
    ("optimizer: {SGD: {learning_rate: 0.3}}", set()),
    ("optimizer: {MultiOptimizer: {default_optimizer: {Adam: 1.0}, optimizer_map: {dense: {Adam: 0.001}}}}",
     {"NN301 warning"}),
    ("optimizer: {LossScaleOptimizer: {inner_optimizer: {Adam: 0.5}}}", {"NN301 warning"}),
    ("train: {stages: [{epochs: 5}, {epochs: 5, optimizer: {Adam: 0.5}}]}", {"NN301 warning"}),
    ("optimizer: {Adam: {learning_rate: {CosineDecay: {initial_learning_rate: 0.0, warmup_target: 0.1, "
     "warmup_steps: 60, decay_steps: 570}}}}", {"NN301 warning"}),
    ("optimizer: {Adam: {learning_rate: {PiecewiseConstantDecay: {boundaries: [300], values: [0.01, 0.001]}}}}", set()),
    ("optimizer: {Adam: {learning_rate: {ExponentialDecay: {initial_learning_rate: 0.001, decay_steps: 1, "
     "decay_rate: 1.5}}}}\ntrain: {steps: 20000}", {"NN301 warning"}),
    ("optimizer: {Adam: {learning_rate: {CosineDecayRestarts: {initial_learning_rate: 0.01, first_decay_steps: 10, "
     "t_mul: 1.0, m_mul: 2.0}}}}\ntrain: {steps: 100000}", {"NN301 warning"}),
    ("optimizer: {Adam: 1e-9}", {"NN302 warning"}),
    ("optimizer: {Adam: 1e-5}", {"NN302 warning"}),
    ("optimizer: {Adam: 2e-5}", set()),
    ("optimizer: {SGD: {learning_rate: 1e-3}}", {"NN302 warning", "NN304 info"}),
    ("optimizer: {SGD: {learning_rate: 1e-3, momentum: 0.9}}", set()),
    ("optimizer: Adadelta", {"NN303 warning"}),
    ("optimizer: {Adagrad: 0.01}", set()),
    ("optimizer: Adagrad", {"NN303 warning"}),
    ("optimizer: SGD", {"NN304 info"}),
    ("optimizer: SGD\ntrain: {epochs: 200}", set()),
    ("train: {epochs: 1}", {"NN310 warning"}),
    ("train: {steps: 99}", {"NN310 warning"}),
    ("train: {steps: 100}", set()),
    ("train: {epochs: 3}", {"NN310 info"}),
    ("train: {epochs: 4}", set()),
    ("train: {stages: [{epochs: 2}, {epochs: 2}]}", set()),
    ("train: {epochs: 2000, batch_size: 3000}", {"NN311 info", "NN313 info"}),
    ("train: {epochs: 500, batch_size: 3000}", {"NN311 warning", "NN313 info"}),
    ("train: {epochs: 100, batch_size: 201}", {"NN311 info"}),
    ("train: {epochs: 100, batch_size: 200}", set()),
    ("optimizer: {Adam: {learning_rate: {ExponentialDecay: {initial_learning_rate: 0.01, decay_steps: 10, "
     "decay_rate: 0.5}}}}", {"NN314 warning"}),
    ("optimizer: {Adam: {learning_rate: {ExponentialDecay: {initial_learning_rate: 0.01, decay_steps: 100, "
     "decay_rate: 0.5}}}}", set()),
    ("optimizer: {Adam: {learning_rate: {CosineDecayRestarts: {initial_learning_rate: 0.01, first_decay_steps: 70}}}}",
     set()),
    ("optimizer: {Adam: {learning_rate: {PolynomialDecay: {initial_learning_rate: 0.01, decay_steps: 9000}}}}",
     {"NN315 info"}),
    ("optimizer: {Adam: {learning_rate: {PolynomialDecay: {initial_learning_rate: 0.01, decay_steps: 630}}}}", set()),
    ("optimizer: {Adam: {learning_rate: {PiecewiseConstantDecay: {boundaries: [900], values: [0.01, 0.001]}}}}",
     {"NN315 info"}),
    ("optimizer: {Adam: {learning_rate: {InverseTimeDecay: {initial_learning_rate: 0.01, decay_steps: 1, "
     "decay_rate: 1e-6}}}}", {"NN315 info"}),
    ("optimizer: {Adam: {learning_rate: {CosineDecay: {initial_learning_rate: 0.01, decay_steps: 630}}}}\n"
     "train: {callbacks: [{ReduceLROnPlateau: {monitor: loss, patience: 2}}]}", {"NN316 error"}),
    ("train: {callbacks: [{ReduceLROnPlateau: {monitor: loss, patience: 2}}]}", set()),
    ("optimizer: {ScheduleFreeAdamW: {warmup_steps: 400}}", {"NN317 warning"}),
    ("optimizer: {ScheduleFreeAdamW: {warmup_steps: 100}}", set()),
    ("optimizer: {SGD: {learning_rate: 0.1, global_clipnorm: 1e-5}}", {"NN318 warning"}),
    ("optimizer: {Adam: {clipvalue: 1e-4}}", {"NN318 info"}),
    ("optimizer: {Adam: {clipvalue: 0.5}}", set()),
    ("optimizer: {RMSprop: {epsilon: 0.0}}", {"NN319 warning"}),
    ("optimizer: {Adam: {epsilon: 1e-9}}", set()),
    ("optimizer: {Adam: {epsilon: 1e-12}}", {"NN319 info"}),
    ("optimizer: {SGD: {learning_rate: 0.1, momentum: 1.0}}", {"NN320 error"}),
    ("optimizer: {SGD: {learning_rate: 0.1, momentum: 0.2}}", {"NN320 info"}),
    ("optimizer: {SGD: {learning_rate: 0.1, momentum: 0.5}}", set()),
    ("optimizer: {SGD: {learning_rate: 1e-9, momentum: 0.2}}", {"NN302 warning", "NN320 info"}),
    ("optimizer: {SGD: {learning_rate: 1e-9, momentum: 1.0}}", {"NN320 error"}),
    ("train: {epochs: 10, stop: {monitor: loss, patience: 10}}", {"NN322 info"}),
    ("train: {epochs: 10, stop: {monitor: loss, patience: 9}}", set()),
    ("train: {epochs: 10, stop: {monitor: loss, patience: 5, start_from_epoch: 5}}", {"NN322 info"}),
    ("train: {epochs: 10, callbacks: [{EarlyStopping: {monitor: loss, patience: 30, restore_best_weights: true}}]}",
     {"NN322 warning"}),
    ("train: {epochs: 10, callbacks: [{ReduceLROnPlateau: {monitor: loss, patience: 30}}]}", {"NN322 info"}),
    ("train: {steps: 630, stop: {monitor: loss, patience: 10}}", {"NN322 info"}),
    ("train: {stop: {monitor: val_loss}}", {"NN322 warning"}),
    ("train: {stop: {monitor: loss, patience: 3, mode: max}}", {"NN324 error"}),
    ("train: {stop: {monitor: train.loss, patience: 3, mode: min}}", set()),
    ("train: {callbacks: [{ModelCheckpoint: {filepath: best.keras, monitor: loss, mode: max, save_best_only: true}}]}",
     {"NN324 error"}),
    ("train: {callbacks: [{ModelCheckpoint: {filepath: all.keras, monitor: loss, mode: max}}]}", set()),
    ("train: {callbacks: [{EarlyStopping: {monitor: loss, patience: 3}}]}", {"NN325 warning"}),
    ("train: {stop: {monitor: loss, patience: 3, restore_best_weights: false}}", {"NN325 warning"}),
    ("train: {callbacks: [{EarlyStopping: {monitor: loss, patience: 3}}, "
     "{ModelCheckpoint: {filepath: best.keras, monitor: loss, save_best_only: true}}]}", set()),
    ("optimizer: {Adam: {gradient_accumulation_steps: 64}}", {"NN330 warning"}),
    ("optimizer: {Adam: {gradient_accumulation_steps: 63}}", set()),
    ("optimizer: {Adam: {gradient_accumulation_steps: 1000}}", {"NN330 error"}),
]  # fmt: skip

LAYERS = [
    ("[{Dense: {units: 16, activation: relu, kernel_initializer: {RandomNormal: {stddev: 5.0}}}}]", {"NN305 warning"}),
    ("[{Dense: {units: 16, activation: relu, kernel_initializer: {RandomNormal: {stddev: 0.2}}}}]", {"NN305 info"}),
    ("[{Dense: {units: 16, activation: relu, kernel_initializer: {RandomNormal: {stddev: 0.5}}}}]", set()),
    ("[{Dense: {units: 16, activation: relu, kernel_initializer: {RandomUniform: {minval: 0.0, maxval: 0.1}}}}]",
     {"NN305 warning"}),
    ("[{Dense: {units: 16, kernel_initializer: {RandomNormal: {stddev: 0.001}}}}, BatchNormalization, ReLU]", set()),
    ("[{Dense: {units: 16, activation: relu}}, {Dense: {units: 1, kernel_initializer: {RandomNormal: {stddev: 0.001}}, "
     "name: last}}]", {"NN305 warning"}),
    ("[{Dense: {units: 16, kernel_initializer: zeros}}, ReLU]", {"NN306 error"}),
    ("[{Dense: {units: 16, activation: tanh, kernel_initializer: ones}}]", {"NN306 warning"}),
    ("[{Dense: {units: 16, activation: tanh, kernel_initializer: ones}}, {Dense: {units: 8, activation: relu, "
     "kernel_initializer: {Constant: 0.5}}}]", {"NN306 error", "NN306 warning"}),
    ("[{Dense: {units: 16, activation: relu, kernel_initializer: zeros, bias_initializer: ones}}]",
     {"NN306 warning", "NN309 info"}),
    ("[{Dense: {units: 16, activation: relu, kernel_initializer: ones, trainable: false}}]", set()),
    ("[{Dense: 16}, {residual: [{Dense: 16}, ReLU, {Dense: {units: 16, kernel_initializer: zeros}}]}]", set()),
    ("[{Dense: {units: 16, kernel_initializer: he_uniform}}, {Activation: selu}]", {"NN307 warning"}),
    ("[{Dense: {units: 16, activation: selu}}]", {"NN307 info"}),
    ("[{Dense: {units: 16, activation: sigmoid, kernel_initializer: he_normal}}]", {"NN307 info"}),
    ("[{repeat: {times: 5, layers: [{Dense: {units: 16, activation: relu}}]}}]", {"NN307 info"}),
    ("[{repeat: {times: 5, layers: [{Dense: {units: 16, activation: relu, kernel_initializer: he_normal}}]}}]", set()),
    ("[{repeat: {times: 4, layers: [{Dense: 16}, {Activation: sigmoid}, {Dropout: 0.1}]}}]", {"NN308 warning"}),
    ("[{repeat: {times: 3, layers: [{Dense: {units: 16, activation: sigmoid}}]}}]", set()),
    ("[{repeat: {times: 7, layers: [{Dense: {units: 16, activation: tanh}}]}}]", set()),
    ("[{repeat: {times: 8, layers: [{Dense: {units: 16, activation: tanh}}]}}]", {"NN308 warning"}),
    ("[{repeat: {times: 8, layers: [{Dense: 16}, LayerNormalization, {Activation: tanh}]}}]", set()),
    ("[{Dense: 16}, {repeat: {times: 5, layers: [{residual: [{Dense: {units: 16, activation: sigmoid}}]}]}}]", set()),
    ("[{Dense: {units: 16, activation: relu, bias_initializer: {Constant: 0.0}}}]", set()),
    ("[{Dense: {units: 16, activation: relu, bias_initializer: {Constant: 0.1}}}]", {"NN309 info"}),
    ("[{Reshape: [2, 1]}, {Conv1D: {filters: 4, kernel_size: 1}}, {LSTM: {units: 4, bias_initializer: ones}}]", set()),
    # None of these is provably dead, or equal for good.
    *((f"[{{Dense: {{units: 8, kernel_initializer: zeros}}}}, {between}, {{Dense: 4}}]", {"NN306 warning"})
      for between in ("{ReLU: {negative_slope: 0.1}}", "{GaussianNoise: 0.1}, ReLU",
                      "{BatchNormalization: {beta_initializer: ones}}, ReLU")),
    ("[{Dense: {units: 8, kernel_initializer: zeros}}, ReLU, {Dense: 4}]", {"NN306 error"}),
]  # fmt: skip


@pytest.mark.parametrize(("more", "expected"), TRAININGS)
def test_training_of_two_thousand_rows_says_what_is_wrong(more: str, expected: set[str]) -> None:
    assert _linted(more) == expected


@pytest.mark.parametrize(("hidden", "expected"), LAYERS)
def test_start_of_a_layer_says_what_is_wrong(hidden: str, expected: set[str]) -> None:
    assert _linted("", hidden=hidden) == expected


@pytest.mark.parametrize(
    ("hidden", "rate", "expected"),
    [("[]", 0.05, set()), ("[]", 0.2, {"NN301 warning"}), (ONE, 0.05, {"NN301 info"}), (ONE, 0.2, {"NN301 warning"})],
)
def test_shallow_network_stands_a_higher_rate(hidden: str, rate: float, expected: set[str]) -> None:
    assert _linted(f"optimizer: {{Adam: {rate}}}", hidden=hidden) == expected


def test_sgd_on_widely_spread_targets_stands_a_lower_rate() -> None:
    text = (
        "nnspec: 1\ndata: {source: points.csv}\ninputs: {x: {columns: [a, b]}}\n"
        f"hidden: {DEEP}\noutputs: {{y: {{type: number, scale: SCALE}}}}\noptimizer: {{SGD: 0.1}}\n"
    )
    card = card_of("rows: 2000\ncolumns: {a: {}, b: {}, y: {dtype: float64, shape: [], mean: 100.0, std: 37.0}}")
    raw, scaled = (lint_text(text.replace("SCALE", scale), RULES, card=card) for scale in ("none", "standard"))
    assert [finding.code for finding in raw.findings] == ["NN301"]
    assert not scaled.findings


@pytest.mark.parametrize(
    ("optimizer", "expected"),
    [
        ("{Adam: {learning_rate: {CosineDecay: {initial_learning_rate: 0.01, decay_steps: 100}}}}",
         ["NN314 by half of 1,890"]),
        ("{Adam: {learning_rate: {CosineDecay: {initial_learning_rate: 0.01, decay_steps: 1890}}}}", []),
        ("{Adam: {learning_rate: {CosineDecay: {initial_learning_rate: 0.01, decay_steps: 99999}}}}",
         ["NN315 training of 1,890"]),
        ("SGD", ["NN304 plain SGD for 1,890"]),
        ("{ScheduleFreeAdamW: {warmup_steps: 600}}", ["NN317 600 of 1,890"]),
    ],
)  # fmt: skip
def test_optimizer_of_several_stages_is_judged_once_by_the_longest(optimizer: str, expected: list[str]) -> None:
    text = (
        "nnspec: 1\ndata: {source: points.csv, split: none}\ninputs: {x: {columns: [a, b]}}\n"
        f"hidden: {DEEP}\noutputs: {{y: number}}\noptimizer: {optimizer}\n"
        "train: {stages: [{epochs: 2}, {epochs: 30}, {epochs: 4}]}\n"
    )
    found = lint_text(
        text, RULES, card=card_of("rows: 2000\ncolumns: {a: {shape: []}, b: {shape: []}, y: {}}")
    ).findings
    assert [finding.code for finding in found] == [start[:5] for start in expected]
    assert all(start[6:] in finding.message for start, finding in zip(expected, found, strict=True))


RELU = "{Dense: {units: 16, activation: relu, kernel_initializer: glorot_normal}}"


def test_initializer_of_a_deep_chain_is_named_as_it_is_written() -> None:
    text = f"nnspec: 1\ninputs: {{x: {{columns: [a, b]}}}}\nhidden: [{', '.join([RELU] * 5)}]\noutputs: {{y: number}}\n"
    (found,) = [each for each in lint_text(text, RULES).findings if each.code == "NN307"]
    assert (found.path[:2], found.received) == (("hidden", 0), "GlorotNormal")


def test_two_short_branches_are_no_deep_chain() -> None:
    branch = f"{{type: number, from: x, layers: [{', '.join([RELU] * 3)}]}}"
    text = f"nnspec: 1\ninputs: {{x: {{columns: [a, b]}}}}\noutputs:\n  y: {branch}\n  z: {branch}\n"
    assert not [each for each in lint_text(text, RULES).findings if each.code == "NN307"]


def test_small_data_in_one_batch_is_advice() -> None:
    assert _linted("train: {epochs: 500, batch_size: 32}", rows=6) == {"NN311 info"}


@pytest.mark.parametrize(
    ("train", "path", "received"),
    [
        ("", ("data",), "the default of 32"),
        ("train: {batch_size: 50}\n", ("train", "batch_size"), "50"),
        ("train: {epochs: 500}\n", ("train", "batch_size"), "the default of 32"),
    ],
)
def test_large_batch_has_a_place_though_it_is_a_default(train: str, path: tuple[str, ...], received: str) -> None:
    text = f"nnspec: 1\ndata: {{source: d.csv, split: none}}\ninputs: {{x: {{}}}}\noutputs: {{y: number}}\n{train}"
    linted = lint_text(text, RULES, card=card_of("rows: 20\ncolumns: {x: {shape: []}, y: {}}"))
    (found,) = [finding for finding in linted.findings if finding.code == "NN311"]
    assert (found.path, found.received) == (path, received)


def test_few_steps_of_a_spec_without_train_are_shown_at_its_data() -> None:
    text = "nnspec: 1\ndata: {source: d.csv, split: none}\ninputs: {x: {}}\noutputs: {y: number}\n"
    linted = lint_text(text, RULES, card=card_of("rows: 20\ncolumns: {x: {shape: []}, y: {}}"))
    assert [finding.path for finding in linted.findings if finding.code == "NN310"] == [("data",)]


def test_steps_of_less_than_an_epoch_are_said_once_at_their_stage() -> None:
    text = (
        "nnspec: 1\ndata: {source: d.csv, split: none}\ninputs: {x: {}}\noutputs: {y: number}\n"
        "train: {stages: [{steps: 5}]}\n"
    )
    rules = [*RULES, *(rule for rule in rules_of("data") if rule.code == "NN619")]
    linted = lint_text(text, rules, card=card_of("rows: 2000\ncolumns: {x: {shape: []}, y: {}}"))
    assert [(found.code, found.path) for found in linted.findings] == [("NN619", ("train", "stages", 0, "steps"))]


def test_unknown_number_of_rows_counts_as_skipped() -> None:
    text = f"nnspec: 1\ninputs: {{x: {{columns: [a, b]}}}}\nhidden: {DEEP}\noutputs: {{y: number}}\n"
    linted = lint_text(text, RULES)
    assert not linted.findings
    assert {rule.code for rule, _ in linted.skipped} >= {"NN302", "NN310", "NN311"}


def test_few_epochs_of_unknown_rows_are_advice() -> None:
    assert _linted("train: {epochs: 2}", rows=None) == {"NN310 info"}


def test_decay_beside_a_penalty_is_a_warning() -> None:
    hidden = "[{Dense: {units: 16, activation: relu, kernel_regularizer: l2}}]"
    assert _linted("optimizer: AdamW", hidden=hidden) == {"NN321 warning"}
    assert _linted("optimizer: {AdamW: {weight_decay: 0.0}}", hidden=hidden) == set()
    assert _linted("optimizer: AdamW", hidden=hidden.replace("l2", "l1")) == set()


@pytest.mark.parametrize(("length", "expected"), [(101, {"NN329"}), (100, set())])
def test_long_sequence_without_a_bound_is_advice(length: int, expected: set[str]) -> None:
    text = (
        f"nnspec: 1\ninputs: {{x: {{type: array, shape: [{length}, 4]}}}}\n"
        "hidden: [{Bidirectional: {layer: {GRU: 8}}}]\noutputs: {y: number}\n"
    )
    assert {finding.code for finding in lint_text(text, RULES).findings} == expected
