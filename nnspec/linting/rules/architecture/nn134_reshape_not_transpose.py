"""NN134: a Reshape is used to swap axes, and mixes them up.

What: a Reshape whose new shape has the same lengths as the old in another order; axes of length 1 do not count.

Why: Reshape keeps the order of the numbers and cuts it anew: a (10, 3) of ten steps becomes (3, 10) in which each row
holds three and a third steps. Permute swaps axes. Nothing fails, and the network learns from scrambled data.

Fires:
    nnspec: 1
    inputs: {x: {type: array, shape: [10, 3]}}
    hidden: [{Reshape: [3, 10]}, {LSTM: 8}]
    outputs: {y: number}

Passes:
    nnspec: 1
    inputs: {x: {type: array, shape: [10, 3]}}
    hidden: [{Permute: [2, 1]}, {LSTM: 8}]
    outputs: {y: number}
    ---
    nnspec: 1
    inputs: {x: {type: array, shape: [30]}}
    hidden: [{Reshape: [10, 3]}, {LSTM: 8}]
    outputs: {y: number}

Fix: `Permute` with the order of the axes, counted from 1.

Source: Karpathy 2019, A recipe for training neural networks ("view" where "transpose" was meant).
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.inference.tensor import Shape
from nnspec.linting.rule import Fault, rule
from nnspec.linting.subject import Subject


@rule("NN134", "warning")
def reshape_not_transpose(subject: Subject) -> Iterator[Fault]:
    """Find reshapes whose target is the source in another order."""
    for step in subject.flow:
        if step.layer != "Reshape" and step.function != "reshape":
            continue
        before, after = step.taken.example, step.given.example
        if before is None or after is None or not _is_permuted(before, after):
            continue
        yield Fault(
            path=step.path_of("target_shape"),
            message=f"`{step.word}` does not swap axes, it mixes them",
            received=f"{step.taken} to {step.given}",
            hint=_hint(before, after),
        )


def _is_permuted(before: Shape, after: Shape) -> bool:
    old, new = ([length for length in shape if length != 1] for shape in (before, after))
    if not all(isinstance(length, int) for length in (*old, *new)):
        return False
    return old != new and sorted(map(str, old)) == sorted(map(str, new))


def _hint(before: Shape, after: Shape) -> str:
    if len(before) != len(after):
        return "`Permute` for the order, then `Reshape` for the axes of length 1"
    return f"`Permute: {_order(before, after)}`"


def _order(before: Shape, after: Shape) -> list[int]:
    """Give the order of axes that makes one shape the other, of as many axes."""
    left = list(enumerate(before, start=1))
    order: list[int] = []
    for length in after:
        found = next(item for item in left if item[1] == length)
        left.remove(found)
        order.append(found[0])
    return order
