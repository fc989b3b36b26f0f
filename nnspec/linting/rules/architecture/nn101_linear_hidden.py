"""NN101: two layers of weights with no curve between them are one layer.

What: a hidden Dense or convolution without an activation whose sums go straight into another one; Dropout,
BatchNormalization, Flatten and average pooling between them change nothing about it.

Why: a sum of sums is a sum: the two layers compute what one could, with more weights and a worse conditioned loss.
Keras' default is no activation, so this is mostly a word forgotten. A layer narrower than both sides is left alone (a
bottleneck, as in MobileNetV2, is meant), and so are depthwise convolutions, transposed ones that enlarge a map, and
what goes into a sum or is joined with others. A network whose hidden layers are all linear is a linear model; that may
be what the data need, so that it is no error. A maximum over positions is a curve too; on scikit-learn's digits two
convolutions with nothing but a pooling between them learn as well as with relu (0.86 of four seeds each), so that is
advice.

Fires:
    nnspec: 1
    inputs: {x: {columns: [a, b, c]}}
    hidden: [{Dense: 32}, {Dropout: 0.2}, {Dense: {units: 16, activation: relu}}]
    outputs: {y: number}
    ---
    nnspec: 1
    inputs: {x: {columns: [a, b, c]}}
    hidden: [{Dense: 32}]
    outputs: {y: number}

Passes:
    nnspec: 1
    inputs: {x: {columns: [a, b, c]}}
    hidden: [{Dense: 32}, BatchNormalization, ReLU, {Dense: {units: 16, activation: relu}}]
    outputs: {y: number}
    ---
    nnspec: 1
    inputs: {x: {type: array, shape: [64]}}
    hidden: [{Dense: 8}, {Dense: {units: 64, activation: sigmoid}}]
    outputs: {z: {type: array, target: x}}

Fix: give the layer an activation, such as `relu`; or leave the layer out.

Effect: on digits, accuracy 0.955 without and 0.956 with the fault, difference 0.000 [-0.007, +0.007] over 5 seeds: no
effect measured; on breast cancer, accuracy 0.977 without and 0.977 with the fault, difference 0.000 [-0.015, +0.015]
over 5 seeds: no effect measured; on digits as numbers, RMSE in deviations 0.397 without and 0.685 with the fault,
difference +0.288 [+0.233, +0.344] over 5 seeds (benchmarks/evidence).

Source: Nikanjam et al. 2021 (NeuraLint); Schoop et al. 2021 (UMLAUT); measured on digits: 0.961 falls to 0.821.
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.diagnostics.diagnostic import Severity
from nnspec.linting.flow import Flow
from nnspec.linting.layer_kinds import AFFINE, DEPTHWISE, TRANSPOSED
from nnspec.linting.rule import Fault, rule
from nnspec.linting.step import Step
from nnspec.linting.subject import Subject
from nnspec.linting.windows import strides_of, window_of


@rule("NN101", "warning")
def linear_hidden(subject: Subject) -> Iterator[Fault]:
    """Find layers of weights whose sums go into the next layer as they are."""
    flow = subject.flow
    is_linear_model = _is_linear_network(flow)
    for step in flow.of(AFFINE):
        if step.activation is not None or step.is_called_again or _is_linear_by_habit(step):
            continue
        chains = tuple(_chains_below(flow, step))
        if chains and all(_are_one(step, chain[-1]) for chain in chains):
            yield _fault(step, chains[0], is_linear_model=is_linear_model)


def _is_linear_by_habit(step: Step) -> bool:
    return step.layer in DEPTHWISE or (step.layer in TRANSPOSED and max(strides_of(step), default=1) > 1)


def _chains_below(flow: Flow, step: Step) -> Iterator[tuple[Step, ...]]:
    """Give, for each step that takes the sums, what they pass until something weighs or bends them."""
    for below in flow.below(step) if step.name not in flow.outputs else ():
        goes_on = _bends_little(below) and not below.is_merge
        yield (below, *flow.run(below, _bends_little)) if goes_on else (below,)


def _bends_little(step: Step) -> bool:
    return step.is_linear or step.layer.startswith(("MaxPooling", "GlobalMaxPooling"))


def _are_one(step: Step, following: Step) -> bool:
    if not following.is_affine or following.layer in DEPTHWISE or following.is_merge:
        return False
    if _scales(step) or _scales(following):
        return False
    return not _is_bottleneck(step, following) and not _is_split_kernel(step, following)


def _scales(step: Step) -> bool:
    """Tell whether an EinsumDense sums over nothing: a factor per channel, as ConvNeXt has."""
    before, arrow, after = str(step.arguments.get("equation", "")).partition("->")
    return bool(arrow) and set(before) - {","} <= set(after)


def _is_bottleneck(step: Step, following: Step) -> bool:
    """Tell whether a Dense or a 1 x 1 convolution is, or may be, narrower than what it takes and what takes it."""
    if max(window_of(step), default=1) > 1 or step.is_convolution != following.is_convolution:
        return False
    width, wide = step.width, following.width
    if not isinstance(width, int) or not isinstance(wide, int) or width >= wide:
        return not isinstance(width, int)
    shape = step.taken.shape
    taken = shape[-1] if shape else None
    # MobileNetV3 projects 16 channels onto 16.
    return not isinstance(taken, int) or width < taken + step.is_convolution


def _is_split_kernel(step: Step, following: Step) -> bool:
    """Tell whether a square kernel is written as a row and a column."""
    first, second = step.get("kernel_size"), following.get("kernel_size")
    if not isinstance(first, tuple) or not isinstance(second, tuple):
        return False
    return first != second and first == tuple(reversed(second)) and 1 in first


def _fault(step: Step, passed: tuple[Step, ...], *, is_linear_model: bool) -> Fault:
    following = passed[-1]
    if not all(between.is_linear for between in passed[:-1]):
        return _finding(step, f"only a maximum lies between `{step.word}` and `{following.word}`", "info")
    if is_linear_model:
        return _finding(step, "all layers are linear: the network is a linear model", "warning")
    return _finding(step, f"no activation between `{step.word}` and `{following.word}`", "warning")


def _finding(step: Step, message: str, severity: Severity) -> Fault:
    return Fault(
        path=step.path_of("activation"),
        message=message,
        severity=severity,
        received="no activation",
        hint="give it `activation: relu`, or leave the layer out",
    )


def _is_linear_network(flow: Flow) -> bool:
    hidden = (step for step in flow if step.name not in flow.final)
    return all(step.is_linear or step.layer == "Concatenate" or _is_plain_sum(step) for step in hidden)


def _is_plain_sum(step: Step) -> bool:
    return step.is_affine and step.activation is None
