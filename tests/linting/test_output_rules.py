"""Rules of outputs, all together: what each faulty output says, and that sane ones say nothing."""

import pytest

from nnspec.linting.registry import rules_of
from nnspec.linting.rule import REMOVE, Fix
from rule_cases import card_of, lint_text

RULES = list(rules_of("outputs"))

CARD = """
rows: 100
columns:
  real: {dtype: float64, shape: [], missing: 0, unique: 100, minimum: -3.0, maximum: 9.0, mean: 1.0, std: 2.0}
  share: {dtype: float64, shape: [], missing: 0, unique: 100, minimum: 0.02, maximum: 0.98, mean: 0.5, std: 0.2}
  count: {dtype: int64, shape: [], missing: 0, unique: 12, minimum: 0, maximum: 30, mean: 6.0, std: 5.0}
  price: {dtype: float64, shape: [], missing: 0, unique: 99, minimum: 1.0e+4, maximum: 9.0e+5, mean: 3.0e+5,
          std: 9.0e+4}
  flag: {dtype: int64, shape: [], missing: 0, unique: 2, minimum: 0, maximum: 1, mean: 0.5, std: 0.5,
        values: [[0, 50], [1, 50]]}
  sign: {dtype: int64, shape: [], missing: 0, unique: 2, minimum: -1, maximum: 1, mean: 0.0, std: 1.0,
         values: [[-1, 50], [1, 50]]}
  digit: {dtype: int64, shape: [], missing: 0, unique: 3, minimum: 0, maximum: 2, mean: 1.0, std: 0.8,
          values: [[0, 34], [1, 33], [2, 33]]}
  grade: {dtype: int64, shape: [], missing: 0, unique: 3, minimum: 1, maximum: 3, mean: 2.0, std: 0.8,
          values: [[1, 34], [2, 33], [3, 33]]}
  word: {dtype: string, shape: [], missing: 0, unique: 3, values: [[a, 34], [b, 33], [c, 33]]}
  u: {dtype: int64, shape: [], minimum: 0, maximum: 1}
  v: {dtype: int64, shape: [], minimum: 0, maximum: 1}
  w: {dtype: int64, shape: [], minimum: 0, maximum: 2}
  picture: {dtype: float64, shape: [4, 4], minimum: 0.0, maximum: 1.0}
  grey: {dtype: uint8, shape: [4, 4, 1], minimum: 0.0, maximum: 255.0}
"""


def _linted(outputs: str, hidden: str, *, more: str = "", card: str = CARD) -> set[str]:
    text = f"nnspec: 1\ninputs: {{x: {{columns: [a, b]}}}}\nhidden: {hidden}\noutputs: {{{outputs}}}\n{more}"
    linted = lint_text(text, RULES, card=card_of(card))
    return {f"{finding.code} {finding.severity}" for finding in linted.findings}


FAULTY = [
    # The same fault in every form that an ending can have.
    ("flag: {type: binary, activation: softmax}", "[]", {"NN201 error"}),
    ("flag: {type: binary, head: none}", "[{Dense: 1}, {Activation: softmax}]", {"NN201 error"}),
    ("flag: {type: binary, head: none}", "[{Dense: 1}, ops.softmax]", {"NN201 error"}),
    ("flag: {type: binary, head: none}", "[{model: {name: m, layers: [{Dense: {units: 1, activation: softmax}}]}}]",
     {"NN201 error"}),
    ("flag: {type: binary, head: none, loss: mse}", "[{Dense: 1}, Softmax, {Dropout: 0.1}]", {"NN201 error"}),
    ("digit: {type: category, head: {Dense: 1}}", "[]", {"NN202 error", "NN205 error"}),
    ("digit: {type: category, head: {Dense: 1}, loss: mse}", "[]", {"NN214 error", "NN212 info"}),
    ("digit: {type: category, activation: sigmoid}", "[]", {"NN203 warning"}),
    ("word: {type: category, layers: [{Dense: 3}], head: {Activation: sigmoid}}", "[]", {"NN203 warning"}),
    ("digit: {type: category, activation: sigmoid, loss: categorical_focal_crossentropy}", "[]", {"NN203 warning"}),
    ("digit: {type: category, head: none}", "[{Dense: 3}, {BatchNormalization: {}}]", {"NN205 error"}),
    ("flag: {type: binary, head: none, loss: dice}", "[{Dense: 1}]", {"NN205 error"}),
    ("flag: {type: binary, activation: linear, loss: {BinaryFocalCrossentropy: {gamma: 1.0}}}", "[]", {"NN205 error"}),
    ("digit: {type: category, loss: {SparseCategoricalCrossentropy: {from_logits: true}}}", "[]", {"NN206 error"}),
    ("digit: {type: category, activation: relu}", "[]", {"NN207 error"}),
    ("digit: {type: category, activation: tanh, loss: {CategoricalCrossentropy: {from_logits: true}}}", "[]",
     {"NN207 warning"}),
    ("flag: {type: binary, head: none}", "[{LSTM: 1}]", {"NN207 error"}),
    ("flag: {type: binary, layers: [{Dense: 1}, ELU], head: none}", "[]", {"NN207 error"}),
    ("digit: {type: category, loss: mae}", "[]", {"NN208 info"}),
    ("real: {type: number, activation: relu}", "[]", {"NN209 error"}),
    ("real: {type: number, activation: softplus}", "[]", {"NN209 error"}),
    ("real: {type: number, activation: elu}", "[]", {"NN209 error"}),
    ("share: {type: number, activation: relu, scale: standard}", "[]", {"NN209 error"}),
    ("real: {type: number, activation: tanh}", "[]", {"NN210 error"}),
    ("share: {type: number, activation: sigmoid, scale: standard}", "[]", {"NN210 error"}),
    ("real: {type: number, head: none}", "[{Dense: 4}, {GRU: 1}]", {"NN210 error"}),
    ("flag: {type: binary, loss: huber}", "[]", {"NN212 info"}),
    ("flag: number", "[]", {"NN212 info"}),
    ("real: category", "[]", {"NN213 error"}),
    ("real: {type: array, loss: bce}", "[{Dense: {units: 1, activation: sigmoid}}]", {"NN213 error"}),
    ("real: binary", "[]", {"NN213 error", "NN217 error"}),
    ("word: {type: category, head: {Dense: {units: 2, activation: softmax}}}", "[]", {"NN214 error"}),
    ("word: {type: category, head: {Dense: {units: 5, activation: softmax}}}", "[]", {"NN214 warning"}),
    ("word: {type: category, head: {Dense: {units: 5, activation: softmax}}, loss: categorical_crossentropy}", "[]",
     {"NN214 error"}),
    ("flag: {type: binary, head: {Dense: {units: 2, activation: sigmoid}}}", "[]", {"NN215 error"}),
    ("digit: {type: array, loss: categorical_crossentropy}", "[{Dense: {units: 3, activation: softmax}}]",
     {"NN216 error"}),
    ("word: {type: category, classes: [a, b, d]}", "[]", {"NN217 error"}),
    ("grade: {type: category, labels: index, classes: 3}", "[]", {"NN217 error"}),
    ("word: binary", "[]", {"NN217 error"}),
    ("m: {type: multilabel, columns: [u, w]}", "[]", {"NN217 error"}),
    ("sign: {type: array, loss: bce}", "[{Dense: {units: 1, activation: sigmoid}}]", {"NN217 error"}),
    ("m: {type: multilabel, columns: [u, v], activation: softmax}", "[]", {"NN218 error"}),
    ("real: {type: number, metrics: [accuracy]}", "[]", {"NN219 warning"}),
    ("real: {type: number, metrics: [{Precision: {thresholds: 0.5}}]}", "[]", {"NN219 warning"}),
    ("m: {type: array, columns: [u, v], loss: bce, metrics: [accuracy]}", "[{Dense: {units: 2, activation: sigmoid}}]",
     {"NN219 warning"}),
    ("flag: {type: binary, activation: linear, loss: hinge, metrics: [BinaryAccuracy]}", "[]", {"NN219 warning"}),
    ("real: {type: number, metrics: [{MeanIoU: 2}]}", "[]", {"NN219 warning"}),
    ("m: {type: array, columns: [u, v], loss: mse, metrics: [CategoricalAccuracy]}", "[{Dense: 2}]", {"NN219 warning"}),
    ("flag: {type: binary, activation: linear, loss: {bce: {from_logits: true}}, metrics: [{Precision: {thresholds: "
     "0.5}}, {Recall: {thresholds: 0.0}}]}", "[]", {"NN219 warning"}),
    ("real: {type: array}", "[{Dense: 4}]", {"NN220 error"}),
    ("picture: {type: array}", "[{Dense: 16}]", {"NN220 error"}),
    ("real: {type: number, units: 2}", "[]", {"NN220 error"}),
    ("price: number, share: number", "[]", {"NN221 warning", "NN224 warning"}),
    ("real: {type: number, weight: 0}", "[]", {"NN222 warning"}),
    ("word: {type: category, class_weight: {a: 1, b: 2, d: 3}}", "[]", {"NN225 error"}),
    ("digit: {type: category, loss: categorical_hinge}", "[]", {"NN228 warning"}),
    ("flag: {type: binary, activation: relu, loss: squared_hinge}", "[]", {"NN228 warning"}),
    ("digit: {type: category, activation: linear, loss: kld}", "[]", {"NN229 error"}),
    ("real: {type: number, loss: {Huber: 100.0}}", "[]", {"NN230 info"}),
    ("count: {type: number, activation: relu, loss: poisson}", "[]", {"NN231 warning"}),
    ("count: {type: number, loss: msle}", "[]", {"NN231 warning"}),
    ("count: {type: number, activation: exponential, loss: poisson, scale: standard}", "[]", {"NN231 error"}),
    ("real: {type: number, loss: {MeanSquaredError: {reduction: sum}}}", "[]", {"NN232 info"}),
]  # fmt: skip

SANE = [
    ("digit: category", "[]"),
    ("grade: category", "[]"),
    ("word: {type: category, classes: [a, b, c], class_weight: balanced}", "[]"),
    ("word: {type: category, class_weight: {a: 1, b: 2, c: 3}}", "[]"),
    ("flag: {type: category, classes: 2}", "[]"),
    ("sign: binary", "[]"),
    ("flag: {type: binary, head: none}", "[{Dense: 1}, {Activation: sigmoid}]"),
    ("flag: {type: binary, activation: linear, loss: {BinaryFocalCrossentropy: {from_logits: true}}}", "[]"),
    ("flag: {type: binary, activation: linear, loss: hinge, metrics: [accuracy]}", "[]"),
    ("sign: {type: binary, activation: tanh, loss: squared_hinge}", "[]"),
    ("digit: {type: category, loss: kl_divergence}", "[]"),
    ("digit: {type: category, head: none, loss: {SparseCategoricalCrossentropy: {from_logits: true}}}", "[{Dense: 3}]"),
    ("digit: {type: category, activation: linear, loss: categorical_hinge}", "[]"),
    ("count: {type: number, activation: exponential, loss: poisson}", "[]"),
    ("count: {type: number, activation: relu}", "[]"),
    ("share: {type: number, activation: sigmoid}", "[]"),
    ("share: {type: number, activation: sigmoid, loss: msle}", "[]"),
    ("real: {type: number, scale: standard, loss: huber}", "[]"),
    ("real: {type: number, head: none}", "[{Dense: {units: 1, activation: tanh}}, {Rescaling: 20.0}]"),
    ("count: {type: number, activation: selu, scale: standard}", "[]"),
    ("m: {type: number, columns: [real, share]}", "[]"),
    ("m: {type: multilabel, columns: [u, v], metrics: [AUC, Precision]}", "[]"),
    ("m: {type: array, columns: [u, v], loss: bce, metrics: [BinaryAccuracy]}",
     "[{Dense: {units: 2, activation: sigmoid}}]"),
    ("m: {type: array, columns: [real, share]}", "[{Dense: 4}, {Dense: 2}]"),
    ("real: array", "[{Dense: 1}]"),
    ("picture: {type: array, loss: bce}", "[{Dense: 16}, {Reshape: [4, 4]}, {Activation: sigmoid}]"),
    ("flag: {type: binary, loss: tversky}", "[]"),
    ("digit: {type: category, loss: {CategoricalGeneralizedCrossEntropy: 0.7}}", "[]"),
]  # fmt: skip


@pytest.mark.parametrize(("outputs", "hidden", "expected"), FAULTY)
def test_faulty_output_has_one_finding_per_cause(outputs: str, hidden: str, expected: set[str]) -> None:
    assert _linted(outputs, hidden) == expected


@pytest.mark.parametrize(("outputs", "hidden"), SANE)
def test_sane_output_has_no_finding(outputs: str, hidden: str) -> None:
    assert _linted(outputs, hidden) == set()


NOT_ON_A_CARD = [
    ("z: {type: number, activation: sigmoid}", {"NN210 warning"}),
    ("z: {type: array, loss: mse, layers: [{Dense: {units: 3, activation: tanh}}]}", {"NN210 info"}),
    ("z: {type: array, layers: [{Dense: {units: 3, activation: tanh}}]}", set()),
    ("z: {type: number, activation: relu}", {"NN209 info"}),
    ("z: {type: number, activation: softplus}", set()),
    ("z: {type: number, activation: elu, scale: standard}", set()),
    ("z: {type: number, activation: relu, scale: standard}", {"NN209 error"}),
    ("z: {type: category, classes: 3, layers: [{Dense: 4}, Softmax], head: none}", {"NN214 warning"}),
    ("z: {type: number, units: 2}", {"NN220 error"}),
    ("z: {type: number, loss: huber, scale: standard}", set()),
    ("z: {type: number, loss: {Huber: 20.0}, scale: standard}", {"NN230 info"}),
]


@pytest.mark.parametrize(("outputs", "expected"), NOT_ON_A_CARD)
def test_output_without_a_card_has_what_is_certain_without_one(outputs: str, expected: set[str]) -> None:
    assert _linted(outputs, "[]", card="") == expected


PLACES = [
    ("flag: {type: binary, activation: softmax}", ("outputs", "flag", "activation")),
    ("flag: {type: binary, layers: [{Dense: 1}, Softmax], head: none}", ("outputs", "flag", "layers", 1)),
    (
        "flag: {type: binary, layers: [{Dense: 1}], head: {Activation: softmax}}",
        ("outputs", "flag", "head", "Activation", "activation"),
    ),
    ("flag: {type: binary, head: {Dense: 2}, loss: hinge}", ("outputs", "flag", "head", "Dense", "units")),
    ("word: {type: category, loss: kld, head: {Dense: {units: 3}}}", ("outputs", "word", "head")),
]


@pytest.mark.parametrize(("outputs", "path"), PLACES)
def test_finding_points_at_the_argument_or_else_at_the_entry(outputs: str, path: tuple[str | int, ...]) -> None:
    text = f"nnspec: 1\ninputs: {{x: {{columns: [a, b]}}}}\noutputs: {{{outputs}}}\n"
    assert [finding.path for finding in lint_text(text, RULES, card=card_of(CARD)).findings] == [path]


FIXES = [
    ("flag: {type: binary, activation: linear}", ("outputs", "flag", "loss"),
     {"BinaryCrossentropy": {"from_logits": True}}),
    ("flag: {type: binary, activation: linear, loss: bce}", ("outputs", "flag", "loss", "bce", "from_logits"), True),
    (
        "flag: {type: binary, activation: linear, loss: {bce: {label_smoothing: 0.1}}}",
        ("outputs", "flag", "loss", "bce", "from_logits"),
        True,
    ),
    (
        "flag: {type: binary, loss: {bce: {from_logits: true}}}",
        ("outputs", "flag", "loss", "bce", "from_logits"),
        False,
    ),
    ("word: {type: category, layers: [{Dense: 5}], head: Softmax}", ("outputs", "word", "layers", 0, "Dense"), 3),
    ("word: {type: category, labels: onehot}", ("outputs", "word", "labels"), REMOVE),
]  # fmt: skip


@pytest.mark.parametrize(("outputs", "path", "value"), FIXES)
def test_safe_repair_stands_in_the_fault(outputs: str, path: tuple[str | int, ...], value: object) -> None:
    text = f"nnspec: 1\ninputs: {{x: {{columns: [a, b]}}}}\noutputs: {{{outputs}}}\n"
    ((_, fault),) = lint_text(text, RULES, card=card_of(CARD)).faults
    assert fault.fix == Fix(path, value)


def test_array_under_a_loss_of_probabilities_has_no_safe_repair() -> None:
    text = (
        "nnspec: 1\ninputs: {x: {columns: [a, b]}}\nhidden: [{Dense: 1}]\noutputs: {share: {type: array, loss: bce}}\n"
    )
    ((_, fault),) = lint_text(text, RULES, card=card_of(CARD)).faults
    assert (fault.message.startswith("`BinaryCrossentropy`"), fault.fix) == (True, None)


def test_output_below_one_that_cannot_be_decided_is_decided() -> None:
    outputs = "z: {type: number, loss: huber}, real: {type: number, loss: {Huber: 99.0}, scale: standard}"
    text = f"nnspec: 1\ninputs: {{x: {{columns: [a, b]}}}}\noutputs: {{{outputs}}}\n"
    linted = lint_text(text, [rule for rule in RULES if rule.code == "NN230"])
    assert [finding.code for finding in linted.findings] == ["NN230"]
    assert [rule.code for rule, _ in linted.skipped] == ["NN230"]


@pytest.mark.parametrize(("rare", "share"), [(9, "95.0%"), (10, "5.0%")])
def test_share_of_the_second_class_counts_numbers_by_size(rare: int, share: str) -> None:
    counts = [[value, 5 if value == rare else 95] for value in (9, 10)]
    card = card_of(f"rows: 100\ncolumns: {{y: {{dtype: int64, shape: [], unique: 2, values: {counts}}}}}")
    text = "nnspec: 1\ninputs: {x: {columns: [a, b]}}\noutputs: {y: binary}\n"
    assert [finding.received for finding in lint_text(text, RULES, card=card).findings] == [f"{share} of the rows"]


def test_classes_beyond_the_first_are_counted() -> None:
    counts = [[value, 10] for value in range(12)]
    card = card_of(f"rows: 120\ncolumns: {{y: {{dtype: int64, shape: [], unique: 12, values: {counts}}}}}")
    weights = {str(value): 1 for value in range(1, 12)}
    outputs = f"{{y: {{type: category, class_weight: {weights}}}}}"
    text = f"nnspec: 1\ninputs: {{x: {{columns: [a, b]}}}}\noutputs: {outputs}\n"
    (finding,) = lint_text(text, RULES, card=card).findings
    assert (finding.message, finding.expected) == (
        "class `0` has no weight",
        "`0`, `1`, `2`, `3`, `4`, `5` and 6 more",
    )


def test_number_whose_target_is_named_as_a_column_is_none_of_the_inputs() -> None:
    assert _linted("y: {type: number, target: flag}", "[]") == {"NN212 info"}
    assert _linted("y: {type: number, target: price}", "[]") == {"NN224 warning"}


def test_noise_behind_probabilities_is_one_finding() -> None:
    outputs = "flag: {type: binary, head: none, layers: [{Dense: 1}, {Activation: sigmoid}, {GaussianNoise: 0.1}]}"
    assert _linted(outputs, "[]") == set()


def test_slow_softmax_is_a_warning_under_plain_gradient_descent() -> None:
    outputs, inner = "digit: {type: category, loss: mse}", "optimizer: {LossScaleOptimizer: {inner_optimizer: SGD}}"
    staged = "train: {stages: [{epochs: 1}, {epochs: 1, optimizer: SGD}]}"
    for more in ("optimizer: SGD", inner, staged):
        assert _linted(outputs, "[]", more=more) == {"NN208 warning"}


def test_summed_loss_is_a_warning_under_plain_gradient_descent_of_any_stage() -> None:
    outputs = "real: {type: number, loss: {MeanSquaredError: {reduction: sum}}}"
    staged = "train: {stages: [{epochs: 1}, {epochs: 1, optimizer: SGD}]}"
    assert _linted(outputs, "[]", more=staged) == {"NN232 warning"}


def test_target_of_an_autoencoder_is_the_input_as_it_is_scaled() -> None:
    text = """nnspec: 1
inputs: {{x: {{type: array, shape: [8], scale: {scale}}}}}
hidden: [{{Dense: {{units: 8, activation: sigmoid}}}}]
outputs: {{y: {{type: array, target: x, loss: {loss}}}}}
"""
    cases = [("minmax", "mse"), ("minmax", "bce"), ("standard", "mse"), ("standard", "bce")]
    found = [[f.code for f in lint_text(text.format(scale=s, loss=loss), RULES).findings] for s, loss in cases]
    assert found == [[], [], ["NN210"], ["NN213"]]


def test_nested_model_is_looked_through() -> None:
    hidden = """
  - model: {name: top, layers: [{Dense: 3}, {Activation: sigmoid}, {Dropout: 0.1}]}
"""
    assert _linted("digit: {type: category, head: none}", hidden) == {"NN203 warning"}


def test_softmax_over_another_axis_of_length_one_is_always_one() -> None:
    hidden = "[{Dense: 4}, {Reshape: [1, 4]}, {Softmax: {axis: 1}}, Flatten]"
    assert _linted("flag: {type: array, loss: mse}", hidden) >= {"NN201 error"}


def test_loss_that_does_not_fit_the_type_is_left_to_validate() -> None:
    assert _linted("flag: {type: binary, loss: categorical_crossentropy}", "[]") == set()


def test_units_of_a_category_are_left_to_validate() -> None:
    assert _linted("digit: {type: category, units: 2}", "[]") == set()
