"""NN320: a momentum that never forgets, or one that hardly remembers.

What: SGD or RMSprop with a momentum of 1, which is an error; or with one above 0 and below 0.5, which is advice.

Why: a momentum of m makes 1 / (1 - m) steps of one: of 1 without end, so that no minimum is ever kept; of 0.1 hardly
more than without. (Above 1 and below 0 are refused by NN024.)

Fires:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {y: number}
    optimizer: {SGD: {momentum: 1.0}}
    ---
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {y: number}
    optimizer: {SGD: {momentum: 0.11}}

Passes:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {y: number}
    optimizer: {SGD: {momentum: 0.9}}

Fix: 0.9.

Source: Shukla's recommendations; Stack Overflow 31556268 (a momentum of 0.11).
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.argument_path import argument_path
from nnspec.linting.rule import Fault, rule
from nnspec.linting.subject import Subject

_LOW = 0.5


@rule("NN320", "error", supersedes=("NN302",))
def momentum_range(subject: Subject) -> Iterator[Fault]:
    """Find momenta that do harm or nothing."""
    for optimizer in (each.call for each in subject.optimizers):
        momentum = optimizer.get("momentum") if optimizer.name in ("RMSprop", "SGD") else None
        if not momentum or _LOW <= momentum < 1:
            continue
        yield Fault(
            path=argument_path(optimizer, "momentum"),
            message="a momentum of 1 never forgets" if momentum >= 1 else f"a momentum of {momentum:g} does little",
            severity="error" if momentum >= 1 else "info",
            received=f"{momentum:g}",
            expected="0.5 to 0.99",
            hint="0.9 is common",
        )
