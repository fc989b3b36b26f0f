"""An optimizer -> how many numbers it keeps for each number that it trains."""

from __future__ import annotations

from typing import Any

from nnspec.spec.calls import Call
from nnspec.spec.spec import Spec

# Tensors of the variable's shape that each optimizer keeps; read from Keras 3.15's `build` of each.
_SLOTS = {
    "Adadelta": 2,
    "Adagrad": 1,
    "Adam": 2,
    "AdamW": 2,
    "Adamax": 2,
    "Ftrl": 2,
    "Lamb": 2,
    "Lion": 1,
    "Nadam": 2,
    "RMSprop": 1,
    "SGD": 0,
    "ScheduleFreeAdamW": 2,
}


def most_slots(spec: Spec) -> int | None:
    """Count the most tensors that any stage's optimizer keeps beside each trained one; None where one is not known.

    Args:
        spec: its optimizer, and those of its stages.
    """
    optimizers = [stage.optimizer or spec.optimizer for stage in spec.train.stages] or [spec.optimizer]
    slots = [optimizer_slots(optimizer) for optimizer in optimizers]
    known = [count for count in slots if count is not None]
    return max(known) if len(known) == len(slots) else None


def optimizer_slots(optimizer: Call) -> int | None:
    """Count the tensors that an optimizer keeps beside each trained one; None where it depends on more.

    Args:
        optimizer: with its arguments.
    """
    if optimizer.name == "LossScaleOptimizer":
        inner: Any = optimizer.get("inner_optimizer")
        return optimizer_slots(inner) if isinstance(inner, Call) else None
    slots = _SLOTS.get(optimizer.name)
    if slots is None:
        return None
    slots += optimizer.name in ("SGD", "RMSprop") and bool(optimizer.get("momentum"))
    slots += optimizer.name == "RMSprop" and bool(optimizer.get("centered"))
    slots += optimizer.name in ("Adam", "AdamW") and bool(optimizer.get("amsgrad"))
    slots += bool(optimizer.get("use_ema"))
    return slots + bool(optimizer.get("gradient_accumulation_steps"))
