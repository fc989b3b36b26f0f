"""A fix sets an argument in each form that an entry can have."""

import pytest

from nnspec.fixing import apply_edits
from nnspec.linting.fixes import edit_of
from nnspec.linting.registry import find_rule
from nnspec.pipeline import compile_source
from rule_cases import lint_text

BINARY = "nnspec: 1\ninputs: {{x: {{columns: [a, b]}}}}\noutputs: {{y: {{type: binary, {}}}}}\n"
HIDDEN = "nnspec: 1\ninputs: {{x: {}}}\nhidden: [{}]\noutputs: {{y: number}}\ntrain: {{steps: 100}}\n"
COLUMNS, PICTURE = "{columns: [a, b]}", "{type: image, size: [8, 8], channels: 3}"


@pytest.mark.parametrize(
    ("code", "text", "old", "new"),
    [
        ("NN205", BINARY.format("activation: linear, loss: bce"), "bce", "{bce: {from_logits: true}}"),
        ("NN205", BINARY.format("activation: linear, loss: {bce: false}"), "false", "true"),
        ("NN206", BINARY.format("loss: {BinaryCrossentropy: true}"), "true", "false"),
        ("NN206", BINARY.format("loss: {bce: {from_logits: true, axis: -1}}"), "true", "false"),
        ("NN402", HIDDEN.format(COLUMNS, "{Dense: 16}, BatchNormalization"), "16", "{units: 16, use_bias: false}"),
        ("NN402", HIDDEN.format(COLUMNS, "{Dense: {units: 16}}, BatchNormalization"), "16}", "16, use_bias: false}"),
        ("NN406", HIDDEN.format(COLUMNS, "BatchNormalization"), "BatchNormalization",
         "{BatchNormalization: {momentum: 0.9}}"),
        ("NN416", HIDDEN.format(PICTURE, "{RandomBrightness: 0.2}, Flatten"), "0.2",
         "{factor: 0.2, value_range: [0.0, 1.0]}"),
    ],
)  # fmt: skip
def test_fix_of_an_argument_is_written_beside_what_stands_there(code: str, text: str, old: str, new: str) -> None:
    assert text.count(old) == 1
    assert fixed(code, text) == text.replace(old, new)


def fixed(code: str, text: str) -> str:
    """Write the one fix of a rule into a text."""
    rule = find_rule(code)
    assert rule is not None
    ((_, fault),) = lint_text(text, [rule]).faults
    spec = compile_source(text, checked_data=False).spec
    assert fault.fix is not None
    assert spec is not None
    edit = edit_of(fault.fix, spec.document, file=spec.document.file)
    assert edit is not None
    return apply_edits(text.encode(), [edit]).decode()
