"""NN514: a base learns faster than what stands on it.

What: in a `MultiOptimizer`, the optimizer whose pattern means the weights of a base, and of nothing else, has a
higher learning rate than the default one of the same kind.

Why: what is near the picture is general and needs small steps; the new head needs large ones.

Fires:
    nnspec: 1
    inputs: {photo: {type: image, size: [224, 224], channels: 3}}
    bases: {b: {source: "keras:VGG16", pooling: avg}}
    hidden: [b]
    outputs: {y: binary}
    optimizer:
      MultiOptimizer:
        default_optimizer: {Adam: {learning_rate: 1e-5}}
        optimizer_map: {"b/.*": {Adam: {learning_rate: 1e-4}}}

Passes:
    nnspec: 1
    inputs: {photo: {type: image, size: [224, 224], channels: 3}}
    bases: {b: {source: "keras:VGG16", pooling: avg}}
    hidden: [b]
    outputs: {y: binary}
    optimizer:
      MultiOptimizer:
        default_optimizer: {Adam: {learning_rate: 1e-3}}
        optimizer_map: {"b/.*": {Adam: {learning_rate: 1e-5}}}

Fix: the smaller learning rate for the base.

Source: Howard and Ruder 2018, ULMFiT, discriminative fine-tuning.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from nnspec.linting.argument_path import argument_path
from nnspec.linting.learning_rates import peak_rate
from nnspec.linting.rule import Fault, rule
from nnspec.linting.subject import Subject
from nnspec.spec.calls import Call


@rule("NN514", "warning")
def layer_lr_reversed(subject: Subject) -> Iterator[Fault]:
    """Find bases with a higher learning rate than the rest."""
    spec = subject.spec
    names = [base.name for base in spec.bases]
    for several in (spec.optimizer, *(stage.optimizer for stage in spec.train.stages)):
        default = None if several is None else several.arguments.get("default_optimizer")
        if several is None or not isinstance(default, Call):
            continue
        others = [name for name in subject.flow.steps if name not in names]
        for pattern, optimizer in (several.get("optimizer_map") or {}).items():
            of_base = any(_matches(pattern, name) for name in names) and not any(_matches(pattern, o) for o in others)
            if of_base and optimizer.name == default.name and _rate(optimizer) > _rate(default):
                yield Fault(
                    path=argument_path(optimizer, "learning_rate"),
                    message="the base learns faster than the layers on it",
                    received=f"{_rate(optimizer):g} over {_rate(default):g}",
                    hint="the smaller learning rate for the base",
                )


def _matches(pattern: str, name: str) -> bool:
    """Tell whether a pattern means variables below a name, as Keras' `OptimizerMap` reads it."""
    return pattern.startswith(f"{name}/") or re.fullmatch(pattern, f"{name}/layer/kernel") is not None


def _rate(optimizer: Call) -> float:
    return peak_rate(optimizer.get("learning_rate"), None)
