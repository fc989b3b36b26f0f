"""What keeps a network from learning its rows by heart."""

import pytest

from nnspec.inference.facts import gather_facts
from nnspec.inference.infer import infer_network
from nnspec.linting.guards import is_guarded
from nnspec.linting.subject import Subject
from nnspec.pipeline import compile_source


def _is_guarded(hidden: str, more: str = "", inputs: str = "x: {columns: [a, b]}") -> bool:
    text = f"nnspec: 1\ninputs: {{{inputs}}}\nhidden: [{hidden}]\noutputs: {{y: number}}\n{more}"
    compiled = compile_source(text, checked_data=False)
    assert compiled.spec is not None, str(compiled.diagnostics)
    assert compiled.graph is not None, str(compiled.diagnostics)
    facts = gather_facts(compiled.spec)
    return is_guarded(Subject(compiled.spec, infer_network(compiled.spec, compiled.graph, facts), facts))


@pytest.mark.parametrize(
    ("hidden", "more"),
    [
        ("{Dense: 4}, {Dropout: 0.2}", ""),
        ("{Dense: 4}, {GaussianNoise: 0.2}", ""),
        ("{Dense: {units: 4, kernel_regularizer: l2}}", ""),
        ("{Reshape: [2, 1]}, {LSTM: {units: 4, recurrent_dropout: 0.2}}", ""),
        ("{Dense: 4}", "train: {stop: {monitor: val_loss, patience: 3}}"),
        ("{Dense: 4}", "train: {callbacks: [{EarlyStopping: {patience: 3}}]}"),
        ("{Dense: 4}", "optimizer: {Adam: {weight_decay: 0.01}}"),
    ],
)
def test_network_with_a_guard_is_guarded(hidden: str, more: str) -> None:
    assert _is_guarded(hidden, more)


@pytest.mark.parametrize(
    ("hidden", "more"),
    [
        ("{Dense: 4}, BatchNormalization", ""),
        ("{Dense: {units: 4, kernel_initializer: he_normal}}", ""),
        ("{Dense: 4}", "train: {callbacks: [{ReduceLROnPlateau: {monitor: loss}}]}"),
        ("{Dense: 4}", "optimizer: {Adam: {learning_rate: 0.01}}"),
    ],
)
def test_network_without_a_guard_is_not(hidden: str, more: str) -> None:
    assert not _is_guarded(hidden, more)
