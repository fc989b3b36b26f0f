"""NN501: a base takes pixels on another scale than it was trained on.

What: `include_preprocessing: false` takes the scaling out of a pretrained application, and nothing but `scale: unit` or
`scale: none` stands in its place; or the card says that what should be pixels of 0 to 255 are numbers of 0 to 1.

Why: none of these networks was trained on pixels of 0 to 1, and its features of such are noise. By default a base
brings its own scaling, and nothing can go wrong.

Fires:
    nnspec: 1
    inputs: {photo: {type: image, size: [224, 224]}}
    bases: {b: {source: "keras:MobileNetV3Small", pooling: avg, include_preprocessing: false}}
    hidden: [b]
    outputs: {y: binary}

Passes:
    nnspec: 1
    inputs: {photo: {type: image, size: [224, 224]}}
    bases: {b: {source: "keras:MobileNetV3Small", pooling: avg}}
    hidden: [b]
    outputs: {y: binary}
    ---
    nnspec: 1
    inputs: {photo: {type: image, size: [224, 224], channels: 3, scale: none}}
    bases: {b: {source: "keras:MobileNetV3Small", pooling: avg, include_preprocessing: false}}
    hidden: [{Rescaling: {scale: 0.00784313725490196, offset: -1.0}}, b]
    outputs: {y: binary}

Fix: leave `include_preprocessing: false` out.

Source: A. Karpathy, 2015, on wrong means; the table of preprocessing is read from Keras' applications.
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.arrivals import arrivals_of
from nnspec.linting.rule import REMOVE, Fault, Fix, rule
from nnspec.linting.spread import card_columns
from nnspec.linting.subject import Subject
from nnspec.linting.tuned_bases import Tuned, tuned_bases
from nnspec.spec.inputs import ImageInput

_PIXELS = ("unit", "none")


@rule("NN501", "error")
def base_preprocess(subject: Subject) -> Iterator[Fault]:
    """Find bases that take pixels as they were not trained on."""
    bases = {tuned.step.name: tuned for tuned in tuned_bases(subject) if tuned.application and tuned.is_pretrained}
    for item in subject.spec.inputs:
        for arrival in arrivals_of(item.name, subject.flow) if isinstance(item, ImageInput) else ():
            tuned = bases.get(arrival.taker.name)
            if tuned is None or arrival.scalers or not isinstance(item, ImageInput):
                continue
            if _is_bare(tuned):
                if item.scale in _PIXELS:
                    yield _of_scale(tuned, item.scale)
            elif any(card.maximum is not None and card.maximum <= 1 for card in card_columns(item.name, subject.facts)):
                yield Fault(
                    path=item.path,
                    message=f"`{tuned.word}` takes pixels of 0 to 255",
                    received="numbers of 0 to 1",
                    hint="a `Rescaling` by 255 above the base",
                )


def _is_bare(tuned: Tuned) -> bool:
    return tuned.base.arguments.get("include_preprocessing") is False


def _of_scale(tuned: Tuned, scale: str) -> Fault:
    path = (*tuned.base.path, "include_preprocessing")
    return Fault(
        path=path,
        message=f"`{tuned.word}` was not trained on pixels of {'0 to 1' if scale == 'unit' else '0 to 255'}",
        received=f"scale: {scale}",
        hint="leave `include_preprocessing: false` out",
        fix=Fix(path, REMOVE),
    )
