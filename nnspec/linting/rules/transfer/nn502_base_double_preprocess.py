"""NN502: pixels are scaled before a base that scales them itself.

What: a `Rescaling` or `Normalization` stands between an image input and an application of Keras that brings its own
scaling. One that multiplies by 1 or more makes pixels of what was none, and is left alone.

Why: the base scales once more, and sees nearly the same grey everywhere. A warning for random weights.

Fires:
    nnspec: 1
    inputs: {photo: {type: image, size: [224, 224], channels: 3}}
    bases: {b: {source: "keras:ResNet50", pooling: avg}}
    hidden: [{Rescaling: {scale: 0.00392156862745098}}, b]
    outputs: {y: binary}

Passes:
    nnspec: 1
    inputs: {photo: {type: image, size: [224, 224], channels: 3}}
    bases: {b: {source: "keras:ResNet50", pooling: avg}}
    hidden: [b]
    outputs: {y: binary}

Fix: leave the layer out.

Source: TFX, training and serving skew; the table of preprocessing is read from Keras' applications.
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.arrivals import arrivals_of
from nnspec.linting.plain_entry import removal_of
from nnspec.linting.rule import Fault, rule
from nnspec.linting.step import Step
from nnspec.linting.subject import Subject
from nnspec.linting.tuned_bases import tuned_bases


@rule("NN502", "error")
def base_double_preprocess(subject: Subject) -> Iterator[Fault]:
    """Find what scales pixels above a base."""
    bases = {tuned.step.name: tuned for tuned in tuned_bases(subject) if tuned.application is not None}
    images = [item for item in subject.spec.inputs if item.type == "image"]
    for arrival in (arrival for item in images for arrival in arrivals_of(item.name, subject.flow)):
        tuned = bases.get(arrival.taker.name)
        if tuned is None or tuned.base.arguments.get("include_preprocessing") is False:
            continue
        for step in arrival.scalers:
            if _shrinks(step):
                yield Fault(
                    path=step.path,
                    message=f"`{tuned.word}` scales pixels itself",
                    severity="error" if tuned.is_pretrained else "warning",
                    received=step.layer,
                    expected="pixels of 0 to 255",
                    hint=f"leave the `{step.layer}` out",
                    fix=removal_of(subject, step) if len(arrival.scalers) == 1 else None,
                )


def _shrinks(step: Step) -> bool:
    factor = step.get("scale") if step.layer == "Rescaling" else None
    return step.layer in ("Rescaling", "Normalization") and not (isinstance(factor, int | float) and factor >= 1)
