"""NN133: nothing flows back to a layer, for a step between it and every loss has no slope.

What: on all ways from a layer with weights to the outputs lies a function whose slope is 0 everywhere (`round`, `sign`,
`argmax`, a comparison), a cast to whole numbers, or `stop_gradient`. A way around it, as of a straight-through
estimator (`x + stop_gradient(round(x) - x)`), is enough.

Why: the gradient of all that lies above is 0: it keeps its first, random weights, and no message says so.

Fires:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    hidden: [{Dense: {units: 16, activation: relu}}, ops.round]
    outputs: {y: number}

Passes:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    hidden:
      - Dense: {units: 16, activation: relu, name: smooth}
      - ops.round: {name: rounded}
      - Add: {from: [smooth, rounded]}
    outputs: {y: number}

Fix: take the function out of the network, and round what it predicts afterwards.

Source: Ben Braiek and Khomh 2023 (TheDeepChecker); Stack Overflow 41780344, 52142287.
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.flow import Flow
from nnspec.linting.layer_kinds import words
from nnspec.linting.rule import Fault, rule
from nnspec.linting.step import Step
from nnspec.linting.subject import Subject

_FLAT = words(
    "all any argmax argmin argsort ceil digitize equal floor floor_divide greater greater_equal heaviside isclose "
    "less less_equal logical_and logical_not logical_or logical_xor not_equal one_hot ones_like round searchsorted "
    "sign signbit stop_gradient trunc zeros_like"
)
_FLAT_LAYERS = ("CategoryEncoding", "Discretization", "Embedding", "HashedCrossing", "Hashing", "IntegerLookup")


@rule("NN133", "error")
def gradient_blocker(subject: Subject) -> Iterator[Fault]:
    """Find functions without a slope that cut layers off from every loss."""
    flow = subject.flow
    reached = _reached(subject)
    for step in flow:
        if not _is_flat(step) or not _is_used(flow, step, reached):
            continue
        cut = [above for above in flow.upwards(step, lambda up: not _is_flat(up)) if above.has_weights]
        learns_nothing = [above for above in cut if above.name not in reached and _has_random_weights(above)]
        if learns_nothing:
            yield _fault(step, learns_nothing[0])


def _reached(subject: Subject) -> frozenset[str]:
    """Name the steps that gradients of some loss come to."""
    ends = [ending.last for ending in subject.endings if not ending.is_untrained]
    found = {end.name for end in ends}
    for end in ends:
        if not _is_flat(end):
            found |= {step.name for step in subject.flow.upwards(end, lambda up: not _is_flat(up))}
    return frozenset(found)


def _is_used(flow: Flow, step: Step, reached: frozenset[str]) -> bool:
    """Tell whether the last such function of a chain: the one that gradients come to."""
    return step.name in reached or any(below.name in reached for below in flow.below(step))


def _has_random_weights(step: Step) -> bool:
    return step.kind != "base" and not step.is_frozen


def _is_flat(step: Step) -> bool:
    if step.function == "cast":
        return str(step.arguments.get("dtype")).startswith(("int", "uint", "bool"))
    return step.function in _FLAT or step.layer in _FLAT_LAYERS


def _fault(step: Step, above: Step) -> Fault:
    return Fault(
        path=step.path,
        message=f"no gradient passes `{step.word}`: the `{above.word}` above learns nothing",
        hint="take it out of the network, or leave a way around it",
    )
