"""NN212: distances for classes work, and cross-entropy works better.

What: an output of classes (not by softmax, NN208) has the loss `MeanSquaredError`, `MeanAbsoluteError`, `Huber` or
`LogCosh`; or a `number` holds nothing but 0 and 1.

Why: the gradient of a distance passes through the sigmoid and is tiny where the network is wrong. With Adam there is
no effect (0.959 and 0.961); on scikit-learn's breast cancer data, ten epochs of SGD at 0.01, accuracy 0.92 became 0.82
with squared and 0.72 with absolute errors.

Card:
    rows: 100
    columns: {y: {dtype: int64, shape: [], values: [[0, 60], [1, 40]]}, z: {shape: [], minimum: 0.0, maximum: 9.5}}

Fires:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {y: {type: binary, loss: mse}}
    ---
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {y: number}

Passes:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {y: binary, z: number}

Fix: leave `loss` out: the type has its own.

Effect: on breast cancer with Adam, accuracy 0.977 without and 0.978 with the fault, difference +0.001 [-0.002, +0.004]
over 5 seeds: no effect measured; on breast cancer with SGD, accuracy 0.956 without and 0.901 with the fault, difference
-0.055 [-0.079, -0.031] over 5 seeds (benchmarks/evidence).

Source: DeepFD (Cao et al. 2022).
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.ending import Ending
from nnspec.linting.loss_kinds import DISTANCES
from nnspec.linting.rule import Fault, rule
from nnspec.linting.subject import Subject
from nnspec.linting.truth import class_counts


@rule("NN212", "info")
def mse_classification(subject: Subject) -> Iterator[Fault]:
    """Find distances on classes."""
    for ending in subject.endings:
        if ending.fitting_loss not in DISTANCES or ending.activation == "softmax":
            continue
        if ending.output.type in ("category", "binary", "multilabel"):
            yield Fault(
                path=ending.loss_path,
                message=f"`{ending.loss.name}` learns classes more slowly than a cross-entropy",
                received=ending.loss.name,
                expected="a cross-entropy",
                hint=f"leave `loss` out: `type: {ending.output.type}` has its own",
            )
        elif _holds_truth_values(ending, subject):
            hint = "`type: binary` has the head, loss and metrics for it"
            yield Fault(path=ending.output.path, message="a number that is only ever 0 or 1 is a class", hint=hint)


def _holds_truth_values(ending: Ending, subject: Subject) -> bool:
    truth = subject.truths[ending.output.name]
    if ending.output.type != "number" or truth.is_copy:
        return False
    return set(class_counts(truth) or ()) in ({"0", "1"}, {"true", "false"})
