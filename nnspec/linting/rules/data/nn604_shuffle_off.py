"""NN604: the rows come in the same order in every epoch.

What: `shuffle: false`, and nothing in the spec needs the order: no layer is `stateful`, the split is not by `time`, and
the rows make more than one batch.

Why: each batch is as one-sided as the file; of a file sorted by class each batch has one class, and the network forgets
the others.

Fires:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    hidden: [{Dense: {units: 16, activation: relu}}]
    outputs: {y: binary}
    train: {shuffle: false}

Passes:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    hidden: [{Dense: {units: 16, activation: relu}}]
    outputs: {y: binary}

Fix: `shuffle: true`, the default.

Effect: on penguins, sorted by species, accuracy 0.936 without and 0.882 with the fault, difference -0.054 [-0.109,
0.000] over 5 seeds; on digits, in no order, accuracy 0.955 without and 0.954 with the fault, difference -0.001 [-0.005,
+0.002] over 5 seeds: no effect measured (benchmarks/evidence).

Source: Stack Overflow 55776436; Nikanjam et al. 2021 (NeuraLint). Measured: accuracy 0.921 becomes 0.892.
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.rule import Fault, Fix, rule
from nnspec.linting.subject import Subject


@rule("NN604", "warning")
def shuffle_off(subject: Subject) -> Iterator[Fault]:
    """Find shuffling that is switched off for no reason that the spec knows."""
    train, rows = subject.spec.train, subject.facts.n_rows
    split = None if subject.spec.data is None else subject.spec.data.split
    if train.shuffle or (split is not None and split.time) or (rows is not None and rows <= train.batch_size):
        return
    if any(step.arguments.get("stateful") is True for step in subject.flow):
        return
    path = (*train.path, "shuffle")
    yield Fault(
        path=path,
        message="the rows keep their order in every epoch",
        received="shuffle: false",
        hint="`shuffle: true`",
        fix=Fix(path, True),
    )
