"""NN237: a layer between the probabilities and their loss changes what is trained.

What: `Reshape`, `Flatten`, pooling or a function such as `ops.cast` stands between a sigmoid or softmax and a
cross-entropy.

Why: Keras on TensorFlow looks for the values below a sigmoid or softmax and computes the loss from these, exactly.
With a layer in between it finds the probabilities only, cuts them off at 1e-7, and large errors lose their gradient.

Fires:
    nnspec: 1
    inputs: {x: {type: array, shape: [4, 4], scale: minmax}}
    hidden: [Flatten, {Dense: {units: 16, activation: sigmoid}}, {Reshape: [4, 4]}]
    outputs: {y: {type: array, target: x, loss: bce}}

Passes:
    nnspec: 1
    inputs: {x: {type: array, shape: [4, 4], scale: minmax}}
    hidden: [Flatten, {Dense: 16}, {Reshape: [4, 4]}, {Activation: sigmoid}]
    outputs: {y: {type: array, target: x, loss: bce}}

Fix: the activation as the last layer.

Source: tried and read in Keras 3.15.1, `keras/src/backend/tensorflow/nn.py`.
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.layer_kinds import NOISES
from nnspec.linting.loss_kinds import BINARY, CATEGORICAL
from nnspec.linting.rule import Fault, rule
from nnspec.linting.subject import Subject

# They do nothing while a network predicts, and are another rule's.
_IDLE = NOISES | {"Activation", "ActivityRegularization", "Identity"}


@rule("NN237", "info")
def op_after_probs(subject: Subject) -> Iterator[Fault]:
    """Find layers between probabilities and a cross-entropy."""
    for ending in subject.endings:
        is_probability = ending.activation in ("sigmoid", "softmax") and not ending.from_logits
        if not is_probability or ending.fitting_loss not in CATEGORICAL | BINARY:
            continue
        for step in ending.between:
            if step.layer not in _IDLE:
                yield Fault(
                    path=step.path,
                    message=f"`{step.word}` hides the values below `{ending.activation}` from the loss",
                    hint=f"put `{ending.activation}` last, as `Activation: {ending.activation}`",
                )
                break
