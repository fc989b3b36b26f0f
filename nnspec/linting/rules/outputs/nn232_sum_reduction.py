"""NN232: a summed loss makes the learning rate depend on the batch.

What: a loss says `reduction: sum`. A warning under `SGD`, unless the rate times the batch size is 0.1 or less; advice
under optimizers that divide by the size of the gradient.

Why: the gradient is that of the mean times the batch size, and so is the step of `SGD`: 0.01 at a batch of 32 steps as
0.32 does. `Adam` and its kin scale it away, but regularisation, clipping and the weights of several outputs shift.

Fires:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {y: {type: number, loss: {MeanSquaredError: {reduction: sum}}}}
    optimizer: {SGD: 0.01}

Passes:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {y: {type: number, loss: mse}}
    optimizer: {SGD: 0.01}
    ---
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {y: {type: number, loss: {MeanSquaredError: {reduction: sum}}}}
    optimizer: {SGD: 1e-4}

Fix: leave `reduction` out.

Source: DeepChecker (Ben Braiek and Khomh 2023), pitfalls; Stack Overflow 43611745.
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.diagnostics.diagnostic import Severity
from nnspec.linting.rule import Fault, Fix, rule
from nnspec.linting.subject import Subject
from nnspec.spec.spec import Spec

# The step per example, summed over the batch, that is as small as rates for means are.
_SMALL = 0.1


@rule("NN232", "warning")
def sum_reduction(subject: Subject) -> Iterator[Fault]:
    """Find losses that are summed over the batch."""
    severity = _severity(subject.spec)
    for output in subject.spec.outputs if severity is not None else ():
        if output.loss.get("reduction") == "sum":
            path = (*output.loss.path, output.loss.written or output.loss.name, "reduction")
            yield Fault(
                path=path,
                message="summed, the loss and its gradient grow with the batch",
                severity=severity,
                received="sum",
                expected="sum_over_batch_size",
                hint="leave `reduction` out",
                fix=Fix(path, "sum_over_batch_size"),
            )


def _severity(spec: Spec) -> Severity | None:
    if spec.optimizer.name != "SGD":
        return "info"
    rate = spec.optimizer.get("learning_rate")
    is_small = isinstance(rate, int | float) and rate * spec.train.batch_size <= _SMALL
    return None if is_small else "warning"
