"""An ending and the truth -> whether the activation can reach every target."""

from __future__ import annotations

from nnspec.linting.ending import Ending
from nnspec.linting.loss_kinds import REGRESSION
from nnspec.linting.rule import Fault
from nnspec.linting.truth import Truth


def is_regression(ending: Ending) -> bool:
    """Tell whether an output with a known activation learns numbers."""
    is_number = ending.output.type in ("number", "array")
    return is_number and ending.fitting_loss in REGRESSION and ending.activation is not None


def misses_targets(ending: Ending, truth: Truth) -> bool:
    """Tell whether targets certainly lie where the output never gets."""
    return truth.values is not None and not ending.values.holds(truth.values)


def unreachable(ending: Ending, truth: Truth) -> Fault:
    """Make the fault of an activation that cannot reach the targets."""
    received = "a standardised target, on both sides of 0" if truth.is_standardised else f"targets from {truth.values}"
    return Fault(
        path=ending.path,
        message=f"`{ending.activation}` never reaches some of the targets",
        severity="error",
        received=received.replace("from any number", "of any size"),
        expected=f"targets of {ending.values}",
        hint="`linear` reaches every number",
    )
