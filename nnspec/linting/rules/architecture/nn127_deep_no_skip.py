"""NN127: many layers in series, and nothing that keeps signals and gradients alive.

What: ten or more Dense layers or convolutions in a row without a normalisation, without a residual Add or another
merge; those with weights drawn for the activation (`he_normal` and kin, or `selu`) count from thirty layers on.

Why: with Keras' default weights (Glorot) each relu halves the variance of what passes: after ten layers a thousandth is
left. VGG16, which is such a network, had to be trained from shallower ones (its authors' section 3.1).

Fires:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    hidden: [{repeat: {times: 12, layers: [{Dense: {units: 32, activation: relu}}]}}]
    outputs: {y: number}

Passes:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    hidden: [{repeat: {times: 12, layers: [{Dense: 32}, BatchNormalization, ReLU]}}]
    outputs: {y: number}
    ---
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    hidden:
      - Dense: 32
      - repeat: {times: 12, layers: [{residual: [{Dense: {units: 32, activation: relu}}]}]}
    outputs: {y: number}

Fix: `BatchNormalization` between the layers, `residual`, or `kernel_initializer: he_normal`.

Effect: on digits, 12 layers with He's weights and Glorot's, accuracy 0.909 without and 0.919 with the fault, difference
+0.009 [-0.002, +0.021] over 5 seeds: no effect measured (benchmarks/evidence).

Source: He et al. 2015, Delving deep into rectifiers, section 2.2; Simonyan and Zisserman 2015, section 3.1.
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.flow import Flow
from nnspec.linting.layer_kinds import NORMALIZATIONS
from nnspec.linting.rule import Fault, rule
from nnspec.linting.step import Step
from nnspec.linting.subject import Subject
from nnspec.spec.calls import Call

_LONGEST = 10
_LONGEST_SCALED = 30
_SCALED = ("HeNormal", "HeUniform", "LecunNormal", "LecunUniform", "Orthogonal", "VarianceScaling")


@rule("NN127", "info")
def deep_no_skip(subject: Subject) -> Iterator[Fault]:
    """Find the layer at which a plain chain becomes too long."""
    flow = subject.flow
    lengths: dict[str, tuple[int, int]] = {}
    for step in flow:
        length, n_plain = lengths[step.name] = _length_at(flow, step, lengths)
        if step.is_affine and (n_plain >= _LONGEST or length >= _LONGEST_SCALED):
            yield Fault(
                path=step.path,
                message=f"{length} layers in series without a normalisation or a skip",
                hint="`BatchNormalization` between them, `residual`, or `kernel_initializer: he_normal`",
            )
            return


def _length_at(flow: Flow, step: Step, lengths: dict[str, tuple[int, int]]) -> tuple[int, int]:
    """Count the layers in series down to a step: all, and those whose weights are not drawn for the activation."""
    above = flow.above(step)
    if len(above) != 1 or step.layer in NORMALIZATIONS or step.kind == "base":
        return 0, 0
    # What several layers take is a skip, as in a U-Net.
    length, n_plain = lengths.get(above[0].name, (0, 0)) if flow.next(above[0]) is step else (0, 0)
    return (length + 1, n_plain + (not _is_scaled(step))) if step.is_affine else (length, n_plain)


def _is_scaled(step: Step) -> bool:
    initializer = step.get("kernel_initializer")
    name = initializer.name if isinstance(initializer, Call) else initializer
    return step.activation == "selu" or name in _SCALED
