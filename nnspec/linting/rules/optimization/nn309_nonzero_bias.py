"""NN309: a hidden layer's bias does not start at 0.

What: the bias of a hidden Dense layer, convolution, GRU or SimpleRNN starts with something other than zeros.

Why: nothing is known of where a hidden neuron should stand, so that any other start has to be unlearned; random
biases shift activations towards saturation. What is known (the share of a class, the mean of a target) belongs to the
head.

Fires:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    hidden: [{Dense: {units: 16, activation: relu, bias_initializer: RandomNormal}}]
    outputs: {y: number}

Passes:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    hidden: [{Dense: {units: 16, activation: relu}}]
    outputs: {y: {type: number, head: {Dense: {units: 1, bias_initializer: {Constant: 5.0}}}}}

Fix: leave `bias_initializer` out.

Effect: on digits with biases of 1, accuracy 0.955 without and 0.955 with the fault, difference 0.000 [-0.009, +0.009]
over 5 seeds: no effect measured (benchmarks/evidence).

Source: Nikanjam et al. 2021 (NeuraLint); Ben Braiek and Khomh 2023 (TheDeepChecker).
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.gates import weighs
from nnspec.linting.layer_kinds import AFFINE
from nnspec.linting.rule import REMOVE, Fault, Fix, rule
from nnspec.linting.starts import initializer_of, start_of
from nnspec.linting.step import Step
from nnspec.linting.subject import Subject

_BIASED = AFFINE | {"GRU", "SimpleRNN"}


@rule("NN309", "info")
def nonzero_bias(subject: Subject) -> Iterator[Fault]:
    """Find hidden layers whose bias starts elsewhere, those of gates apart."""
    flow = subject.flow
    for step in flow.of(_BIASED):
        if not _starts_elsewhere(step) or step.name in flow.last_layers or weighs(flow, step):
            continue
        path = step.path_of("bias_initializer")
        yield Fault(
            path=path,
            message=f"the bias of `{step.place.node.name}` does not start at 0",
            expected="zeros",
            hint="leave `bias_initializer` out",
            fix=Fix(path, REMOVE) if path and path[-1] == "bias_initializer" else None,
        )


def _starts_elsewhere(step: Step) -> bool:
    if step.is_called_again or "bias_initializer" not in step.arguments or not step.get("use_bias"):
        return False
    start = start_of(initializer_of(step, "bias_initializer"))
    return start is not None and start.size > 0
