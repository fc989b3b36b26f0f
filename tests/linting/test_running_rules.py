"""Rules of precision and devices, all together."""

import pytest

from nnspec.linting.registry import rules_of
from rule_cases import lint_text

RULES = list(rules_of("running"))
NORMALIZED = "[{Dense: 4}, BatchNormalization, ReLU]"


@pytest.mark.parametrize(
    ("hidden", "output", "train", "expected"),
    [
        ("[{Dense: {units: 3, activation: softmax}}]", "{type: category, head: none}", "precision: mixed_float16",
         ["NN804"]),
        ("[{Dense: 1}, {Activation: sigmoid}]", "{type: binary, head: none}", "precision: mixed_float16", ["NN804"]),
        ("[{Dense: {units: 3, activation: softmax, dtype: float32}}]", "{type: category, head: none}",
         "precision: mixed_float16", []),
        ("[{Dense: 4}]", "{type: category, classes: 3}", "precision: mixed_float16", []),
        ("[{Dense: {units: 3, activation: softmax}}]", "{type: category, head: none}", "precision: float32", []),
        (NORMALIZED, "number", "distribute: mirrored, batch_size: 16", ["NN807"]),
        (NORMALIZED, "number", "distribute: mirrored, batch_size: 32", []),
        (NORMALIZED, "number", "distribute: auto, batch_size: 16", []),
    ],
)  # fmt: skip
def test_running_says_what_is_wrong(hidden: str, output: str, train: str, expected: list[str]) -> None:
    text = f"nnspec: 1\ninputs: {{x: {{columns: [a, b]}}}}\nhidden: {hidden}\noutputs: {{y: {output}}}\n"
    linted = lint_text(f"{text}train: {{{train}}}\n", RULES)
    assert [finding.code for finding in linted.findings] == expected


@pytest.mark.parametrize(
    ("weights", "expected"),
    [
        ("weights: 'file:w.weights.h5'", ["NN809"]),
        (f"weights: 'file:w.weights.h5', sha256: {'a' * 64}", []),
        ("weights: imagenet", []),
        ("weights: none, freeze: none", []),
    ],
)
def test_file_of_weights_without_a_hash_is_advice(weights: str, expected: list[str]) -> None:
    text = (
        "nnspec: 1\ninputs: {photo: {type: image, size: [224, 224], channels: 3}}\n"
        f"bases: {{b: {{source: 'keras:ResNet50', pooling: avg, {weights}}}}}\nhidden: [b]\noutputs: {{y: binary}}\n"
    )
    assert [finding.code for finding in lint_text(text, RULES).findings] == expected
