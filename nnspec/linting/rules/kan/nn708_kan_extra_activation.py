"""NN708: an activation follows a KAN, whose curves bend already.

What: `relu`, `sigmoid` or another curve is the `activation` of a `KAN`, or stands right below it, not at the end of the
network.

Why: each connection of a KAN is a learned curve: another one behind it says nothing new, and `relu` throws half away.

Fires:
    nnspec: 1
    inputs: {x: {columns: [a, b], scale: minmax}}
    hidden: [{KAN: 8}, ReLU, {Dense: 4}]
    outputs: {y: number}

Passes:
    nnspec: 1
    inputs: {x: {columns: [a, b], scale: minmax}}
    hidden: [{KAN: 8}, {Dense: 4}]
    outputs: {y: number}
    ---
    nnspec: 1
    inputs: {x: {columns: [a, b], scale: minmax}}
    hidden: [{KAN: 8}]
    outputs: {y: {type: binary, head: {KAN: {units: 1, activation: sigmoid}}}}

Fix: leave the activation out.

Source: Liu et al. 2024, KAN, section 2.2: activations are on the edges, neurons only sum.
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.kan_grids import kan_steps
from nnspec.linting.rule import Fault, rule
from nnspec.linting.subject import Subject

# These keep sums within the next grid.
_KEEPING = (None, "linear", "tanh", "softsign")


@rule("NN708", "info")
def kan_extra_activation(subject: Subject) -> Iterator[Fault]:
    """Find activations right behind a KAN."""
    flow = subject.flow
    for step in kan_steps(subject):
        if step.name in flow.final:
            continue
        below, own = flow.next(step), step.get("activation")
        if isinstance(own, str) and own not in _KEEPING:
            path = step.path_of("activation")
        elif below is not None and below.is_activation and below.activation not in _KEEPING:
            path, own = below.path, below.activation
        else:
            continue
        yield Fault(path=path, message=f"`{own}` bends what the `KAN` has bent already", hint="leave it out")
