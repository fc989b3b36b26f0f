"""NN104: two activations follow each other on one tensor.

What: a layer with an activation, or an activation layer, stands right before another activation. (A softmax whose
values weigh others may take scores of `tanh`, as additive attention does.)

Why: the second sees only what the first let through. A softmax or sigmoid of a softmax or sigmoid takes numbers
between 0 and 1: with ten classes no probability can pass e / (e + 9) = 0.23, and a sigmoid gives 0.5 at least, so
that the loss stays high whatever is learned. There it is an error, if the network's own answer comes of it.

Fires:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    hidden: [{Dense: {units: 16, activation: relu}}, ReLU]
    outputs: {y: {type: category, classes: 3}}
    ---
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    hidden: [{Dense: {units: 3, activation: softmax}}, {Activation: softmax}]
    outputs: {y: {type: category, classes: 3, head: none}}

Passes:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    hidden: [{Dense: 16}, ReLU, {Dense: {units: 8, activation: relu}}, BatchNormalization, ReLU]
    outputs: {y: {type: category, classes: 3}}

Fix: take one of the two out; where both are `relu`, nothing else changes.

Effect: on digits, accuracy 0.955 without and 0.960 with the fault, difference +0.004 [-0.007, +0.015] over 5 seeds: no
effect measured; on digits and their probabilities, cross-entropy 0.139 without and 1.514 with the fault, difference
+1.374 [+1.362, +1.386] over 5 seeds (benchmarks/evidence).

Source: Nikanjam et al. 2021 (NeuraLint, redundant activation); Ben Braiek and Khomh 2023 (TheDeepChecker);
Stack Overflow 31880720.
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.gates import weighs
from nnspec.linting.layer_kinds import PASSING
from nnspec.linting.plain_entry import removal_of
from nnspec.linting.rule import Fault, rule
from nnspec.linting.step import Step
from nnspec.linting.subject import Subject

_PROBABILITIES = ("softmax", "sigmoid")
# Twice is as good as once.
_IDEMPOTENT = ("relu", "relu6")


@rule("NN104", "warning")
def double_activation(subject: Subject) -> Iterator[Fault]:
    """Find activations right below others."""
    flow = subject.flow
    for step in flow:
        if step.activation is None:
            continue
        second = next((below for below in flow.run(step, _passes) if not _passes(below)), None)
        if second is None or not second.is_activation or second.is_called_again:
            continue
        if second.activation != "softmax" or not weighs(flow, second):
            yield _fault(subject, step, second)


def _passes(step: Step) -> bool:
    return step.layer in PASSING or step.kind in ("input", "model")


def _fault(subject: Subject, first: Step, second: Step) -> Fault:
    both = (first.activation, second.activation)
    squeezed = all(name in _PROBABILITIES for name in both) and second.name in subject.flow.final
    return Fault(
        path=second.path,
        message=f"`{second.activation}` of `{first.activation}`: two activations in a row",
        severity="error" if squeezed else "warning",
        received=f"{first.word}, then {second.word}",
        hint="take one of the two out",
        fix=removal_of(subject, second) if _does_nothing(first, second) else None,
    )


def _does_nothing(first: Step, second: Step) -> bool:
    plain = second.layer in ("Activation", "ReLU") and set(second.arguments) <= {"activation"}
    return plain and first.activation == second.activation in _IDEMPOTENT
