"""NN130: the first layers look for what the data do not have.

What: a Dense on all pixels of a picture of 64 x 64 or more; or a convolution along columns of a table, whose order
means nothing. Columns named by one pattern are taken for a signal.

Why: a Dense has to learn each thing anew at each place; a convolution looks for neighbours, and columns have none.

Fires:
    nnspec: 1
    inputs: {x: {type: image, size: [96, 96], channels: 3}}
    hidden: [Flatten, {Dense: {units: 64, activation: relu}}]
    outputs: {y: {type: category, classes: 3}}
    ---
    nnspec: 1
    inputs: {x: {columns: [age, height, weight, income]}}
    hidden: [{Reshape: [4, 1]}, {Conv1D: {filters: 8, kernel_size: 2, activation: relu}}, Flatten]
    outputs: {y: number}

Passes:
    nnspec: 1
    inputs: {x: {type: image, size: [96, 96], channels: 3}}
    hidden: [{Conv2D: {filters: 16, kernel_size: 3, activation: relu}}, GlobalAveragePooling2D]
    outputs: {y: {type: category, classes: 3}}
    ---
    nnspec: 1
    inputs: {x: {columns: [age, height, weight, income]}}
    hidden: [{Dense: {units: 16, activation: relu}}]
    outputs: {y: number}

Fix: convolutions for pictures, Dense layers for tables.

Source: LeCun et al. 1998, section II; Karpathy 2019.
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.flow import Flow
from nnspec.linting.layer_kinds import AFFINE
from nnspec.linting.rule import Fault, rule
from nnspec.linting.step import Step
from nnspec.linting.subject import Subject
from nnspec.spec.binding import is_pattern
from nnspec.spec.inputs import ArrayInput, ImageInput, Input, NumberInput

_LARGE = 64


@rule("NN130", "info")
def wrong_inductive_bias(subject: Subject) -> Iterator[Fault]:
    """Find Dense layers on raw pictures and convolutions on columns."""
    flow = subject.flow
    inputs = {item.name: item for item in subject.spec.inputs}
    for step in flow.of(AFFINE):
        if step.is_called_again or step.name not in flow.raw:
            continue
        above = tuple(flow.upwards(step, lambda up: True))
        sources = [inputs[up.name] for up in above if up.name in inputs]
        yield from _faults(flow, step, above, sources)


def _faults(flow: Flow, step: Step, above: tuple[Step, ...], sources: list[Input]) -> Iterator[Fault]:
    if step.layer == "Dense" and any(up.layer == "Flatten" and _is_picture(up, sources) for up in above):
        yield Fault(
            path=step.path,
            message="a `Dense` on all pixels of a picture",
            hint="convolutions first: they find a thing wherever it is",
        )
    if step.is_convolution and sources and all(map(_is_table, sources)):
        yield Fault(
            path=step.path,
            message=f"`{step.word}` along columns, whose order means nothing",
            hint="`Dense` layers for a table",
        )


def _is_picture(flatten: Step, sources: list[Input]) -> bool:
    example = flatten.taken.example
    if len(sources) != 1 or not isinstance(sources[0], ImageInput | ArrayInput) or example is None:
        return False
    is_image = isinstance(sources[0], ImageInput) or (len(example) == 3 and example[2] in (1, 3, 4))
    return is_image and len(example) == 3 and all(isinstance(side, int) and side >= _LARGE for side in example[:2])


def _is_table(item: Input) -> bool:
    return isinstance(item, NumberInput) and len(item.columns) > 1 and not any(map(is_pattern, item.columns))
