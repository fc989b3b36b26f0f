"""NN329: a recurrent network over many steps, and nothing bounds its gradients.

What: an LSTM, a GRU or a SimpleRNN over more than 100 steps, and an optimizer without `clipnorm`, `clipvalue` or
`global_clipnorm`.

Why: the gradient is multiplied by the recurrent weights once for each step; now and then it explodes, and one such
step undoes thousands.

Fires:
    nnspec: 1
    inputs: {x: {type: array, shape: [500, 8]}}
    hidden: [{LSTM: 16}]
    outputs: {y: number}

Passes:
    nnspec: 1
    inputs: {x: {type: array, shape: [500, 8]}}
    hidden: [{LSTM: 16}]
    outputs: {y: number}
    optimizer: {Adam: {clipnorm: 1.0}}

Fix: `clipnorm: 1.0`.

Source: Pascanu et al. 2013, section 3.2.
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.optimizer_kinds import CLIPPING
from nnspec.linting.rule import Fault, rule
from nnspec.linting.step import Step
from nnspec.linting.subject import Subject

_KINDS = frozenset({"GRU", "LSTM", "SimpleRNN"})
_MANY_STEPS = 100


@rule("NN329", "info")
def rnn_no_clip(subject: Subject) -> Iterator[Fault]:
    """Find the first recurrent layer over a long sequence whose gradients nothing bounds."""
    if all(any(each.call.get(bound) for bound in CLIPPING) for each in subject.optimizers):
        return
    for step in subject.flow.of(_KINDS):
        n = _length(step)
        if n is not None and n > _MANY_STEPS:
            yield Fault(
                path=step.path,
                message=f"`{step.word}` over {n} steps without a bound on gradients",
                hint="`clipnorm: 1.0` under the optimizer",
            )
            return


def _length(step: Step) -> int | None:
    shape = step.taken.shape
    return shape[1] if shape is not None and len(shape) == 3 and isinstance(shape[1], int) else None
