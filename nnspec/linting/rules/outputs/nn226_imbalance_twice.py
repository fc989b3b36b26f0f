"""NN226: rare classes are weighed up twice.

What: an output has a `class_weight`, and its focal loss weighs the classes by `alpha` as well.

Why: both are cures for the same thing; together they turn the rare class into the one that is predicted too often.

Fires:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs:
      y:
        type: binary
        class_weight: balanced
        loss: {BinaryFocalCrossentropy: {apply_class_balancing: true, alpha: 0.75}}

Passes:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {y: {type: binary, class_weight: balanced, loss: binary_focal_crossentropy}}

Fix: keep one of the two.

Source: Lin et al., Focal loss for dense object detection, 2017, section 3.1. Without `apply_class_balancing`, or with
one `alpha` for all classes, a focal loss weighs hard examples only, which goes with `class_weight`.
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.rule import Fault, rule
from nnspec.linting.subject import Subject
from nnspec.spec.calls import Call


@rule("NN226", "warning")
def imbalance_twice(subject: Subject) -> Iterator[Fault]:
    """Find class weights beside a focal loss that weighs classes."""
    for output in subject.spec.outputs:
        if output.class_weight is not None and _weighs_classes(output.loss):
            yield Fault(
                path=(*output.path, "class_weight"),
                message="rare classes are weighed up here and by `alpha`",
                received=output.loss.name,
                hint="keep one of the two",
            )


def _weighs_classes(loss: Call) -> bool:
    if loss.name == "BinaryFocalCrossentropy":
        return bool(loss.get("apply_class_balancing"))
    alpha = loss.get("alpha") if loss.name == "CategoricalFocalCrossentropy" else None
    return isinstance(alpha, tuple) and len(set(alpha)) > 1
