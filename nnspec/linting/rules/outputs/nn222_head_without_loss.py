"""NN222: an output that nothing is learned for.

What: the `weight` of an output's loss is 0.

Why: no gradient reaches the layers of this output; it predicts by the weights that it started with. Keras says at
most that gradients are missing.

Fires:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {y: number, z: {type: number, weight: 0}}

Passes:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {y: number, z: {type: number, weight: 0.1}}

Fix: a `weight` above 0, or leave the output out.

Source: Keras 3.15.1 warns of missing gradients, and trains on.
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.rule import Fault, rule
from nnspec.linting.subject import Subject


@rule("NN222", "warning")
def head_without_loss(subject: Subject) -> Iterator[Fault]:
    """Find outputs whose loss does not count."""
    for output in subject.spec.outputs:
        if output.weight == 0:
            yield Fault(
                path=(*output.path, "weight"),
                message=f"nothing is learned for `{output.name}`",
                received="0",
                expected="a weight above 0",
            )
