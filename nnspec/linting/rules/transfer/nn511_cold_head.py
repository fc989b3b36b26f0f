"""NN511: a pretrained base trains from the first step, below a head that knows nothing.

What: an application with pretrained weights is not frozen in the first stage, and layers with weights follow it.

Why: the gradients of a random head are large and mean nothing; they spoil the base before the head has learned.

Fires:
    nnspec: 1
    inputs: {photo: {type: image, size: [224, 224], channels: 3}}
    bases: {b: {source: "keras:VGG16", pooling: avg, freeze: none}}
    hidden: [b]
    outputs: {y: binary}
    optimizer: {Adam: {learning_rate: 1e-5}}

Passes:
    nnspec: 1
    inputs: {photo: {type: image, size: [224, 224], channels: 3}}
    bases: {b: {source: "keras:VGG16", pooling: avg}}
    hidden: [b]
    outputs: {y: binary}
    train: {stages: [{epochs: 3}, {epochs: 3, unfreeze: b, optimizer: {Adam: {learning_rate: 1e-5}}}]}

Fix: a first stage with the base frozen, as it is by default.

Source: Keras' guide to transfer learning; Kumar et al. 2022, fine-tuning can distort pretrained features.
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.rule import Fault, rule
from nnspec.linting.subject import Subject
from nnspec.linting.tuned_bases import tuned_bases


@rule("NN511", "warning", supersedes=("NN506",))
def cold_head(subject: Subject) -> Iterator[Fault]:
    """Find bases that train together with a new head from the start."""
    for tuned in tuned_bases(subject):
        trains_at_once = tuned.is_pretrained and tuned.application is not None and tuned.training[0]
        if trains_at_once and subject.flow.reaches(tuned.step, lambda below: below.has_weights, lambda below: True):
            yield Fault(
                path=(*tuned.base.path, "freeze"),
                message=f"a new head spoils `{tuned.word}` in the first steps",
                received="trains from the first stage on",
                hint="a first stage with the base frozen, then one that unfreezes it",
            )
