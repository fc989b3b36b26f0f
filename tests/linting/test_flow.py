"""Rules that go once from top to bottom see through nested models what stands above."""

import pytest

from nnspec.diagnostics.diagnostic import Diagnostic
from nnspec.linting.registry import find_rule
from rule_cases import lint_text

SIGMOIDS = "{Dense: {units: 4, activation: sigmoid}}, {Dense: {units: 4, activation: sigmoid}}"
RELU = "{Dense: {units: 16, activation: relu}}"
CONV = "{Conv2D: {filters: 32, kernel_size: 3, activation: relu}}"
EMBEDDING = "{Embedding: {input_dim: 100, output_dim: 8, mask_zero: true}}"


def model(*layers: str) -> str:
    return f"{{model: {{layers: [{', '.join(layers)}]}}}}"


BEHIND_A_MODEL = [
    ("NN119", "{type: array, shape: [96, 96, 3]}", f"{model(CONV, 'Flatten')}, {{Dense: 64}}", 1),
    ("NN121", "{type: array, shape: [3, 32, 32]}", f"{model('{Rescaling: 0.1}')}, {CONV}, Flatten", 1),
    ("NN126", "{type: text, max_tokens: 100, output_sequence_length: 20}",
     f"{model(EMBEDDING)}, {{Conv1D: {{filters: 8, kernel_size: 3}}}}, {{LSTM: 8}}", 1),
    ("NN127", "{columns: [a, b]}", f"{model(*[RELU] * 6)}, {', '.join([RELU] * 6)}", 4),
    ("NN130", "{type: image, size: [96, 96], channels: 3}", f"{model('Flatten')}, {RELU}", 1),
    ("NN308", "{columns: [a, b]}", f"{model(SIGMOIDS)}, {model(SIGMOIDS)}, {RELU}", 1),
]  # fmt: skip


@pytest.mark.parametrize(("code", "x", "hidden", "index"), BEHIND_A_MODEL)
def test_fault_behind_a_nested_model_is_found(code: str, x: str, hidden: str, index: int) -> None:
    text = f"nnspec: 1\ninputs: {{x: {x}}}\nhidden: [{hidden}]\noutputs: {{y: number}}\n"
    assert [(finding.code, finding.path[:2]) for finding in linted(code, text)] == [(code, ("hidden", index))]


def test_dropout_behind_a_nested_model_without_weights_stands_before_the_last_layer() -> None:
    hidden = f"layers: [{model('{Rescaling: 0.5}')}, {{Dropout: 0.2}}]"
    text = f"nnspec: 1\ninputs: {{x: {{columns: [a, b]}}}}\noutputs: {{y: {{type: number, head: none, {hidden}}}}}\n"
    assert linted("NN404", text) == []


def test_splines_of_degree_0_behind_a_nested_model_without_weights_block_nothing() -> None:
    hidden = f"{model('Flatten')}, {{KAN: {{units: 4, degree: 0, base_activation: null}}}}"
    text = f"nnspec: 1\ninputs: {{x: {{type: array, shape: [3, 3]}}}}\nhidden: [{hidden}]\noutputs: {{y: number}}\n"
    assert [finding.severity for finding in linted("NN704", text)] == ["warning"]


def linted(code: str, text: str) -> list[Diagnostic]:
    rule = find_rule(code)
    assert rule is not None
    return list(lint_text(text, [rule]).findings)
