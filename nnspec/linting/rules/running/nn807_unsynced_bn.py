"""NN807: batch statistics are taken over a few rows.

What: `distribute: mirrored`, a `BatchNormalization` without `synchronized: true`, and a batch of which two devices get
fewer than 16 rows each.

Why: each device normalises by its own rows. Of few rows, means and deviations are mostly noise, and another number of
devices trains another network.

Fires:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    hidden: [{Dense: 16}, BatchNormalization, ReLU]
    outputs: {y: number}
    train: {batch_size: 16, distribute: mirrored}

Passes:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    hidden: [{Dense: 16}, {BatchNormalization: {synchronized: true}}, ReLU]
    outputs: {y: number}
    train: {batch_size: 16, distribute: mirrored}

Fix: `synchronized: true`; or a larger `batch_size`.

Source: Keras' documentation of BatchNormalization; Wu and He 2018, figure 1 (errors rise below 16 rows).
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.argument_fix import argument_fix
from nnspec.linting.rule import Fault, rule
from nnspec.linting.subject import Subject

_FEWEST = 16
_DEVICES = 2


@rule("NN807", "warning")
def unsynced_bn(subject: Subject) -> Iterator[Fault]:
    """Find the first BatchNormalization that several devices take apart."""
    train = subject.spec.train
    if train.distribute != "mirrored" or train.batch_size >= _FEWEST * _DEVICES:
        return
    for step in subject.flow.of({"BatchNormalization"}):
        if not step.get("synchronized"):
            yield Fault(
                path=step.path,
                message="each device normalises by its own few rows",
                received=f"{train.batch_size} rows over two devices or more",
                hint="`synchronized: true`",
                fix=argument_fix(subject, step.call, "synchronized", True),
            )
            return
