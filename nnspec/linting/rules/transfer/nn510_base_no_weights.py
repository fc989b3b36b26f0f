"""NN510: a base with random weights never trains.

What: `weights: none`, all layers frozen, as they are by default, and no stage unfreezes any.

Why: the network sees the picture through random filters. Frozen is what was learned before; here nothing was. A
warning, since random features are a method of their own; where nothing else trains either, NN505 is the error.

Fires:
    nnspec: 1
    inputs: {photo: {type: image, size: [224, 224], channels: 3}}
    bases: {b: {source: "keras:ResNet50", weights: none, pooling: avg}}
    hidden: [b]
    outputs: {y: binary}

Passes:
    nnspec: 1
    inputs: {photo: {type: image, size: [224, 224], channels: 3}}
    bases: {b: {source: "keras:ResNet50", weights: none, pooling: avg, freeze: none}}
    hidden: [b]
    outputs: {y: binary}

Fix: `weights: imagenet`; or `freeze: none` to learn from the start.

Source: Humbatova et al. 2020, missing or wrong training of layers; NN132 says the same of single layers.
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.rule import Fault, rule
from nnspec.linting.subject import Subject
from nnspec.linting.tuned_bases import tuned_bases


@rule("NN510", "warning")
def base_no_weights(subject: Subject) -> Iterator[Fault]:
    """Find random bases that stay as they are."""
    for tuned in tuned_bases(subject):
        if not tuned.is_pretrained and not tuned.ever_trains:
            yield Fault(
                path=(*tuned.base.path, "weights"),
                message=f"`{tuned.word}` keeps its random weights",
                received="weights: none, all layers frozen",
                hint="`weights: imagenet`, or `freeze: none` to learn from the start",
            )
