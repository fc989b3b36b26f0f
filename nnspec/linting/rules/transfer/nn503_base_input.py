"""NN503: pictures are too small for a base.

What: an application of Keras takes pictures below its smallest size, which Keras refuses: an error. Below half of the
size that its weights were trained on it is a warning, unless weights of that size were published (MobileNet).

Why: filters look for things of the size that they were trained on: of a picture of 32 pixels, a ResNet50 sees one
place.

Fires:
    nnspec: 1
    inputs: {photo: {type: image, size: [64, 64], channels: 3}}
    bases: {b: {source: "keras:Xception", pooling: avg}}
    hidden: [b]
    outputs: {y: binary}
    ---
    nnspec: 1
    inputs: {photo: {type: image, size: [32, 32], channels: 3}}
    bases: {b: {source: "keras:ResNet50", pooling: avg}}
    hidden: [b]
    outputs: {y: binary}

Passes:
    nnspec: 1
    inputs: {photo: {type: image, size: [160, 160], channels: 3}}
    bases: {b: {source: "keras:ResNet50", pooling: avg}}
    hidden: [b]
    outputs: {y: binary}

Fix: a larger `size`: pictures are enlarged.

Source: Keras' applications, smallest sizes. Pictures of another number of channels are NN553.
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.arrivals import arrivals_of
from nnspec.linting.rule import Fault, rule
from nnspec.linting.subject import Subject
from nnspec.linting.tuned_bases import Tuned, tuned_bases
from nnspec.spec.inputs import ImageInput


@rule("NN503", "error")
def base_input(subject: Subject) -> Iterator[Fault]:
    """Find pictures that a base can make little of."""
    for tuned in tuned_bases(subject):
        application, size = tuned.application, tuned.size
        if application is None or size is None or size >= tuned.smallest_size:
            continue
        if size < application.smallest:
            yield _fault(tuned, subject, size, application.smallest)
        else:
            yield _fault(tuned, subject, size, application.trained, is_error=False)


def _fault(tuned: Tuned, subject: Subject, size: int, wanted: int, *, is_error: bool = True) -> Fault:
    images = (item for item in subject.spec.inputs if isinstance(item, ImageInput) and item.size)
    item = next((item for item in images if _feeds(item, tuned, subject)), None)
    what = "takes no pictures below" if is_error else "was trained on pictures of"
    return Fault(
        path=tuned.step.path if item is None else (*item.path, "size"),
        message=f"`{tuned.word}` {what} {wanted} pixels",
        severity="error" if is_error else "warning",
        received=f"{size} pixels",
        expected=f"at least {tuned.smallest_size}",
        hint="a larger `size`: pictures are enlarged",
    )


def _feeds(item: ImageInput, tuned: Tuned, subject: Subject) -> bool:
    return any(arrival.taker.name == tuned.step.name for arrival in arrivals_of(item.name, subject.flow))
