"""NN120: ten times more weights than answers to learn from, and nothing against learning them by heart.

What: more than ten trainable parameters for each training row and number that it gives, and neither Dropout, penalty,
noise, augmentation, weight decay nor early stopping.

Why: such a network can store the training rows. Large networks generalise well in practice, but not without a guard.

Card:
    rows: 150
    columns: {a: {dtype: float64, shape: []}, b: {dtype: float64, shape: []}, y: {dtype: float64, shape: []}}

Fires:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    hidden: [{Dense: {units: 128, activation: relu}}, {Dense: {units: 128, activation: relu}}]
    outputs: {y: number}

Passes:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    hidden: [{Dense: {units: 128, activation: relu}}, {Dense: {units: 128, activation: relu}}, {Dropout: 0.3}]
    outputs: {y: number}
    ---
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    hidden: [{Dense: {units: 16, activation: relu}}]
    outputs: {y: number}

Fix: early stopping (`train: {stop: {monitor: val_loss, patience: 5}}`), Dropout, or a smaller network.

Source: Karpathy 2019, A recipe for training neural networks, "regularize"; Zhang et al. 2017.
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.inference.dimension import is_known, product
from nnspec.linting.ending import Ending
from nnspec.linting.guards import is_guarded
from nnspec.linting.lacking import ROWS, Lacking
from nnspec.linting.rule import Fault, rule
from nnspec.linting.step import Step
from nnspec.linting.subject import Subject

_PER_ANSWER = 10


@rule("NN120", "info")
def overparameterised(subject: Subject) -> Iterator[Fault]:
    """Compare the trainable parameters with the answers of the training rows."""
    if is_guarded(subject):
        return
    if subject.n_train is None:
        raise Lacking(ROWS)
    weights = sum(map(_trainable, subject.flow))
    answers = subject.n_train * sum(_neurons(ending) for ending in subject.endings if not ending.is_untrained)
    if answers and weights > _PER_ANSWER * answers:
        yield Fault(
            path=("hidden",) if subject.spec.hidden else ("outputs",),
            message=f"{weights:,} weights for {answers:,} answers, and no guard",
            hint="stop early, add `Dropout`, or take fewer units",
        )


def _trainable(step: Step) -> int:
    """Count the weights that train, as far as they are known."""
    weights = None if step.inferred is None else step.inferred.outcome.weights
    if weights is None or step.kind == "base" or step.is_frozen:
        return 0
    return sum(size for weight in weights if weight.trainable and isinstance(size := weight.size, int))


def _neurons(ending: Ending) -> int:
    """Count the numbers that an output gives for one row, over all its positions."""
    count = None if ending.last.given.example is None else product(ending.last.given.example)
    if not isinstance(count, int) or not is_known(count):
        raise Lacking(f"the shape of `{ending.output.name}`")
    return count
