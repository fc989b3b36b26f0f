"""A trunk and a part of a batch in; its outputs, and the penalties that its layers and weights report, out."""

from __future__ import annotations

from typing import Any

import keras

from nnspec.training.augmenting import augment

Tensor = Any


def forward_training(
    trunk: keras.Model, inputs: dict[str, Tensor], *, n_replicas: int, augmenter: keras.Model | None = None
) -> tuple[dict[str, Tensor], list[Tensor]]:
    """Run a trunk in training mode, behind its augmenter, on one device or inside one of several replicas.

    Replicas are traced in turns: where a layer exchanges values with the others (synchronised BatchNormalization),
    another replica's pass begins, and clears the list of losses that all share. So under several replicas the
    losses are collected in a scope of the replica's own, and what the layers update is written behind it.

    Returns:
        The outputs by name, and the penalties: scalars, means over the rows where they depend on rows.
    """
    if n_replicas == 1:
        return trunk(augment(augmenter, inputs), training=True), list(trunk.losses)
    with keras.StatelessScope(collect_losses=True, initialize_variables=False) as scope:
        outputs = trunk(augment(augmenter, inputs), training=True)
        penalties = list(scope.losses)
    for variable in (*trunk.variables, *(() if augmenter is None else augmenter.variables)):
        updated = scope.get_current_value(variable)
        if updated is not None:
            variable.assign(updated)
    return outputs, [*penalties, *_weight_penalties(trunk)]


def _weight_penalties(trunk: keras.Model) -> list[Tensor]:
    return [v.regularizer(v) for v in trunk.trainable_variables if v.regularizer is not None]
