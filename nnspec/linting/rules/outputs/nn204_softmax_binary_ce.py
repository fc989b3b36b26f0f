"""NN204: binary cross-entropy asks each neuron alone, and a softmax answers for all together.

What: an output of two neurons or more ends with a softmax, and its loss is a binary cross-entropy.

Why: Keras trains a sigmoid of each value below the softmax, or counts every absent class as a question of its own;
the loss looks small (most answers are no), its gradients pull at neurons that the softmax ties together.

Fires:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    hidden: [{Dense: {units: 3, activation: softmax}}]
    outputs: {y: {type: array, columns: [u, v, w], loss: binary_crossentropy}}

Passes:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    hidden: [{Dense: {units: 3, activation: softmax}}]
    outputs: {y: {type: array, columns: [u, v, w], loss: categorical_crossentropy}}

Fix: `CategoricalCrossentropy`, best as `type: category`; or `sigmoid` where several hold at once.

Source: Stack Overflow 44322611; read in Keras 3.15.1. Of the type `multilabel` NN218 says it, of `binary` NN215; the
type `category` takes no binary cross-entropy (NN250).
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.loss_kinds import BINARY
from nnspec.linting.rule import Fault, rule
from nnspec.linting.subject import Subject


@rule("NN204", "warning")
def softmax_binary_ce(subject: Subject) -> Iterator[Fault]:
    """Find softmaxes over several neurons under a binary cross-entropy."""
    for ending in subject.endings:
        if ending.output.type != "array" or ending.activation != "softmax" or ending.fitting_loss not in BINARY:
            continue
        if ending.width != 1 and not ending.from_logits:
            yield Fault(
                path=ending.loss_path,
                message=f"`{ending.loss.name}` asks each neuron alone, `softmax` shares one whole",
                received=ending.loss.name,
                expected="CategoricalCrossentropy",
                hint="`type: category` fixes head and loss; where several hold at once take `sigmoid`",
            )
