"""Optimizers by how they step, for rules."""

from __future__ import annotations

from math import inf

from nnspec.spec.calls import Call

# Those that divide by the size of recent gradients, so that steps are about as long as the learning rate says.
ADAM_FAMILY = frozenset({"Adam", "AdamW", "Adamax", "Nadam", "RMSprop"})
# The arguments that bound gradients.
CLIPPING = ("clipnorm", "clipvalue", "global_clipnorm")

# The highest learning rates that networks of several layers are known to stand, by optimizer.
_HIGHEST = {**dict.fromkeys(ADAM_FAMILY, 1e-2), "Adamax": 2e-2, "Lion": 1e-3, "SGD": 0.5}


def highest_rate(optimizer: Call) -> float:
    """Give the learning rate above which an optimizer mostly diverges; infinite where none is known."""
    if optimizer.name == "SGD" and optimizer.get("momentum") >= 0.9:
        return 0.2
    return _HIGHEST.get(optimizer.name, inf)


def gain(optimizer: Call) -> float:
    """Say how many times its own gradient a step of SGD with momentum makes in the long run."""
    momentum = optimizer.get("momentum") if optimizer.name == "SGD" else 0.0
    return float(1 / (1 - momentum)) if momentum < 1 else inf
