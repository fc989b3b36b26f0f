"""Rules of dropout, normalisation and penalties: what each faulty network says, and that sane ones say nothing."""

import pytest

import nnspec
from nnspec.linting.registry import rules_of
from nnspec.linting.rule import REMOVE, Fix
from rule_cases import card_of, lint_text

RULES = list(rules_of("regularization"))
BODY = "{Dense: {units: 16, activation: relu}}"
PICTURE = "{type: image, size: [16, 16], channels: 3}"
CONV = "{Conv2D: {filters: 8, kernel_size: 3, activation: relu}}"


def _linted(
    hidden: str, *, outputs: str = "{y: number}", inputs: str = "{columns: [a, b]}", more: str = ""
) -> set[str]:
    text = (
        f"nnspec: 1\ndata: {{source: points.csv, split: none}}\ninputs: {{x: {inputs}}}\n"
        f"hidden: {hidden}\noutputs: {outputs}\n{more}\n"
    )
    card = card_of("rows: 2000\ncolumns: {a: {}, b: {}, x: {}, y: {}}")
    return {f"{finding.code} {finding.severity}" for finding in lint_text(text, RULES, card=card).findings}


NETWORKS = [
    ("[{Dense: 8}, ReLU, {Dropout: 0.2}, BatchNormalization, {Dense: 4}]", {"NN401 info"}),
    ("[{Dense: 8}, {GaussianDropout: 0.2}, ReLU, BatchNormalization, {Dense: 4}]", {"NN401 info"}),
    (f"[{BODY}, {{Dropout: 0.2}}, {{Dense: {{units: 8, use_bias: false}}}}, BatchNormalization, ReLU]", {"NN401 info"}),
    (f"[{BODY}, {{Dropout: 0.2}}, {BODY}, {{Dense: {{units: 8, use_bias: false}}}}, BatchNormalization, ReLU]", set()),
    (f"[{BODY}, {{Dropout: 0.0}}, BatchNormalization]", set()),
    ("[{Dense: 8}, BatchNormalization, ReLU]", {"NN402 info"}),
    ("[{Dense: 8}, {BatchNormalization: {center: false}}, ReLU]", set()),
    (f"[{BODY}, BatchNormalization]", set()),
    (f"[{BODY}, {{Dropout: 1.0}}]", {"NN403 error"}),
    (f"[{BODY}, {{AlphaDropout: 0.7}}]", {"NN403 warning"}),
    (f"[{BODY}, {{Dropout: 0.6}}]", {"NN403 info"}),
    (f"[{BODY}, {{Dropout: 0.5}}]", set()),
    (f"[{BODY}, {{Dropout: 0.02}}]", {"NN403 info"}),
    (f"[{BODY}, {{Dropout: {{rate: 0.02, noise_shape: [null, 1]}}}}]", set()),
    ("[{Reshape: [2, 1]}, {LSTM: {units: 4, recurrent_dropout: 0.9}}]", {"NN403 warning"}),
    ("[{Dense: {units: 8, activation: selu}}, {Dropout: 0.2}]", {"NN413 info"}),
    ("[{Dense: 8}, {Activation: selu}, {AlphaDropout: 0.2}]", set()),
    ("[{Dense: {units: 8, use_bias: false}}, BatchNormalization, {Dropout: 0.1}, BatchNormalization, ReLU]",
     {"NN401 info", "NN417 info"}),
    ("[{Dense: {units: 8, use_bias: false}}, BatchNormalization, LayerNormalization, ReLU]", set()),
    ("[{Dense: 8}, {LayerNormalization: {}}, {residual: [LayerNormalization, {Dense: 8}]}]", set()),
    ("[{Dense: {units: 8, kernel_regularizer: {L2: 0.02}}}]", {"NN409 warning"}),
    ("[{Dense: {units: 8, kernel_regularizer: {L1: 0.002}}}]", {"NN409 warning"}),
    ("[{Dense: {units: 8, kernel_regularizer: {L1L2: {l1: 0.001, l2: 0.01}}}}]", set()),
    ("[{Dense: {units: 8, kernel_regularizer: l2}}]", set()),
    ("[{Dense: {units: 8, activity_regularizer: {L2: 0.001}}}]", {"NN411 info"}),
    ("[{Dense: {units: 8, activity_regularizer: {L1: 0.0001}}}]", set()),
    ("[{Dense: {units: 8, activity_regularizer: {L2: 0.001}, kernel_regularizer: {L2: 0.001}}}]", set()),
]  # fmt: skip

OUTPUTS = [
    ("{y: {type: number, head: none, layers: [{Dense: 1}, {GaussianNoise: 0.1}]}}", {"NN404 warning"}),
    ("{y: {type: category, classes: 3, head: none, layers: [{Dense: 3}, {Dropout: 0.9}, Softmax]}}", {"NN404 warning"}),
    ("{y: {type: category, classes: 3, layers: [{Dropout: 0.3}]}}", set()),
    ("{y: {type: category, classes: 3, head: none, layers: [{Dense: 3}, LayerNormalization, Softmax]}}",
     {"NN407 info"}),
    ("{y: {type: number, head: none, layers: [{Dense: 1}, LayerNormalization]}}", {"NN407 error"}),
    ("{y: {type: number, head: none, layers: [{Dense: 4}, {BatchNormalization: {center: false}}, {Dense: 1}]}}", set()),
    ("{y: {type: array, loss: CosineSimilarity, columns: [a, b], layers: [{Dense: 2}, UnitNormalization]}}", set()),
]  # fmt: skip

PICTURES = [
    (f"[{CONV}, {{Dropout: 0.2}}, MaxPooling2D, Flatten]", {"NN408 info", "NN414 info"}),
    (f"[{CONV}, MaxPooling2D, {{Dropout: 0.2}}, Flatten]", set()),
    ("[{Conv2D: {filters: 8, kernel_size: 3}}, ReLU, {Dropout: 0.2}, Flatten]", {"NN414 info"}),
    (f"[{CONV}, GlobalAveragePooling2D, {{Dropout: 0.2}}]", set()),
    ("[{RandomFlip: horizontal}, {RandomBrightness: {factor: 0.1}}, Flatten]", {"NN416 error"}),
    ("[{Rescaling: 255.0}, {RandomHue: {factor: 0.1}}, Flatten]", set()),
    ("[{RandomContrast: {factor: 0.1}}, Flatten]", set()),
    (f"[{CONV}, {{RandomBrightness: {{factor: 0.1}}}}, Flatten]", set()),
]  # fmt: skip


@pytest.mark.parametrize(("hidden", "expected"), NETWORKS)
def test_network_says_what_is_wrong(hidden: str, expected: set[str]) -> None:
    assert _linted(hidden) == expected


@pytest.mark.parametrize(("outputs", "expected"), OUTPUTS)
def test_end_of_a_network_says_what_is_wrong(outputs: str, expected: set[str]) -> None:
    assert _linted(f"[{BODY}]", outputs=outputs) == expected


@pytest.mark.parametrize(("hidden", "expected"), PICTURES)
def test_network_of_pictures_says_what_is_wrong(hidden: str, expected: set[str]) -> None:
    assert _linted(hidden, inputs=PICTURE) == expected


@pytest.mark.parametrize(
    ("batch_size", "rows", "maps"),
    [(1, {"NN405 error"}, {"NN405 info"}), (4, {"NN405 warning"}, set()), (8, set(), set())],
)
def test_normalisation_of_small_batches_depends_on_positions(batch_size: int, rows: set[str], maps: set[str]) -> None:
    more = f"train: {{batch_size: {batch_size}}}"
    normalised = "{BatchNormalization: {}}, ReLU"
    assert _linted(f"[{{Dense: {{units: 8, use_bias: false}}}}, {normalised}]", more=more) == rows
    conv = "{Conv2D: {filters: 8, kernel_size: 3, use_bias: false}}"
    assert _linted(f"[{conv}, {normalised}, Flatten]", inputs=PICTURE, more=more) == maps


@pytest.mark.parametrize(
    ("x", "hidden", "expected"),
    [
        ("{columns: [a, b]}", "{Dense: {units: 8, use_bias: false}}, BatchNormalization", "at least 8"),
        (PICTURE, "{Conv2D: {filters: 8, kernel_size: 3, use_bias: false}}, BatchNormalization", "at least 4"),
    ],
)
def test_batch_that_would_do_depends_on_positions(x: str, hidden: str, expected: str) -> None:
    text = (
        f"nnspec: 1\ninputs: {{x: {x}}}\nhidden: [{hidden}, Flatten]\noutputs: {{y: number}}\n"
        "train: {batch_size: 2, steps: 900}\n"
    )
    assert [finding.expected for finding in lint_text(text, RULES).findings] == [expected]


@pytest.mark.parametrize(("n_steps", "expected"), [(100, {"NN406 warning"}), (200, {"NN406 info"}), (300, set())])
def test_moving_averages_need_steps(n_steps: int, expected: set[str]) -> None:
    hidden = "[{Dense: {units: 8, use_bias: false}}, BatchNormalization, ReLU]"
    assert _linted(hidden, more=f"train: {{steps: {n_steps}}}") == expected
    assert (
        _linted(
            hidden.replace("BatchNormalization", "{BatchNormalization: {trainable: false}}"),
            more=f"train: {{steps: {n_steps}}}",
        )
        == set()
    )


@pytest.mark.parametrize(
    ("source", "augment", "expected"),
    [
        ("mnist.npz", "RandomFlip", {"NN415 warning"}),
        ("sklearn:digits", "{RandomRotation: 0.2}", {"NN415 warning"}),
        ("sklearn:digits", "{RandomRotation: 0.1}", set()),
        ("fashion-mnist.npz", "RandomFlip", set()),
        ("cats.npz", "RandomFlip", set()),
        ("mnist-tests/cats.npz", "RandomFlip", set()),
        ("pictures/mnist.npz", "RandomFlip", {"NN415 warning"}),
    ],
)
def test_flip_of_signs_changes_labels(source: str, augment: str, expected: set[str]) -> None:
    text = (
        f"nnspec: 1\ndata: {{source: '{source}'}}\n"
        f"inputs: {{x: {{type: image, size: [8, 8], channels: 1, augment: [{augment}]}}}}\n"
        "hidden: [Flatten]\noutputs: {label: {type: category, classes: 10}}\n"
    )
    assert {f"{finding.code} {finding.severity}" for finding in lint_text(text, RULES).findings} == expected


BIASLESS = "{Dense: {units: 8, use_bias: false}}"
SELU = "{Dense: {units: 8, activation: selu}}"
PLACES = [
    ("NN401", f"[{BIASLESS}, {{Dropout: 0.3}}, BatchNormalization]", ("hidden", 1), None),
    ("NN402", "[{Dense: {units: 8}}, BatchNormalization]", ("hidden", 0),
     Fix(("hidden", 0, "Dense", "use_bias"), False)),
    ("NN403", f"[{BODY}, {{Dropout: 0.8}}]", ("hidden", 1, "Dropout", "rate"), None),
    ("NN405", f"[{BIASLESS}, BatchNormalization]", ("hidden", 1), None),
    ("NN406", f"[{BIASLESS}, {{BatchNormalization: {{momentum: 0.999}}}}]",
     ("hidden", 1, "BatchNormalization", "momentum"), Fix(("hidden", 1, "BatchNormalization", "momentum"), 0.9)),
    ("NN409", "[{Dense: {units: 8, kernel_regularizer: {L2: 0.02}}}]", ("hidden", 0, "Dense", "kernel_regularizer"),
     None),
    ("NN411", "[{Dense: {units: 8, activity_regularizer: l2}}]", ("hidden", 0, "Dense", "activity_regularizer"), None),
    ("NN413", f"[{SELU}, {{Dropout: 0.2}}]", ("hidden", 1), Fix(("hidden", 1), {"AlphaDropout": 0.2})),
    ("NN417", f"[{BIASLESS}, LayerNormalization, LayerNormalization]", ("hidden", 2), Fix(("hidden", 2), REMOVE)),
]  # fmt: skip


@pytest.mark.parametrize(("code", "hidden", "path", "fix"), PLACES)
def test_fault_points_at_its_cause_and_mends_it_where_that_is_safe(
    code: str, hidden: str, path: tuple[str | int, ...], fix: Fix | None
) -> None:
    more = "train: {steps: 100, batch_size: 2}" if code == "NN405" else "train: {steps: 100}"
    text = f"nnspec: 1\ninputs: {{x: {{columns: [a, b]}}}}\nhidden: {hidden}\noutputs: {{y: number}}\n{more}\n"
    ((_, fault),) = lint_text(text, [rule for rule in RULES if rule.code == code]).faults
    assert (fault.path, fault.fix) == (path, fix)


def test_named_dropout_on_an_output_is_not_taken_away_without_asking() -> None:
    text = (
        "nnspec: 1\ninputs: {x: {columns: [a, b]}}\n"
        "outputs: {y: {type: number, head: none, layers: [{Dense: 1}, {Dropout: {rate: 0.2, name: drop}}]}}\n"
    )
    ((_, fault),) = lint_text(text, RULES).faults
    assert fault.fix is None


def test_pixels_above_a_base_that_scales_them_are_those_of_the_picture() -> None:
    for weights, expected in (("", set()), (", include_preprocessing: false", {"NN416 error"})):
        text = (
            "nnspec: 1\ninputs: {x: {type: image, size: [64, 64], channels: 3}}\n"
            f"bases: {{b: {{source: 'keras:ResNet50', pooling: avg{weights}}}}}\n"
            "hidden: [{RandomBrightness: {factor: 0.2}}, b]\noutputs: {y: binary}\n"
        )
        assert {f"{finding.code} {finding.severity}" for finding in lint_text(text, RULES).findings} == expected


def test_rounds_of_a_block_say_the_same_once() -> None:
    block = "{Dense: {units: 8, kernel_regularizer: {L2: 0.5}}}, BatchNormalization, {Dropout: 0.1}, BatchNormalization"
    text = (
        f"nnspec: 1\ninputs: {{x: {{columns: [a, b]}}}}\nhidden: [{{repeat: {{times: 6, layers: [{block}]}}}}]\n"
        "outputs: {y: number}\ntrain: {steps: 100}\n"
    )
    codes = [finding.code for finding in nnspec.lint(text) if finding.code.startswith("NN4")]
    assert sorted(codes) == ["NN401", "NN402", "NN406", "NN409", "NN417"]


def test_late_moving_averages_are_counted() -> None:
    hidden = "hidden: [BatchNormalization, {Dense: 4}, BatchNormalization, {BatchNormalization: {momentum: 0.5}}]"
    text = f"nnspec: 1\ninputs: {{x: {{columns: [a, b]}}}}\n{hidden}\noutputs: {{y: number}}\ntrain: {{steps: 100}}\n"
    ((_, fault),) = lint_text(text, [rule for rule in RULES if rule.code == "NN406"]).faults
    assert (fault.path, fault.message) == (
        ("hidden", 0),
        "after 100 steps 37% of the averages of 2 normalisations are still their start",
    )


def test_penalty_of_both_kinds_is_said_of_both() -> None:
    hidden = "[{Dense: {units: 8, kernel_regularizer: {L1L2: {l1: 0.1, l2: 0.1}}}}]"
    text = f"nnspec: 1\ninputs: {{x: {{columns: [a, b]}}}}\nhidden: {hidden}\noutputs: {{y: number}}\n"
    assert [finding.message[:2] for finding in lint_text(text, RULES).findings] == ["L2", "L1"]


def test_wrapper_that_is_frozen_freezes_the_normalisation_inside() -> None:
    wrapped = "{TimeDistributed: {layer: BatchNormalization, trainable: false}}"
    more = "train: {steps: 100, batch_size: 2}"
    assert _linted(f"[{{Reshape: [2, 1]}}, {wrapped}, Flatten]", more=more) == set()


@pytest.mark.parametrize(("dropout", "expected"), [("{Dropout: 0.2}", set()), ("wrapped", {"NN414 info"})])
def test_spatial_dropout_is_advised_where_it_fits(dropout: str, expected: set[str]) -> None:
    dropout = dropout.replace("wrapped", "{TimeDistributed: {layer: {Dropout: 0.2}}}")
    hidden = f"[{{TimeDistributed: {{layer: {CONV}}}}}, {dropout}, Flatten]"
    assert _linted(hidden, inputs="{type: array, shape: [5, 16, 16, 3]}") == expected
