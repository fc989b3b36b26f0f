"""NN307: the initializer was made for another activation.

What: `selu` with an initializer other than LeCun's; sigmoid or tanh with one of He's; relu in a plain chain of five
layers and more with one of Glorot's, which is Keras' default.

Why: He's doubles the variance since relu halves it, which under tanh and sigmoid saturates; under relu Glorot's loses
half of it with each layer; selu normalises itself only if weights have the variance 1 / fan-in. In networks of few
layers, or with normalisations, none of it matters much: it is advice, and a warning only for selu with twice the
variance.

Fires:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    hidden: [{Dense: {units: 16, activation: selu, kernel_initializer: he_normal}}]
    outputs: {y: number}
    ---
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    hidden: [{Dense: {units: 16, activation: tanh, kernel_initializer: he_normal}}]
    outputs: {y: number}

Passes:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    hidden: [{Dense: {units: 16, activation: selu, kernel_initializer: lecun_normal}}]
    outputs: {y: number}

Fix: `lecun_normal` for selu, `he_normal` for relu, `glorot_uniform` for sigmoid and tanh.

Effect: on digits, 6 layers of relu, accuracy 0.943 without and 0.957 with the fault, difference +0.014 [-0.009, +0.037]
over 5 seeds: no effect measured; on digits, tanh, accuracy 0.960 without and 0.955 with the fault, difference -0.005
[-0.016, +0.006] over 5 seeds: no effect measured (benchmarks/evidence).

Source: Klambauer et al. 2017, section 2; He et al. 2015; Glorot and Bengio 2010; Ben Braiek and Khomh 2023.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from nnspec.linting.flow import Flow
from nnspec.linting.layer_kinds import AFFINE, NORMALIZATIONS, PASSING
from nnspec.linting.rule import Fault, rule
from nnspec.linting.starts import initializer_of
from nnspec.linting.step import Step
from nnspec.linting.subject import Subject

_HE = ("HeNormal", "HeUniform")
_GLOROT = ("GlorotNormal", "GlorotUniform")
# Besides LeCun's, what scales by itself.
_FOR_SELU = ("LecunNormal", "LecunUniform", "VarianceScaling", "Orthogonal")
_DEEP = 5


@rule("NN307", "info")
def init_activation_pair(subject: Subject) -> Iterator[Fault]:
    """Find initializers that do not suit the activation above them."""
    flow = subject.flow
    has_norms = flow.has(NORMALIZATIONS) or any(step.is_merge for step in flow)
    relus: dict[str, Step] = {}
    for step in flow.of(AFFINE):
        initializer = None if step.is_called_again else initializer_of(step)
        if initializer is None or step.name in flow.last_layers:
            continue
        end = flow.end(step, lambda below: below.layer in PASSING)
        activation = step.activation or (end.activation if end is not None and not end.has_weights else None)
        if activation == "selu" and initializer.name not in _FOR_SELU:
            yield _fault(step, activation, initializer.name, "lecun_normal")
        elif activation in ("sigmoid", "tanh") and initializer.name in _HE:
            yield _fault(step, activation, initializer.name, "glorot_uniform")
        elif activation == "relu" and initializer.name in _GLOROT and not has_norms:
            relus[step.name] = step
    first = _first_of_deep(flow, relus) if len(relus) >= _DEEP else None
    if first is not None and (initializer := initializer_of(first)) is not None:
        yield _fault(first, "relu", initializer.name, "he_normal")


def _first_of_deep(flow: Flow, relus: Mapping[str, Step]) -> Step | None:
    """Give the uppermost of so many layers that stand in one chain."""
    for step in relus.values():
        chain = [step, *(above for above in flow.upwards(step, lambda above: True) if above.name in relus)]
        if len(chain) >= _DEEP:
            return chain[-1]
    return None


def _fault(step: Step, activation: str, received: str, expected: str) -> Fault:
    return Fault(
        path=step.path_of("kernel_initializer"),
        message=f"`{received}` under `{activation}`",
        severity="warning" if activation == "selu" and received not in _GLOROT else "info",
        received=received,
        expected=expected,
        hint=f"`kernel_initializer: {expected}`",
    )
