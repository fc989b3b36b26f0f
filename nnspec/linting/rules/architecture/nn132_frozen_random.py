"""NN132: a layer keeps the random weights that it starts with.

What: `trainable: false` on a layer whose weights are drawn at random, and no stage lets it train. An error where no
layer of weights trains at all, for then nothing is learned; a warning elsewhere.

Why: freezing keeps what was learned before; here nothing was. Random features are a method of their own (reservoirs),
hence no error. Given weights (`Constant`, `Identity`, ...) are left alone.

Fires:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    hidden: [{Dense: {units: 16, activation: relu, trainable: false}}]
    outputs: {y: number}

Passes:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    hidden: [{Dense: {units: 16, activation: relu}}]
    outputs: {y: number}

Fix: leave `trainable: false` out.

Effect: on digits, accuracy 0.955 without and 0.948 with the fault, difference -0.007 [-0.018, +0.004] over 5 seeds: no
effect measured; on digits, both hidden layers, accuracy 0.955 without and 0.605 with the fault, difference -0.350
[-0.367, -0.333] over 5 seeds (benchmarks/evidence).

Source: Humbatova et al. 2020, taxonomy of real faults (missing or wrong training of layers).
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.diagnostics.diagnostic import Path
from nnspec.linting.argument_path import argument_path
from nnspec.linting.flow import Flow
from nnspec.linting.rule import REMOVE, Fault, Fix, rule
from nnspec.linting.step import Step
from nnspec.linting.subject import Subject
from nnspec.spec.calls import Call

_GIVEN = ("Constant", "Identity", "Ones", "STFT", "Zeros")
_KERNELS = ("kernel_initializer", "embeddings_initializer", "depthwise_initializer")


@rule("NN132", "error")
def frozen_random(subject: Subject) -> Iterator[Fault]:
    """Find layers with random weights that never train."""
    unfrozen = {name for stage in subject.spec.train.stages for name, _ in stage.unfreeze}
    frozen = [step for step in subject.flow if _keeps_chance(step) and step.place.node.name not in unfrozen]
    all_frozen = len(frozen) == sum(map(_counts, subject.flow)) and not _has_base(subject.flow)
    for step in frozen:
        path = _path_of(step)
        yield Fault(
            path=path,
            message="no layer of weights trains" if all_frozen else f"`{step.word}` keeps its random weights",
            severity=None if all_frozen else "warning",
            received="trainable: false",
            hint="leave `trainable: false` out",
            fix=Fix(path, REMOVE),
        )


def _keeps_chance(step: Step) -> bool:
    return _counts(step) and step.is_frozen and not _is_given(step)


def _path_of(step: Step) -> Path:
    """Point at the `trainable: false` of the layer or of the outermost wrapper that has one."""
    frozen = next(shell for shell in step.shells if shell.arguments.get("trainable") is False)
    return argument_path(frozen, "trainable")


def _counts(step: Step) -> bool:
    return step.has_weights and step.kind == "layer" and not step.is_called_again


def _has_base(flow: Flow) -> bool:
    return any(step.kind == "base" for step in flow)


def _is_given(step: Step) -> bool:
    given = (step.arguments.get(name) for name in _KERNELS)
    return any((item.name if isinstance(item, Call) else item) in _GIVEN for item in given)
