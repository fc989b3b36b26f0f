"""NN105: a normalisation stands behind the activation here and before it elsewhere.

What: a normalisation between an activation and the next layer of weights, in a network whose other normalisations
stand between a layer of weights and its activation.

Why: both orders train; two in one network are mostly a slip. Published evidence disagrees, so this is off by default.

Fires:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    hidden:
      - Dense: 16
      - BatchNormalization
      - ReLU
      - Dense: {units: 16, activation: relu}
      - BatchNormalization
      - Dense: {units: 8, activation: relu}
    outputs: {y: number}

Passes:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    hidden: [{Dense: {units: 16, activation: relu}}, BatchNormalization, {Dense: {units: 8, activation: relu}}]
    outputs: {y: number}

Fix: one order for all blocks.

Source: Ioffe and Szegedy 2015, section 3.2 (before); the opposite is as common.
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.flow import Flow
from nnspec.linting.layer_kinds import NORMALIZATIONS, PASSING
from nnspec.linting.rule import Fault, rule
from nnspec.linting.step import Step
from nnspec.linting.subject import Subject


@rule("NN105", "info", enabled=False)
def norm_after_activation(subject: Subject) -> Iterator[Fault]:
    """Find normalisations behind activations where others stand before them."""
    flow = subject.flow
    norms = [step for step in flow if step.layer in NORMALIZATIONS]
    if any(_is_before(flow, step) for step in norms):
        yield from (_fault(step) for step in norms if _is_behind(flow, step))


def _is_before(flow: Flow, step: Step) -> bool:
    below = flow.next(step)
    return below is not None and below.is_activation and all(up.activation is None for up in flow.above(step))


def _is_behind(flow: Flow, step: Step) -> bool:
    end = flow.end(step, lambda below: below.layer in PASSING)
    return end is not None and end.is_affine and all(up.activation is not None for up in flow.above(step))


def _fault(step: Step) -> Fault:
    return Fault(
        path=step.path,
        message=f"`{step.word}` stands behind the activation, elsewhere before it",
        hint="keep to one order",
    )
