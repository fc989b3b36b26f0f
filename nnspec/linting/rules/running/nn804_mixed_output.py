"""NN804: an output is computed in 16 bits.

What: under `mixed_float16` or another precision of 16 bits, an output has no head of its own: it is what the last
hidden layer gives, a sigmoid or softmax, and that layer has no `dtype: float32`.

Why: small probabilities become 0, and their logarithm infinite. A head that stands under `outputs` is computed in
float32 by itself.

Fires:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    hidden: [{Dense: {units: 16, activation: relu}}, {Dense: {units: 1, activation: sigmoid}}]
    outputs: {y: {type: binary, head: none}}
    train: {precision: mixed_float16}

Passes:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    hidden: [{Dense: {units: 16, activation: relu}}]
    outputs: {y: binary}
    train: {precision: mixed_float16}

Fix: the last layer as the output's `head`; or `dtype: float32` for it.

Source: tried in Keras 3.15.1: the softmax of a mixed_float16 model gives float16, without a warning.
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.rule import Fault, rule
from nnspec.linting.subject import Subject

_REDUCED = ("mixed_float16", "mixed_bfloat16", "bfloat16")
_PROBABILITIES = ("sigmoid", "softmax")


@rule("NN804", "warning")
def mixed_output(subject: Subject) -> Iterator[Fault]:
    """Find probabilities of 16 bits."""
    if subject.spec.train.precision not in _REDUCED:
        return
    for ending in subject.endings:
        step = ending.activated
        if step is None or step.place.node.output is not None or ending.activation not in _PROBABILITIES:
            continue
        if step.get("dtype") is None and step.call is not None:
            yield Fault(
                path=step.path,
                message=f"`{ending.output.name}` is computed in 16 bits",
                received=subject.spec.train.precision,
                hint="`dtype: float32` for this layer, or make it the output's `head`",
            )
