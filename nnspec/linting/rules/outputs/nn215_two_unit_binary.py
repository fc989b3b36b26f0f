"""NN215: one yes or no, and several neurons to say it.

What: an output of type `binary` has two neurons or more.

Why: the target is one number, 0 or 1. Binary cross-entropy stops at the first batch, where it sees two shapes; a
distance compares the number with each neuron, so that all learn the same, which a softmax cannot give.

Fires:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {y: {type: binary, head: {Dense: {units: 2, activation: softmax}}}}
    ---
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    hidden: [{Dense: 2}, {Activation: sigmoid}]
    outputs: {y: {type: binary, head: none}}

Passes:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {y: binary}
    ---
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {y: {type: category, head: {Dense: {units: 2, activation: softmax}}}}

Fix: one neuron with `sigmoid`; or `type: category`, which takes two with `softmax`.

Source: Stack Overflow 34673164. The key `units` of such an output is refused by NN251.
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.rule import Fault, rule
from nnspec.linting.subject import Subject


@rule("NN215", "error", supersedes=("NN212",))
def two_unit_binary(subject: Subject) -> Iterator[Fault]:
    """Find binary outputs of several neurons."""
    for ending in subject.endings:
        if ending.output.type != "binary" or (ending.output.per_position and ending.between):
            continue
        if ending.units is not None and ending.units > 1:
            yield Fault(
                path=ending.units_path,
                message=f"{ending.units} neurons for one yes or no",
                received=f"{ending.units}",
                expected="1",
                hint="one neuron with `sigmoid`; with `softmax` the type is `category`",
            )
