"""NN509: a base keeps its own classifier.

What: `include_top: true` with published weights, and a head of one's own below it; with `classes` other than 1000,
Keras refuses the weights: an error.

Why: the head sees the probabilities of a thousand kinds of things, and not what the base knows of the picture.

Fires:
    nnspec: 1
    inputs: {photo: {type: image, size: [224, 224], channels: 3}}
    bases: {b: {source: "keras:ResNet50", include_top: true}}
    hidden: [b]
    outputs: {y: binary}

Passes:
    nnspec: 1
    inputs: {photo: {type: image, size: [224, 224], channels: 3}}
    bases: {b: {source: "keras:ResNet50", pooling: avg}}
    hidden: [b]
    outputs: {y: binary}

Fix: leave `include_top` out; `pooling: avg` makes a vector.

Source: Keras' applications.
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.rule import REMOVE, Fault, Fix, rule
from nnspec.linting.subject import Subject
from nnspec.linting.tuned_bases import tuned_bases

_CLASSES = 1000


@rule("NN509", "warning")
def top_and_head(subject: Subject) -> Iterator[Fault]:
    """Find classifiers of bases below which another stands."""
    flow = subject.flow
    for tuned in tuned_bases(subject):
        base = tuned.base
        if tuned.application is None or not base.include_top or base.until is not None or base.weights == "none":
            continue
        path = (*base.path, "include_top")
        classes = base.arguments.get("classes", _CLASSES)
        if classes != _CLASSES and base.weights == "imagenet":
            yield Fault(
                path=(*base.path, "classes"),
                message=f"the published classifier of `{tuned.word}` has {_CLASSES} classes",
                severity="error",
                received=f"classes: {classes}",
                hint="leave `include_top` and `classes` out, and let the output have its head",
            )
        elif classes == _CLASSES and flow.reaches(tuned.step, lambda below: below.has_weights, lambda below: True):
            hint = "leave `include_top` out, and add `pooling: avg`"
            message = f"the head stands on the {_CLASSES} probabilities of `{tuned.word}`"
            yield Fault(path=path, message=message, hint=hint, fix=Fix(path, REMOVE) if base.pooling else None)
