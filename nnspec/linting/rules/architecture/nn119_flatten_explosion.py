"""NN119: most of the network's weights are in one Dense below a Flatten.

What: a Dense that takes a flattened map holds more than half of all parameters and more than a million.

Why: such a layer has a weight for each pixel of each filter and each unit: most of the memory, little of what is
learned. Averaging each filter over the map replaces it in networks since 2014.

Fires:
    nnspec: 1
    inputs: {x: {type: array, shape: [64, 64, 3]}}
    hidden:
      - Conv2D: {filters: 32, kernel_size: 3, padding: same, activation: relu}
      - Flatten
      - Dense: {units: 64, activation: relu}
    outputs: {y: {type: category, classes: 3}}

Passes:
    nnspec: 1
    inputs: {x: {type: array, shape: [64, 64, 3]}}
    hidden:
      - Conv2D: {filters: 32, kernel_size: 3, padding: same, activation: relu}
      - GlobalAveragePooling2D
      - Dense: {units: 64, activation: relu}
    outputs: {y: {type: category, classes: 3}}

Fix: `GlobalAveragePooling2D` in place of `Flatten`, or more pooling above.

Source: Lin et al. 2014, Network in network, section 3.2; Karpathy 2019.
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.inference.dimension import total
from nnspec.linting.rule import Fault, rule
from nnspec.linting.step import Step
from nnspec.linting.subject import Subject

_MANY = 1_000_000


@rule("NN119", "info")
def flatten_explosion(subject: Subject) -> Iterator[Fault]:
    """Find the Dense below a Flatten that outweighs all the rest."""
    flow = subject.flow
    if not flow.has({"Flatten"}):
        return
    whole = total(inferred.outcome.n_parameters for _, inferred in subject.network)
    flat: set[str] = set()
    for step in flow:
        is_flat = any(above.name in flat for above in flow.above(step))
        if _flattens(step) or (is_flat and not step.has_weights):
            flat.add(step.name)
        own = _parameters(step) if step.layer == "Dense" and is_flat else 0
        if own > _MANY and isinstance(whole, int) and 2 * own > whole:
            yield Fault(
                path=step.path,
                message=f"this `Dense` below `Flatten` has {100 * own // whole} % of all parameters",
                received=f"{own:,} of {whole:,}",
                hint="`GlobalAveragePooling2D` in place of `Flatten`, or more pooling above",
            )


def _parameters(step: Step) -> int:
    count = 0 if step.inferred is None else step.inferred.outcome.n_parameters
    return count if isinstance(count, int) else 0


def _flattens(step: Step) -> bool:
    return step.layer == "Flatten" and (step.taken.rank or 0) > 2
