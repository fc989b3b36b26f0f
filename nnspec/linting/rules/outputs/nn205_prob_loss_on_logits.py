"""NN205: a loss of probabilities gets any number.

What: an output without an activation stands under a cross-entropy, a focal loss, `Dice` or `Tversky`, and the loss
does not say `from_logits: true`.

Why: the loss takes the numbers for probabilities: it divides by their sum or cuts them off at 0 and 1, where the
gradient is 0. Measured: accuracy 0.921 became 0.505, and 0.961 became 0.884.

Fires:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {y: {type: binary, activation: linear}}
    ---
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    hidden: [{Dense: 3}]
    outputs: {y: {type: category, classes: 3, head: none}}

Passes:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {y: {type: binary, activation: linear, loss: {BinaryFocalCrossentropy: {from_logits: true}}}}
    ---
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {y: {type: binary, activation: linear, loss: hinge}}

Fix: `from_logits: true`; or the activation that the type has by itself.

Effect: on digits, accuracy 0.955 without and 0.655 with the fault, difference -0.301 [-0.460, -0.142] over 5 seeds; on
breast cancer, accuracy 0.977 without and 0.853 with the fault, difference -0.124 [-0.177, -0.071] over 5 seeds
(benchmarks/evidence).

Source: UMLAUT (Schoop et al. 2021); R. Gomez, Understanding categorical cross-entropy loss, 2018. `KLDivergence` has
no `from_logits` and its own rule, NN229.
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.argument_fix import argument_fix
from nnspec.linting.ending import Ending
from nnspec.linting.loss_kinds import CROSS_ENTROPIES, OVERLAPS
from nnspec.linting.rule import Fault, Fix, rule
from nnspec.linting.subject import Subject

_ACTIVATIONS = {"category": "softmax", "binary": "sigmoid", "multilabel": "sigmoid"}


@rule("NN205", "error")
def prob_loss_on_logits(subject: Subject) -> Iterator[Fault]:
    """Find losses of probabilities on outputs without an activation."""
    for ending in subject.endings:
        if ending.activation != "linear" or ending.from_logits or ending.fitting_loss not in CROSS_ENTROPIES | OVERLAPS:
            continue
        wanted = _ACTIVATIONS.get(ending.output.type, "sigmoid")
        fix = _fix(ending, subject)
        yield Fault(
            path=ending.path,
            message=f"`{ending.loss.name}` takes probabilities, and there is no activation",
            received="linear",
            expected=wanted,
            hint=f"`activation: {wanted}`" + (", or `from_logits: true` in the loss" if fix else ""),
            fix=fix,
        )


def _fix(ending: Ending, subject: Subject) -> Fix | None:
    """Let the loss take logits; of an `array`, whose predictions would become other numbers, nothing is safe."""
    loss = ending.loss
    if ending.output.type == "array" or "from_logits" not in loss.entry.arguments:
        return None
    if loss.written is None:
        return Fix((*ending.output.path, "loss"), {loss.name: {"from_logits": True}})
    return argument_fix(subject, loss, "from_logits", True)
