"""NN809: the weights of a base are not pinned.

What: a base takes its weights from a file, and there is no `sha256`.

Why: another file under the same name trains another network, and nobody sees it.

Fires:
    nnspec: 1
    inputs: {photo: {type: image, size: [224, 224], channels: 3}}
    bases: {b: {source: "keras:ResNet50", weights: "file:resnet50.weights.h5", pooling: avg}}
    hidden: [b]
    outputs: {y: binary}

Passes:
    nnspec: 1
    inputs: {photo: {type: image, size: [224, 224], channels: 3}}
    bases:
      b:
        source: "keras:ResNet50"
        weights: "file:resnet50.weights.h5"
        sha256: 7011d39ea4f61f4ddb8da99c4addf3fae4209bfda7828adb4698b16283258fbe
        pooling: avg
    hidden: [b]
    outputs: {y: binary}

Fix: `sha256`, as the report of a run says it.

Source: J. Pineau, The machine learning reproducibility checklist. Versions are part of every report.
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.rule import Fault, rule
from nnspec.linting.subject import Subject

_PUBLISHED = ("imagenet", "none")


@rule("NN809", "info")
def unpinned(subject: Subject) -> Iterator[Fault]:
    """Find files of weights without a hash."""
    for base in subject.spec.bases:
        if base.source.startswith("keras:") and base.weights not in _PUBLISHED and base.sha256 is None:
            path = (*base.path, "weights")
            yield Fault(
                path=path, message="the weights are not pinned", received=base.weights, hint="add their `sha256`"
            )
