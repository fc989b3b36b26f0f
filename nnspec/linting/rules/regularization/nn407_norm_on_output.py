"""NN407: a normalisation behind the last layer decides the answers.

What: BatchNormalization, LayerNormalization or GroupNormalization between the last layer of weights and an output;
an error where LayerNormalization sees one value.

Why: what is normalised has mean 0 and deviation 1 over the batch or over the neurons, before scale and shift: the
network can hardly say that one row is larger than another, or that all are large. One value less its own mean is 0:
then every row has the same answer. BatchNormalization can learn scale and shift, hence no more than advice.

Fires:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    hidden: [{Dense: {units: 16, activation: relu}}]
    outputs: {y: {type: number, head: none, layers: [{Dense: 1}, BatchNormalization]}}
    ---
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    hidden: [{Dense: {units: 16, activation: relu}}]
    outputs: {y: {type: number, head: none, layers: [{Dense: 1}, LayerNormalization]}}

Passes:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    hidden: [{Dense: 16}, BatchNormalization, ReLU]
    outputs: {y: number}

Fix: before the last layer.

Effect: on diabetes, RMSE in deviations 0.726 without and 0.729 with the fault, difference +0.003 [-0.008, +0.014] over
5 seeds: no effect measured; on lengths of penguins' flippers, RMSE in deviations 0.416 without and 0.429 with the
fault, difference +0.013 [-0.009, +0.036] over 5 seeds: no effect measured (benchmarks/evidence).

Source: the rule R08 of Neurarch.
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.inference.tensor import Shape
from nnspec.linting.closing import closing_steps, follows_weights
from nnspec.linting.rule import Fault, rule
from nnspec.linting.subject import Subject

_NORMS = ("BatchNormalization", "GroupNormalization", "LayerNormalization")


@rule("NN407", "info")
def norm_on_output(subject: Subject) -> Iterator[Fault]:
    """Find normalisations between the last weights and an output."""
    for step in closing_steps(subject):
        if step.layer not in _NORMS or not follows_weights(subject, step):
            continue
        is_constant = step.layer == "LayerNormalization" and step.get("axis") == -1 and _is_single(step.given.shape)
        says = (
            "of one value gives every row the same answer"
            if is_constant
            else "behind the last layer decides the answers"
        )
        yield Fault(
            path=step.path,
            message=f"`{step.layer}` {says}",
            severity="error" if is_constant else None,
            hint="put it before the last layer, or leave it out",
        )


def _is_single(shape: Shape | None) -> bool:
    return shape is not None and shape[-1] == 1
