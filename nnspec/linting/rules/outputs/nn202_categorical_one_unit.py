"""NN202: with one neuron there are no classes to choose from.

What: a loss that chooses one class out of several stands on an output with one neuron.

Why: the share of one neuron among one is always 1, so the loss is 0 from the start and nothing is learned; Keras
trains on and gives a warning at most.

Fires:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {y: {type: category, head: {Dense: {units: 1, activation: sigmoid}}}}
    ---
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    hidden: [{Dense: 1}, {Activation: sigmoid}]
    outputs: {y: {type: array, loss: categorical_crossentropy}}

Passes:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {y: {type: binary}}

Fix: `type: binary` with its own head and loss; or one neuron per class.

Source: Stack Overflow 50079585; Keras 3.15.1 trains with the loss 0.0.
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.loss_kinds import CATEGORICAL
from nnspec.linting.rule import Fault, rule
from nnspec.linting.subject import Subject


@rule("NN202", "error", supersedes=("NN214",))
def categorical_one_unit(subject: Subject) -> Iterator[Fault]:
    """Find losses over classes on one neuron; one with a softmax has its own rule, NN201."""
    for ending in subject.endings:
        of_classes = ending.fitting_loss in CATEGORICAL or ending.fitting_loss == "CategoricalHinge"
        if of_classes and ending.units == 1 and ending.activation != "softmax":
            yield Fault(
                path=ending.units_path,
                message=f"`{ending.loss.name}` has one neuron to choose from",
                received="1 unit",
                expected="one unit per class",
                hint="for two classes `type: binary` does with one neuron",
            )
