"""NN103: a softmax on a hidden layer lets its neurons compete for a sum of 1.

What: the activation softmax on a layer that is no output and whose values do not weigh others, as in attention.

Why: all neurons of the layer share a sum of 1, so that most are near 0, and so are their gradients.

Fires:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    hidden: [{Dense: {units: 16, activation: softmax}}]
    outputs: {y: {type: category, classes: 3}}
    ---
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    hidden: [{Dense: 16}, Softmax]
    outputs: {y: {type: category, classes: 3}}

Passes:
    nnspec: 1
    inputs: {x: {type: array, shape: [5, 8]}}
    hidden:
      - Dense: {units: 1, name: score}
      - Softmax: {axis: 1, name: share}
      - Multiply: {from: [share, x]}
      - ops.sum: {axis: 1}
    outputs: {y: number}
    ---
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    hidden: [{Dense: {units: 16, activation: relu}}, {Dense: {units: 3, activation: softmax}}]
    outputs: {y: {type: category, classes: 3, head: none}}

Fix: `relu`.

Effect: on penguins, accuracy 0.936 without and 0.804 with the fault, difference -0.132 [-0.184, -0.080] over 5 seeds;
on digits, accuracy 0.955 without and 0.892 with the fault, difference -0.063 [-0.128, +0.001] over 5 seeds: no effect
measured (benchmarks/evidence).

Source: Cao et al. 2022 (DeepFD); Stack Overflow 52575271; measured on digits: 0.921 falls to 0.778.
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.gates import weighs
from nnspec.linting.rule import Fault, rule
from nnspec.linting.step import Step
from nnspec.linting.subject import Subject


@rule("NN103", "warning")
def softmax_hidden(subject: Subject) -> Iterator[Fault]:
    """Find layers above others that end with a softmax and weigh nothing."""
    flow = subject.flow
    for step in flow:
        if not _ends_with_softmax(step) or step.name in flow.final or step.is_called_again or weighs(flow, step):
            continue
        yield Fault(
            path=step.path_of("activation"),
            message="`softmax` on a hidden layer",
            received="softmax",
            expected="an activation for each neuron alone",
            hint="`relu`; softmax is for the last layer, one unit per class",
        )


def _ends_with_softmax(step: Step) -> bool:
    return step.activation == "softmax" or (step.is_recurrent and step.get("activation") == "softmax")
