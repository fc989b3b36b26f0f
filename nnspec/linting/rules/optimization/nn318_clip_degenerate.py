"""NN318: gradients are clipped to next to nothing.

What: `clipnorm`, `clipvalue` or `global_clipnorm` below 0.001. With optimizers that divide by the gradients' size, as
Adam does, it is advice.

Why: SGD then moves each weight by at most a thousandth of the learning rate in a step. (Nothing, or a negative bound,
is refused by NN024.)

Fires:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {y: number}
    optimizer: {SGD: {clipnorm: 0.0001}}

Passes:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {y: number}
    optimizer: {SGD: {clipnorm: 1.0}}

Fix: 1.0, or no clipping.

Effect: on digits with SGD at 0.1, accuracy 0.959 without and 0.073 with the fault, difference -0.886 [-0.914, -0.857]
over 5 seeds (benchmarks/evidence).

Source: Stack Overflow 31556268 (a norm of 0).
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.argument_path import argument_path
from nnspec.linting.optimizer_kinds import CLIPPING
from nnspec.linting.rule import REMOVE, Fault, Fix, rule
from nnspec.linting.subject import Subject

_LOWEST = 1e-3


@rule("NN318", "warning")
def clip_degenerate(subject: Subject) -> Iterator[Fault]:
    """Find bounds that leave nothing of gradients."""
    for optimizer in (each.call for each in subject.optimizers):
        for name in CLIPPING:
            bound = optimizer.get(name)
            if bound is None or bound >= _LOWEST:
                continue
            path = argument_path(optimizer, name)
            yield Fault(
                path=path,
                message=f"`{name}` of {bound:g} leaves nothing of gradients",
                severity="warning" if optimizer.name == "SGD" else "info",
                received=f"{bound:g}",
                expected=f"at least {_LOWEST:g}",
                hint="1.0 is common, or leave it out",
                fix=Fix(path, REMOVE),
            )
