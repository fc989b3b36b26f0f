"""NN505: nothing in the network trains.

What: all bases are frozen in every stage, and there is no other layer with weights.

Why: training runs through all epochs and changes nothing; Keras only warns.

Fires:
    nnspec: 1
    inputs: {photo: {type: image, size: [224, 224], channels: 3}}
    bases: {b: {source: "keras:ResNet50", include_top: true}}
    hidden: [b]
    outputs: {kind: {type: category, classes: 1000, head: none}}

Passes:
    nnspec: 1
    inputs: {photo: {type: image, size: [224, 224], channels: 3}}
    bases: {b: {source: "keras:ResNet50", pooling: avg}}
    hidden: [b]
    outputs: {kind: {type: category, classes: 10}}

Fix: a head; or a stage that unfreezes layers of the base.

Source: Keras says no more than a warning. Single layers with `trainable: false` are NN132.
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.rule import Fault, rule
from nnspec.linting.step import Step
from nnspec.linting.subject import Subject
from nnspec.linting.tuned_bases import tuned_bases


@rule("NN505", "error")
def nothing_trainable(subject: Subject) -> Iterator[Fault]:
    """Find networks of frozen bases alone."""
    bases = tuple(tuned_bases(subject))
    if not bases or any(tuned.ever_trains for tuned in bases) or all(end.is_untrained for end in subject.endings):
        return
    if not any(map(_has_weights, subject.flow)):
        yield Fault(
            path=bases[0].base.path,
            message="nothing in this network trains",
            received="frozen bases, and no other layer with weights",
            hint="give the output a head, or unfreeze layers of the base in a stage",
        )


def _has_weights(step: Step) -> bool:
    """Tell whether a layer has weights, or may have."""
    if step.call is None or step.is_called_again or step.inferred is None:
        return False
    return step.inferred.outcome.weights is None or bool(step.inferred.outcome.weights)
