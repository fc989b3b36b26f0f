"""NN223: the network starts by guessing even chances, and the data are uneven.

What: the rarer value of a `binary` output makes up less than a fifth of the data card's rows, there is no
`class_weight`, and the bias of the last layer starts at 0.

Why: the first epochs go into learning how rare the value is. A bias of log(p / (1 - p)) knows it from the start. The
catalogue asks it of any rarest class below a fifth, which even data of six classes fulfil; of several classes one
initializer cannot hold the values, so that the rule is about one neuron.

Card:
    rows: 100
    columns: {y: {dtype: int64, shape: [], unique: 2, values: [[0, 95], [1, 5]]}}

Fires:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {y: binary}

Passes:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {y: {type: binary, head: {Dense: {units: 1, activation: sigmoid, bias_initializer: {Constant: -2.94}}}}}
    ---
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {y: {type: binary, class_weight: balanced}}

Fix: `bias_initializer: {Constant: ...}` with the log of the odds.

Source: A. Karpathy 2019, "init well"; DeepChecker (Ben Braiek and Khomh 2023), last bias.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import log

from nnspec.linting.ending import Ending
from nnspec.linting.lacking import Lacking, decide_each
from nnspec.linting.loss_kinds import BINARY
from nnspec.linting.rule import Fault, rule
from nnspec.linting.subject import Subject
from nnspec.linting.truth import class_counts, class_text

_RARE = 0.2


@rule("NN223", "info")
def bias_not_prior(subject: Subject) -> Iterator[Fault]:
    """Find single neurons that start at even chances on uneven data."""

    def decide(ending: Ending) -> Iterator[Fault]:
        output = ending.output
        if output.type != "binary" or output.class_weight is not None or ending.fitting_loss not in BINARY:
            return
        if not ending.starts_at_zero:
            return
        truth = subject.truths[output.name]
        if not truth.is_known:
            raise Lacking("a data card")
        counts = class_counts(truth) or {}
        total = sum(counts.values())
        if len(counts) == 2 and 0 < min(counts.values()) < _RARE * total:
            yield _fault(ending, _share(ending, counts))

    return decide_each(subject.endings, decide)


def _share(ending: Ending, counts: Mapping[str, int]) -> float:
    """Give the share of the second class, whose probability the neuron tells."""
    declared = ending.output.classes
    names = [*counts] if declared is None or isinstance(declared, int) else [class_text(each) for each in declared]
    return counts.get(names[1], 0) / sum(counts.values())


def _fault(ending: Ending, share: float) -> Fault:
    odds = f"bias_initializer: {{Constant: {log(share / (1 - share)):.2f}}}" if 0 < share < 1 else "bias_initializer"
    return Fault(
        path=ending.units_path if ending.layer is not None else ending.output.path,
        message="the last bias starts at even chances",
        received=f"{share:.1%} of the rows",
        expected=f"`{odds}`",
        hint="a head with this initializer starts at the share of the data",
    )
