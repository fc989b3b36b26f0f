"""NN506: the batch statistics of a base are thrown away.

What: a pretrained base with `BatchNormalization` starts unfrozen (`freeze: none`), so that these layers train as well.
A base that starts frozen keeps them so when a stage unfreezes it: only a pattern with their very name wakes them.

Why: a few small batches replace means and deviations that were learned on a million pictures.

Fires:
    nnspec: 1
    inputs: {photo: {type: image, size: [224, 224], channels: 3}}
    bases: {b: {source: "keras:ResNet50", pooling: avg, freeze: none}}
    hidden: [b]
    outputs: {y: binary}
    optimizer: {Adam: {learning_rate: 1e-5}}

Passes:
    nnspec: 1
    inputs: {photo: {type: image, size: [224, 224], channels: 3}}
    bases: {b: {source: "keras:ResNet50", pooling: avg}}
    hidden: [b]
    outputs: {y: binary}
    train: {stages: [{epochs: 3}, {epochs: 3, unfreeze: b, optimizer: {Adam: {learning_rate: 1e-5}}}]}

Fix: leave `freeze: none` out, and unfreeze in a stage.

Source: Keras' guide to transfer learning; keras issues 9214 and 9965.
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.rule import Fault, rule
from nnspec.linting.subject import Subject
from nnspec.linting.tuned_bases import tuned_bases


@rule("NN506", "warning")
def bn_in_base(subject: Subject) -> Iterator[Fault]:
    """Find pretrained bases whose batch normalisation trains."""
    for tuned in tuned_bases(subject):
        inside = subject.network.bases.get(tuned.step.name)
        if not tuned.is_pretrained or tuned.base.freeze or inside is None:
            continue
        if any(place.node.call is not None and place.node.call.name == "BatchNormalization" for place, _ in inside):
            yield Fault(
                path=(*tuned.base.path, "freeze"),
                message=f"the batch statistics of `{tuned.word}` are learned anew",
                received="freeze: none",
                hint="leave `freeze` out and unfreeze in a stage: BatchNormalization stays frozen",
            )
