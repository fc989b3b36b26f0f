"""NN308: many sigmoids on top of each other let no gradient through.

What: four hidden layers or more in series end with a sigmoid, or eight with tanh, without a normalisation or a merge
between them.

Why: the slope of a sigmoid is at most 1/4, and less where it saturates: after four layers at most 1/256 of the
gradient is left, so that the first layers hardly learn.

Fires:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    hidden: [{repeat: {times: 4, layers: [{Dense: {units: 16, activation: sigmoid}}]}}]
    outputs: {y: number}

Passes:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    hidden: [{repeat: {times: 4, layers: [{Dense: {units: 16, activation: relu}}]}}]
    outputs: {y: number}
    ---
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    hidden: [{repeat: {times: 4, layers: [{Dense: 16}, BatchNormalization, {Activation: sigmoid}]}}]
    outputs: {y: number}

Fix: `relu`, or `BatchNormalization` before each activation.

Effect: on digits, 5 layers of relu and of sigmoid, accuracy 0.953 without and 0.333 with the fault, difference -0.619
[-0.684, -0.555] over 5 seeds (benchmarks/evidence).

Source: Glorot and Bengio 2010; measured: the first layer's gradient is 0.0000047 of the last one's.
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.flow import Flow
from nnspec.linting.gates import weighs
from nnspec.linting.layer_kinds import NORMALIZATIONS
from nnspec.linting.rule import Fault, rule
from nnspec.linting.step import Step
from nnspec.linting.subject import Subject

# Activation -> how many in series are too many.
_MOST = {"hard_sigmoid": 4, "sigmoid": 4, "tanh": 8}


@rule("NN308", "warning", supersedes=("NN127",))
def saturating_deep(subject: Subject) -> Iterator[Fault]:
    """Find the layer at which a chain of saturating activations becomes too long."""
    flow = subject.flow
    lengths: dict[str, tuple[int, str]] = {}
    for step in flow:
        length, activation = lengths[step.name] = _length_at(flow, step, lengths)
        if step.activation == activation and length == _MOST.get(activation) and step.name not in flow.final:
            yield Fault(
                path=step.path_of("activation"),
                message=f"{length} layers of `{activation}` in series let hardly any gradient through",
                received=activation,
                hint="`relu`, or a normalisation before each activation",
            )
            return


def _length_at(flow: Flow, step: Step, lengths: dict[str, tuple[int, str]]) -> tuple[int, str]:
    """Count the layers with one saturating activation down to a step; a linear layer goes on with its count."""
    above = flow.above(step)
    if len(above) != 1 or step.layer in NORMALIZATIONS or step.kind == "base":
        return 0, ""
    length, activation = lengths.get(above[0].name, (0, ""))
    if step.activation is None:
        return length, activation
    if step.activation not in _MOST or weighs(flow, step):
        return 0, ""
    return (length + 1 if step.activation == activation else 1), step.activation
