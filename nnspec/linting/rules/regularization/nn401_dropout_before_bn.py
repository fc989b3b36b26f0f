"""NN401: batch statistics are learned from values that dropout has spread.

What: Dropout before a BatchNormalization, with nothing but activations and at most one layer of weights between.

Why: dropout raises the variance in training and not in prediction: the moving averages that the normalisation
predicts with are those of other values.

Fires:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    hidden: [{Dense: 16}, {Dropout: 0.3}, BatchNormalization, ReLU]
    outputs: {y: number}

Passes:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    hidden: [{Dense: 16}, BatchNormalization, ReLU, {Dropout: 0.3}]
    outputs: {y: number}

Fix: Dropout behind the last normalisation.

Effect: on digits, accuracy 0.955 without and 0.954 with the fault, difference -0.001 [-0.004, +0.002] over 5 seeds: no
effect measured (benchmarks/evidence).

Source: Li et al. 2018 (arXiv 1801.05134), section 3; Nikanjam et al. 2021 (NeuraLint).
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.flow import Flow
from nnspec.linting.layer_kinds import DROPOUTS, PASSING
from nnspec.linting.rule import Fault, rule
from nnspec.linting.step import Step
from nnspec.linting.subject import Subject


@rule("NN401", "info")
def dropout_before_bn(subject: Subject) -> Iterator[Fault]:
    """Find the normalisations that follow a dropout."""
    flow = subject.flow
    for step in flow.of(DROPOUTS):
        if not step.get("rate"):
            continue
        norm, n_between = _next_norm(flow, step)
        if norm is not None:
            yield _fault(step, norm, is_direct=n_between == 0)


def _next_norm(flow: Flow, step: Step) -> tuple[Step | None, int]:
    """Find the normalisation below a dropout, with at most one layer of weights between, and count that."""
    n_between = 0
    for below in flow.run(step, lambda each: each.is_activation or each.is_affine or each.layer in PASSING):
        if below.layer == "BatchNormalization":
            return below, n_between
        n_between += below.is_affine
        if n_between > 1:
            break
    return None, n_between


def _fault(step: Step, norm: Step, *, is_direct: bool) -> Fault:
    return Fault(
        path=step.path,
        message=f"`{step.layer}` {'right ' if is_direct else ''}before `{norm.word}`",
        hint="put it behind the normalisation and its activation",
    )
