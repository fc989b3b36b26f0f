"""NN417: what is normalised is normalised again.

What: two normalisations of the same kind in series, with nothing between them but Dropout, reshaping and the like.

Why: the second finds mean 0 and deviation 1 and has nothing to do: weights and time, and twice the noise of the
batch.

Fires:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    hidden: [{Dense: {units: 16, use_bias: false}}, BatchNormalization, BatchNormalization, ReLU]
    outputs: {y: number}

Passes:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    hidden: [{Dense: {units: 16, use_bias: false}}, BatchNormalization, ReLU, {Dense: 8}, BatchNormalization, ReLU]
    outputs: {y: number}

Fix: one of the two.

Effect: on digits, accuracy 0.955 without and 0.955 with the fault, difference 0.000 [-0.002, +0.002] over 5 seeds: no
effect measured (benchmarks/evidence).

Source: Ben Braiek and Khomh 2023 (TheDeepChecker, double normalization).
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.layer_kinds import NORMALIZATIONS, PASSING
from nnspec.linting.plain_entry import removal_of
from nnspec.linting.rule import Fault, rule
from nnspec.linting.subject import Subject


@rule("NN417", "info")
def norm_twice(subject: Subject) -> Iterator[Fault]:
    """Find normalisations that take what one of their kind gave."""
    flow = subject.flow
    for step in flow:
        if step.layer not in NORMALIZATIONS or step.is_called_again:
            continue
        end = flow.end(step, lambda below: below.layer in PASSING)
        if end is None or end.layer != step.layer or end.is_called_again or len(flow.above(end)) > 1:
            continue
        yield Fault(
            path=end.path,
            message=f"`{end.word}` of what a `{step.word}` gave",
            hint="leave one of the two out",
            fix=removal_of(subject, end),
        )
