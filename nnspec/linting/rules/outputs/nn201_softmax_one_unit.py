"""NN201: a softmax over one neuron says 1 whatever goes in.

What: an output ends with a softmax over one neuron, in its head, as a layer of its own, or as the last of `hidden`.

Why: softmax divides each exponential by their sum; one alone divided by itself is 1. The gradient is 0, nothing is
learned, and the accuracy stays at the share of the class 1.

Fires:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {y: {type: binary, head: {Dense: {units: 1, activation: softmax}}}}
    ---
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {y: {type: binary, layers: [{Dense: 1}, Softmax], head: none}}

Passes:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {y: {type: binary, head: {Dense: {units: 1, activation: sigmoid}}}}
    ---
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {y: {type: category, classes: 2}}

Fix: `sigmoid` with `BinaryCrossentropy`; or one unit per class.

Effect: on breast cancer, accuracy 0.977 without and 0.626 with the fault, difference -0.351 [-0.369, -0.332] over 5
seeds (benchmarks/evidence).

Source: nine of the public faulty programs of NeuraLint (Nikanjam et al. 2021) and DeepLocalize (Wardat et al. 2021).
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.rule import Fault, rule
from nnspec.linting.subject import Subject


@rule("NN201", "error", supersedes=("NN212", "NN251"))
def softmax_one_unit(subject: Subject) -> Iterator[Fault]:
    """Find outputs that end with a softmax over one neuron."""
    for ending in subject.endings:
        if ending.activation == "softmax" and ending.width == 1:
            yield Fault(
                path=ending.path,
                message="`softmax` over one neuron is always 1",
                received="1 unit",
                hint="`sigmoid` for two classes, or one unit per class",
            )
