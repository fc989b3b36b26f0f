"""NN513: a single place is left of the picture.

What: the map at the end of a base is 1 x 1, because the pictures are small.

Why: nothing is left to pool: the last layers of the base, which hold most of its weights, see the border's padding.

Fires:
    nnspec: 1
    inputs: {photo: {type: image, size: [32, 32], channels: 3}}
    bases: {b: {source: "keras:ResNet50", weights: none, freeze: none}}
    hidden: [b, Flatten]
    outputs: {y: binary}

Passes:
    nnspec: 1
    inputs: {photo: {type: image, size: [128, 128], channels: 3}}
    bases: {b: {source: "keras:ResNet50", weights: none, freeze: none, pooling: avg}}
    hidden: [b]
    outputs: {y: binary}

Fix: a larger `size`; or `until`, which ends the base above its last steps.

Source: the shapes themselves.
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.rule import Fault, rule
from nnspec.linting.subject import Subject
from nnspec.linting.tuned_bases import tuned_bases


@rule("NN513", "warning")
def base_map_1x1(subject: Subject) -> Iterator[Fault]:
    """Find bases at whose end one place is left."""
    for tuned in tuned_bases(subject):
        inside = subject.network.bases.get(tuned.step.name)
        # Smaller pictures yet are NN503.
        if inside is None or tuned.size is None or tuned.size < tuned.smallest_size:
            continue
        *_, last = inside.nodes.values()
        shape = last.output.example
        if shape is not None and len(shape) == 3 and shape[:2] == (1, 1):
            yield Fault(
                path=tuned.step.path,
                message=f"one place of the picture is left at the end of `{tuned.word}`",
                received=f"{tuned.step.taken} to {last.output}",
                hint="a larger `size`, or `until`",
            )
