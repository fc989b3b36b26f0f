"""NN102: nothing is learned between the inputs and an output but its head.

What: all ways from the inputs to an output lead through its one layer of weights and nothing that bends.

Why: this is linear or logistic regression: a good first baseline, and often taken for a network. Advice only; a spec
whose name or description says `baseline`, `linear`, `logistic`, `regression`, `single` or `perceptron` means it.

Fires:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {y: {type: category, classes: 3}}

Passes:
    nnspec: 1
    name: linear-baseline
    inputs: {x: {columns: [a, b]}}
    outputs: {y: {type: category, classes: 3}}
    ---
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    hidden: [{Dense: {units: 16, activation: relu}}]
    outputs: {y: {type: category, classes: 3}}

Fix: a hidden layer with an activation; or say in `description` that it is the baseline.

Source: Karpathy 2019, A recipe for training neural networks (start with a simple baseline, and know that it is one).
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.column_words import words_of
from nnspec.linting.flow import Flow
from nnspec.linting.layer_kinds import words
from nnspec.linting.rule import Fault, rule
from nnspec.linting.step import Step
from nnspec.linting.subject import Subject

_MEANT = words("baseline linear logistic regression single perceptron")


@rule("NN102", "info")
def no_hidden_layer(subject: Subject) -> Iterator[Fault]:
    """Find outputs whose head stands on the inputs themselves."""
    if not _MEANT.isdisjoint(words_of(f"{subject.spec.name} {subject.spec.description or ''}")):
        return
    for ending in subject.endings:
        if ending.layer is not None and ending.layer.is_affine and _stands_on_inputs(subject.flow, ending.layer):
            yield Fault(
                path=ending.output.path,
                message=f"no hidden layer before `{ending.output.name}`: a linear model",
                hint="add a hidden layer with an activation, or call it a `baseline` in `description`",
            )


def _stands_on_inputs(flow: Flow, head: Step) -> bool:
    return all(step.is_linear or step.layer == "Concatenate" for step in flow.upwards(head, lambda up: True))
