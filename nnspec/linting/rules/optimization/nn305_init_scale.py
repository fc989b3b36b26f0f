"""NN305: weights start far too large or far too small for the layer's fan-in.

What: the kernel of a Dense layer or a convolution is drawn from `RandomNormal`, `RandomUniform` or `TruncatedNormal`,
and the root of its mean square is more than 3 times, or less than 0.3 times, sqrt(2 / fan-in). Down to a tenth it is
advice. Nothing is said where a normalisation follows, and of small weights in a network with normalisations, or in a
last layer that has others below it.

Why: each layer multiplies the spread of its values by that ratio: after a few layers activations saturate, losses
explode, or nothing but the bias is left, and the gradients with it.

Fires:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    hidden: [{Dense: {units: 16, activation: relu, kernel_initializer: RandomUniform}}]
    outputs: {y: number}
    ---
    nnspec: 1
    inputs: {x: {type: array, shape: [784]}}
    hidden: [{Dense: {units: 64, activation: relu, kernel_initializer: {RandomNormal: {stddev: 1.0}}}}]
    outputs: {y: {type: category, classes: 10}}

Passes:
    nnspec: 1
    inputs: {x: {type: array, shape: [784]}}
    hidden: [{Dense: {units: 64, activation: relu, kernel_initializer: RandomNormal}}]
    outputs: {y: {type: category, classes: 10}}

Fix: leave `kernel_initializer` out, or `he_normal` for relu.

Effect: on digits with a deviation of 1, accuracy 0.955 without and 0.723 with the fault, difference -0.232 [-0.259,
-0.205] over 5 seeds (benchmarks/evidence).

Source: Glorot and Bengio 2010; He et al. 2015, section 2.2; Stack Overflow 48385830 (a deviation of 1: the first loss
is 58 times that of guessing).
"""

from __future__ import annotations

from collections.abc import Iterator
from math import sqrt

from nnspec.linting.layer_kinds import AFFINE, NORMALIZATIONS
from nnspec.linting.rule import Fault, rule
from nnspec.linting.starts import CONSTANTS, Start, fan_in, initializer_of, start_of
from nnspec.linting.step import Step
from nnspec.linting.subject import Subject

_LARGEST = 3.0
_SMALLEST = 0.3
_TINY = 0.1


@rule("NN305", "warning")
def init_scale(subject: Subject) -> Iterator[Fault]:
    """Find kernels whose initializer does not fit their fan-in."""
    flow = subject.flow
    has_norms = flow.has(NORMALIZATIONS)
    for step in flow.of(AFFINE):
        start = _start_of(step)
        n = None if start is None else fan_in(step)
        if start is None or n is None or any(below.layer in NORMALIZATIONS for below in flow.below(step)):
            continue
        ratio = start.size / sqrt(2 / n)
        is_last = step.name in flow.last_layers and bool(flow.hidden_layers)
        if ratio > _LARGEST or (ratio < _SMALLEST and not has_norms and not is_last):
            yield _fault(step, start, ratio, n)


def _start_of(step: Step) -> Start | None:
    if step.is_called_again or "kernel_initializer" not in step.arguments:
        return None
    initializer = initializer_of(step)
    return None if initializer is None or initializer.name in CONSTANTS else start_of(initializer)


def _fault(step: Step, start: Start, ratio: float, n: int) -> Fault:
    times = f"{ratio:.2g} times" if ratio >= 1 else f"1/{1 / ratio:.0f} of" if ratio else "nothing of"
    return Fault(
        path=step.path_of("kernel_initializer"),
        message=f"weights of `{step.place.node.name}` start at {times} the size that {n:,} inputs ask for",
        severity="info" if _TINY <= ratio <= _LARGEST else "warning",
        received=f"{start.size:.2g}",
        expected=f"about {sqrt(2 / n):.2g}",
        hint="`he_normal` for relu, `glorot_uniform` for others: they look at the layer's size",
    )
