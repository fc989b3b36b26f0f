"""NN206: the loss applies sigmoid or softmax to what has had it.

What: the output ends with a sigmoid or a softmax, and the loss says `from_logits: true`.

Why: a sigmoid of a sigmoid lies between 0.5 and 0.73, a softmax of a softmax is nearly flat: the loss cannot fall, and
gradients are small. Keras on TensorFlow sees a sigmoid or softmax that stands directly below some losses and ignores
the flag with a warning; with a layer between, in focal losses, and on other backends it does not.

Fires:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {y: {type: binary, loss: {BinaryCrossentropy: {from_logits: true}}}}
    ---
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    hidden: [{Dense: 3}, Softmax]
    outputs: {y: {type: category, classes: 3, head: none, loss: {SparseCategoricalCrossentropy: {from_logits: true}}}}

Passes:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {y: {type: binary, activation: linear, loss: {BinaryCrossentropy: {from_logits: true}}}}

Fix: leave `from_logits` out.

Effect: on digits, accuracy 0.955 without and 0.955 with the fault, difference 0.000 [0.000, 0.000] over 5 seeds: no
effect measured; on breast cancer with a focal loss, accuracy 0.971 without and 0.958 with the fault, difference -0.013
[-0.024, -0.002] over 5 seeds (benchmarks/evidence).

Source: read in Keras 3.15.1, `keras/src/backend/tensorflow/nn.py` and `keras/src/losses/losses.py`.
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.argument_fix import argument_fix
from nnspec.linting.argument_path import argument_path
from nnspec.linting.rule import Fault, rule
from nnspec.linting.subject import Subject

_PROBABILITIES = frozenset({"hard_sigmoid", "sigmoid", "softmax", "sparse_sigmoid", "sparsemax"})


@rule("NN206", "error")
def from_logits_on_probs(subject: Subject) -> Iterator[Fault]:
    """Find losses from logits on outputs that are probabilities."""
    for ending in subject.endings:
        if ending.activation not in _PROBABILITIES or not ending.from_logits:
            continue
        if ending.activation == "softmax" and ending.width == 1:
            continue
        yield Fault(
            path=argument_path(ending.loss, "from_logits"),
            message=f"`{ending.activation}` gives no logits",
            received="from_logits: true",
            expected="from_logits: false",
            hint=f"leave it out, or make the output `linear` in place of `{ending.activation}`",
            fix=argument_fix(subject, ending.loss, "from_logits", False),
        )
