"""Rules of transfer bases, all together."""

import pytest

from nnspec.linting.registry import rules_of
from rule_cases import card_of, lint_text

RULES = list(rules_of("transfer"))
STAGES = "train: {stages: [{epochs: 3}, {epochs: 3, unfreeze: b, optimizer: {Adam: 1e-5}}]}"


def _linted(base: str, hidden: str, more: str = "", *, size: int = 224, output: str = "y: binary") -> set[str]:
    text = (
        f"nnspec: 1\ninputs: {{photo: {{type: image, size: [{size}, {size}], channels: 3}}}}\n"
        f"bases: {{b: {{{base}}}}}\nhidden: {hidden}\noutputs: {{{output}}}\n{more}"
    )
    return {f"{finding.code} {finding.severity}" for finding in lint_text(text, RULES).findings}


RESNET = 'source: "keras:ResNet50", pooling: avg'
SMALL = 'source: "keras:MobileNetV2", pooling: avg'
HALF = "{Rescaling: {scale: 0.0078, offset: -1.0}}"


@pytest.mark.parametrize(
    ("base", "hidden", "more", "size", "expected"),
    [
        (
            'source: "keras:EfficientNetV2S", pooling: avg, include_preprocessing: false',
            "[b]",
            "",
            384,
            {"NN501 error"},
        ),
        (RESNET, f"[{HALF}, b]", "", 224, {"NN502 error"}),
        (RESNET, "[Normalization, b]", "", 224, {"NN502 error"}),
        (f"{RESNET}, weights: none, freeze: none", f"[{HALF}, b]", "", 224, {"NN502 warning"}),
        (RESNET, "[b]", "", 20, {"NN503 error"}),
        ('source: "keras:InceptionV3", pooling: avg', "[b]", "", 74, {"NN503 error"}),
        (RESNET, "[b]", "", 100, {"NN503 warning"}),
        (RESNET, "[b]", "train: {stages: [{epochs: 1}, {epochs: 1, unfreeze: b}]}", 224, {"NN504 warning"}),
        (f"{RESNET}, freeze: none", "[b]", "optimizer: {Adam: 1e-5}", 224, {"NN511 warning"}),
        (f"{RESNET}, weights: none", "[b]", "", 224, {"NN510 warning"}),
        (f"{RESNET}, weights: none, freeze: none", "[b]", "", 32, {"NN513 warning"}),
        ('source: "keras:ResNet50"', "[b, Flatten, {Dense: 64}]", "", 224, {"NN508 info"}),
        ('source: "keras:ResNet50", include_top: true', "[b]", "", 224, {"NN509 warning"}),
        ('source: "keras:ResNet50", include_top: true, classes: 10', "[b]", "", 224, {"NN509 error"}),
    ],
)
def test_faulty_base_says_its_fault_alone(base: str, hidden: str, more: str, size: int, expected: set[str]) -> None:
    assert _linted(base, hidden, more, size=size) == expected


@pytest.mark.parametrize(
    ("base", "hidden", "more", "size"),
    [
        (RESNET, "[b]", STAGES, 224),
        (RESNET, "[b, {Dense: 64}]", "optimizer: {Adam: 0.01}", 160),
        (RESNET, "[{Rescaling: {scale: 255.0}}, b]", "", 224),
        (SMALL, "[b]", "", 96),
        (f"{RESNET}, weights: none, freeze: none", "[b]", "", 64),
        (f"{RESNET}, weights: none", "[b]", "train: {stages: [{epochs: 3, unfreeze: b}]}", 64),
        (RESNET, "[b]", "train: {stages: [{epochs: 1}, {epochs: 1, unfreeze: b, optimizer: {SGD: 1e-3}}]}", 224),
        ('source: "run:runs/base"', "[b]", "train: {stages: [{epochs: 1}, {epochs: 1, unfreeze: b}]}", 32),
    ],
)
def test_sound_base_says_nothing(base: str, hidden: str, more: str, size: int) -> None:
    assert _linted(base, hidden, more, size=size) == set()


def test_layer_inside_a_wrapper_is_not_taken_away_without_its_wrapper() -> None:
    scaled = f"{{TimeDistributed: {{layer: {HALF}}}}}"
    text = (
        "nnspec: 1\ninputs: {photo: {type: image, size: [224, 224], channels: 3}}\n"
        f"bases: {{b: {{{RESNET}}}}}\nhidden: [{scaled}, b]\noutputs: {{y: binary}}\n"
    )
    ((_, fault),) = lint_text(text, [rule for rule in RULES if rule.code == "NN502"]).faults
    assert fault.fix is None


def test_frozen_base_without_a_head_says_that_nothing_trains() -> None:
    output = "y: {type: category, classes: 1000, head: none}"
    assert _linted('source: "keras:ResNet50", include_top: true', "[b]", output=output) == {"NN505 error"}


@pytest.mark.parametrize(
    ("pattern", "expected"), [("b/.*", {"NN514 warning"}), (".*/conv1/.*", set()), ("bottom/.*", set()), (".*", set())]
)
def test_base_learns_too_fast_where_a_pattern_means_it_alone(pattern: str, expected: set[str]) -> None:
    rates = f"default_optimizer: {{SGD: 1e-5}}, optimizer_map: {{'{pattern}': {{SGD: 1e-4}}}}"
    more = f"optimizer: {{MultiOptimizer: {{{rates}}}}}"
    assert {found for found in _linted(RESNET, "[b]", more) if "NN514" in found} == expected


def test_small_picture_is_the_one_that_the_base_takes() -> None:
    size = "{type: image, channels: 3, size: [%d, %d]}"
    text = (
        f"nnspec: 1\ninputs: {{big: {size % (224, 224)}, small: {size % (20, 20)}}}\nbases: {{b: {{{RESNET}}}}}\n"
        "hidden: [{b: {from: small, name: a}}, {Flatten: {from: big, name: c}}, {Concatenate: {from: [a, c]}}]\n"
        "outputs: {y: binary}\n"
    )
    paths = [finding.path for finding in lint_text(text, RULES).findings if finding.code == "NN503"]
    assert paths == [("inputs", "small", "size")]


def test_pixels_that_the_card_scales_already_are_not_what_a_base_takes() -> None:
    text = f"nnspec: 1\ninputs: {{photo: image}}\nbases: {{b: {{{RESNET}}}}}\nhidden: [b]\noutputs: {{y: binary}}\n"
    card = card_of("rows: 90\ncolumns: {photo: {dtype: float32, shape: [224, 224, 3], minimum: 0.0, maximum: 1.0}}")
    assert [finding.code for finding in lint_text(text, RULES, card=card).findings] == ["NN501"]
