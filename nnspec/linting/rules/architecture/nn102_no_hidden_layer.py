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

from nnspec.linting.flow import Flow
from nnspec.linting.rule import Fault, rule
from nnspec.linting.step import Step
from nnspec.linting.subject import Subject

_MEANT = ("baseline", "linear", "logistic", "regression", "single", "perceptron")


@rule("NN102", "info")
def no_hidden_layer(subject: Subject) -> Iterator[Fault]:
    """Find outputs whose head stands on the inputs themselves."""
    said = f"{subject.spec.name} {subject.spec.description or ''}".lower()
    if any(word in said for word in _MEANT):
        return
    for output, place, _ in subject.heads():
        head = subject.flow.steps[place.name]
        if head.is_affine and _stands_on_inputs(subject.flow, head):
            yield Fault(
                path=output.path,
                message=f"no hidden layer before `{output.name}`: a linear model",
                hint="add a hidden layer with an activation, or call it a `baseline` in `description`",
            )


def _stands_on_inputs(flow: Flow, head: Step) -> bool:
    above = tuple(flow.upwards(head, lambda step: True))
    return all(step.is_linear or step.layer == "Concatenate" for step in above)
