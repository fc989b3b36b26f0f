"""NN508: a base's map is flattened into a huge layer.

What: `Flatten` takes the map of a base, and the layer below has more than a million weights for it.

Why: those weights are nearly all of what trains, and learn where in the picture things stood. A global pooling leaves
one number per channel.

Fires:
    nnspec: 1
    inputs: {photo: {type: image, size: [224, 224], channels: 3}}
    bases: {b: {source: "keras:ResNet50"}}
    hidden: [b, Flatten, {Dense: {units: 64, activation: relu}}]
    outputs: {y: binary}

Passes:
    nnspec: 1
    inputs: {photo: {type: image, size: [224, 224], channels: 3}}
    bases: {b: {source: "keras:ResNet50", pooling: avg}}
    hidden: [b, {Dense: {units: 64, activation: relu}}]
    outputs: {y: binary}

Fix: `pooling: avg` for the base, and no `Flatten`.

Source: M. Lin et al., Network in network, 2013, section 3.2.
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.rule import Fault, rule
from nnspec.linting.step import Step
from nnspec.linting.subject import Subject
from nnspec.linting.tuned_bases import tuned_bases

_MANY = 1_000_000


@rule("NN508", "info")
def flatten_on_base(subject: Subject) -> Iterator[Fault]:
    """Find maps of bases that are flattened."""
    flow = subject.flow
    for tuned in tuned_bases(subject):
        chain = tuple(flow.run(tuned.step, lambda below: not below.has_weights))
        flatten = next((step for step in chain if step.layer == "Flatten"), None)
        if flatten is None or not chain[-1].has_weights:
            continue
        weights = _n_weights(flatten, chain[-1])
        if weights is not None and weights > _MANY:
            yield Fault(
                path=flatten.path,
                message=f"flattening the map of `{tuned.word}` takes {weights:,} weights",
                received=str(flatten.taken),
                hint="`pooling: avg` for the base in place of `Flatten`",
            )


def _n_weights(flatten: Step, below: Step) -> int | None:
    shape, width = flatten.given.example, below.width
    length = shape[0] if shape else None
    return length * width if isinstance(length, int) and isinstance(width, int) else None
