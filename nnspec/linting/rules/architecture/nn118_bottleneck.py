"""NN118: a hidden layer is too narrow for what has to pass through it.

What: a hidden Dense, recurrent layer or convolution of one unit between two layers of weights; or a last hidden layer
with fewer units than the binary digits that the number of classes takes. What weighs others (a gate), the code of a
network that restores its input, and a single map that is flattened are left alone.

Why: one number per example is all that the layers below learn of it. With k units that are on or off, 2**k classes
can be told apart. The catalogue also asks for an eighth of the outputs; embeddings of words and classes are far
narrower and work, so that this is left out.

Fires:
    nnspec: 1
    inputs: {x: {columns: [a, b, c]}}
    hidden: [{Dense: {units: 16, activation: relu}}, {Dense: {units: 1, activation: relu}}]
    outputs: {y: binary}
    ---
    nnspec: 1
    inputs: {x: {columns: [a, b, c]}}
    hidden: [{Dense: {units: 2, activation: sigmoid}}]
    outputs: {y: {type: category, classes: 10}}

Passes:
    nnspec: 1
    inputs: {x: {columns: [a, b, c]}}
    hidden: [{Dense: {units: 4, activation: relu}}]
    outputs: {y: {type: category, classes: 10}}

Fix: more units; 16 is a modest start.

Effect: on digits, accuracy 0.955 without and 0.501 with the fault, difference -0.454 [-0.512, -0.396] over 5 seeds
(benchmarks/evidence).

Source: Zhang et al. 2021 (AUTOTRAINER) and Stack Overflow 50306988 (two units before many classes).
"""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil, log2

from nnspec.linting.flow import Flow
from nnspec.linting.gates import is_product
from nnspec.linting.layer_kinds import AFFINE, RECURRENT
from nnspec.linting.rule import Fault, rule
from nnspec.linting.step import Step
from nnspec.linting.subject import Subject


@rule("NN118", "warning")
def bottleneck(subject: Subject) -> Iterator[Fault]:
    """Find hidden layers with too few units."""
    flow = subject.flow
    if any(output.type == "array" or subject.truths[output.name].is_copy for output in subject.spec.outputs):
        return
    for step in flow.of(AFFINE | RECURRENT):
        following = _following(flow, step)
        if following is None:
            continue
        units = step.get("units") or step.get("filters")
        if isinstance(units, int) and units < (needed := _units_needed(flow, following)):
            yield _fault(step, units, needed)


def _following(flow: Flow, step: Step) -> Step | None:
    """Give the layer of weights that a hidden layer's values go into, and nothing else."""
    if step.name in flow.final or step.is_called_again:
        return None
    passed = tuple(flow.run(step, lambda below: not below.has_weights))
    if not passed or not passed[-1].has_weights or any(below.is_merge or is_product(below) for below in passed):
        return None
    if step.is_convolution and not passed[-1].is_convolution:
        return None
    return passed[-1]


def _units_needed(flow: Flow, following: Step) -> int:
    classes = following.width
    if following.activation != "softmax" or following.name not in flow.last_layers or not isinstance(classes, int):
        return 2
    return max(2, ceil(log2(classes)))


def _fault(step: Step, units: int, needed: int) -> Fault:
    argument, whole = ("filters", "position") if step.is_convolution else ("units", "example")
    return Fault(
        path=step.path_of(argument),
        message=f"all the rest depends on {units} {'number' if units == 1 else 'numbers'} per {whole}",
        received=f"{argument}: {units}",
        expected=f"at least {needed}",
        hint="more units; 16 is a modest start",
    )
