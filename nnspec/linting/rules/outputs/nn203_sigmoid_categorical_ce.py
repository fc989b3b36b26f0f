"""NN203: sigmoids do not share out one class, and the loss takes it that they do.

What: an output of two neurons or more ends with a sigmoid, and its loss is a categorical cross-entropy.

Why: categorical cross-entropy reads the outputs as shares of one whole. Keras trains the softmax of the values below
the sigmoid, or divides by the sum, and predicts the sigmoids themselves: numbers that do not sum to 1. The best
class stays the best; what is read as its probability is none.

Fires:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {y: {type: category, classes: 3, activation: sigmoid}}
    ---
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    hidden: [{Dense: {units: 3, activation: sigmoid}}]
    outputs: {y: {type: category, classes: 3, head: none, loss: categorical_crossentropy}}

Passes:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {y: {type: category, classes: 3}}
    ---
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {y: {type: multilabel, columns: [u, v, w]}}

Fix: `softmax` for one class out of several; `type: multilabel` where several hold at once.

Effect: on digits, accuracy 0.955 without and 0.955 with the fault, difference 0.000 [0.000, 0.000] over 5 seeds: no
effect measured (benchmarks/evidence).

Source: Defect4ML 099 and 100 (Morovati et al. 2023); read in Keras 3.15.1, `keras/src/backend/tensorflow/nn.py`.
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.loss_kinds import CATEGORICAL
from nnspec.linting.rule import Fault, rule
from nnspec.linting.subject import Subject

_SIGMOIDS = frozenset({"sigmoid", "hard_sigmoid", "sparse_sigmoid"})


@rule("NN203", "warning")
def sigmoid_categorical_ce(subject: Subject) -> Iterator[Fault]:
    """Find sigmoids under a categorical cross-entropy; from logits has its own rule, NN206."""
    for ending in subject.endings:
        if ending.activation not in _SIGMOIDS or ending.fitting_loss not in CATEGORICAL or ending.from_logits:
            continue
        if ending.units is None or ending.units > 1:
            yield Fault(
                path=ending.path,
                message=f"`{ending.activation}` gives no shares, which `{ending.loss.name}` takes",
                received=ending.activation,
                expected="softmax",
                hint="where several classes hold at once the type is `multilabel`",
            )
