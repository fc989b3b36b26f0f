"""NN306: all weights of a layer start equal, so that its neurons are one neuron.

What: the kernel of a hidden Dense layer or convolution starts as `Zeros`, `Ones` or `Constant`. It is an error where
that never ends: the next layer of weights is constant too, or a relu gets nothing but zeros. Elsewhere it is a
warning, for the last layer advice. Nothing is said of zeros that end a residual branch, nor of a layer without
another.

Why: neurons with equal weights below and above get equal gradients and stay equal for ever; a relu at 0 has no slope,
and passes no gradient to the weights that hold it at 0.

Fires:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    hidden: [{Dense: {units: 16, activation: relu, kernel_initializer: zeros}}]
    outputs: {y: number}
    ---
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    hidden: [{Dense: {units: 16, activation: tanh, kernel_initializer: {Constant: 0.1}}}]
    outputs: {y: {type: number, head: {Dense: {units: 1, kernel_initializer: ones}}}}

Passes:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {y: {type: number, head: {Dense: {units: 1, kernel_initializer: zeros}}}}
    ---
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    hidden:
      - Dense: 16
      - residual: [{Dense: {units: 16, activation: relu}}, {Dense: {units: 16, kernel_initializer: zeros}}]
    outputs: {y: number}

Fix: leave `kernel_initializer` out.

Effect: on digits, accuracy 0.955 without and 0.101 with the fault, difference -0.854 [-0.867, -0.841] over 5 seeds
(benchmarks/evidence).

Source: Nikanjam et al. 2021 (NeuraLint); Goodfellow et al. 2016, Deep Learning, section 8.4; measured: chance.
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.diagnostics.diagnostic import Severity
from nnspec.linting.flow import Flow
from nnspec.linting.layer_kinds import NOISES, PASSING
from nnspec.linting.rule import REMOVE, Fault, Fix, rule
from nnspec.linting.starts import CONSTANTS, PLAIN, constant_of, initializer_of
from nnspec.linting.step import Step
from nnspec.linting.subject import Subject

_DEAD_AT_ZERO = ("relu", "relu6")
_KEEPING_ZERO = PASSING - {"AlphaDropout", "GaussianNoise"}


@rule("NN306", "error")
def constant_init(subject: Subject) -> Iterator[Fault]:
    """Find kernels that start with one value."""
    flow = subject.flow
    for step in flow.of(PLAIN) if len(flow.layers) > 1 else ():
        is_learned = not step.is_called_again and not step.is_frozen
        if _constant(step) is None or not is_learned or step.width == 1:
            continue
        if step.name in flow.last_layers:
            yield _fault(step, f"`{_name(step)}` starts with equal weights", "info")
        elif _stays_equal(flow, step):
            yield _fault(step, f"neurons of `{_name(step)}` start equal and stay equal", "error")
        elif _is_dead(flow, step):
            yield _fault(step, f"relu of zeros: `{_name(step)}` never learns", "error")
        elif not (_constant(step) == 0 and _ends_branch(flow, step)):
            yield _fault(step, f"all neurons of `{_name(step)}` start equal", "warning")


def _constant(step: Step, argument: str = "kernel_initializer") -> float | None:
    initializer = initializer_of(step, argument) if step.layer in PLAIN else None
    return constant_of(initializer) if initializer is not None and initializer.name in CONSTANTS else None


def _stays_equal(flow: Flow, step: Step) -> bool:
    """Tell whether one layer of weights takes it, and weighs all its neurons alike."""
    end = flow.end(step, lambda below: below.is_activation or (below.is_linear and below.layer not in NOISES))
    return end is not None and _constant(end) is not None and _is_random_free(step)


def _is_random_free(step: Step) -> bool:
    return not step.get("use_bias") or _constant(step, "bias_initializer") is not None


def _is_dead(flow: Flow, step: Step) -> bool:
    if _constant(step) != 0 or (step.get("use_bias") and _constant(step, "bias_initializer") != 0):
        return False
    if step.activation is not None:
        return step.activation in _DEAD_AT_ZERO
    end = flow.end(step, lambda below: below.layer in _KEEPING_ZERO)
    if end is None or end.has_weights or len(flow.above(end)) != 1:
        return False
    return end.activation in _DEAD_AT_ZERO and not end.arguments.get("negative_slope")


def _ends_branch(flow: Flow, step: Step) -> bool:
    end = flow.end(step, lambda below: not below.has_weights and not below.is_merge)
    return end is not None and end.is_merge


def _name(step: Step) -> str:
    return step.place.node.name


def _fault(step: Step, message: str, severity: Severity) -> Fault:
    path = step.path_of("kernel_initializer")
    return Fault(
        path=path,
        message=message,
        severity=severity,
        received=f"all weights {_constant(step):g}",
        expected="random weights",
        hint="leave `kernel_initializer` out",
        fix=Fix(path, REMOVE) if path and path[-1] == "kernel_initializer" else None,
    )
