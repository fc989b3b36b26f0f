"""NN404: dropout behind the last layer changes the answer itself.

What: Dropout, one of its kin or GaussianNoise between the last layer of weights and an output.

Why: in training a share of the answers is set to 0 at random, and the loss punishes the network for it; no layer
stands below that could make up for it. Probabilities and numbers suffer; the best class mostly stays the best.

Fires:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    hidden: [{Dense: {units: 16, activation: relu}}]
    outputs: {y: {type: number, head: none, layers: [{Dense: 1}, {Dropout: 0.2}]}}

Passes:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    hidden: [{Dense: {units: 16, activation: relu}}, {Dropout: 0.2}]
    outputs: {y: number}

Fix: before the last layer, or not at all.

Effect: on digits, accuracy 0.955 without and 0.956 with the fault, difference +0.001 [-0.004, +0.006] over 5 seeds: no
effect measured; on digits and their probabilities, cross-entropy 0.139 without and 0.155 with the fault, difference
+0.015 [+0.001, +0.030] over 5 seeds; on lengths of penguins' flippers, RMSE in deviations 0.416 without and 0.525 with
the fault, difference +0.108 [+0.093, +0.124] over 5 seeds (benchmarks/evidence).

Source: Shukla's recommendations.
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.closing import closing_steps, follows_weights
from nnspec.linting.layer_kinds import NOISES
from nnspec.linting.plain_entry import removal_of
from nnspec.linting.rule import Fault, rule
from nnspec.linting.subject import Subject


@rule("NN404", "warning", supersedes=("NN403",))
def dropout_on_output(subject: Subject) -> Iterator[Fault]:
    """Find noise between the last weights and an output."""
    for step in closing_steps(subject):
        strength = step.get("stddev" if step.layer == "GaussianNoise" else "rate") if step.layer in NOISES else 0
        if not strength or not follows_weights(subject, step):
            continue
        yield Fault(
            path=step.path,
            message=f"`{step.layer}` behind the last layer changes the answers",
            hint="put it before the last layer, or leave it out",
            fix=removal_of(subject, step),
        )
