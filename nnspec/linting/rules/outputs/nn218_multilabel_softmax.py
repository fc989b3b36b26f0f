"""NN218: several labels may hold at once, and a softmax allows one.

What: an output of type `multilabel` ends with a softmax.

Why: shares that sum to 1 cannot both be near 1. Targets of several ones pull against each other, and no label of two
gets past one half, the threshold of its predictions.

Fires:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {y: {type: multilabel, columns: [u, v], activation: softmax}}
    ---
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    hidden: [{Dense: 2}, Softmax]
    outputs: {y: {type: multilabel, columns: [u, v], head: none}}

Passes:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {y: {type: multilabel, columns: [u, v]}}

Fix: `sigmoid` with `BinaryCrossentropy`, which the type has by itself; or `type: category` if one label holds.

Source: R. Gomez 2018, who cites one exception, at Facebook, with targets that are shared out (Mahajan et al. 2018):
in nnspec that is an `array` with `CategoricalCrossentropy`.
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.rule import Fault, rule
from nnspec.linting.subject import Subject


@rule("NN218", "error", supersedes=("NN206", "NN208", "NN212"))
def multilabel_softmax(subject: Subject) -> Iterator[Fault]:
    """Find softmaxes over labels of which several may hold."""
    for ending in subject.endings:
        if ending.output.type == "multilabel" and ending.activation == "softmax" and ending.width != 1:
            yield Fault(
                path=ending.path,
                message="`softmax` lets no two labels hold at once",
                received="softmax",
                expected="sigmoid",
                hint="where one label holds the type is `category`",
            )
