"""NN324: the best is taken for the worst.

What: a callback whose `mode` contradicts what it watches: `max` with a loss or an error, `min` with an accuracy, a
precision, a recall or an area under a curve.

Why: Keras does as it is told: early stopping then ends the training while it improves, and keeps the worst weights.

Fires:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {y: number}
    train: {epochs: 50, stop: {monitor: val_loss, patience: 5, mode: max}}

Passes:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {y: number}
    train: {epochs: 50, stop: {monitor: val_loss, patience: 5, mode: min}}

Fix: the other mode, or none.

Source: read in Keras 3.15.1.
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.argument_path import argument_path
from nnspec.linting.rule import Fault, Fix, rule
from nnspec.linting.subject import Subject
from nnspec.spec.calls import Call

# The last words of metrics' names.
_LESS_IS_MORE = (
    "loss", "crossentropy", "error", "mae", "mse", "mape", "msle", "rmse", "hinge", "log_cosh", "divergence", "poisson",
)  # fmt: skip
_MORE_IS_MORE = (
    "accuracy", "acc", "auc", "precision", "recall", "score", "io_u", "iou", "sensitivity_at_specificity",
    "specificity_at_sensitivity", "precision_at_recall", "recall_at_precision", "positives", "negatives",
)  # fmt: skip
_FALSE = ("false_positives", "false_negatives")


@rule("NN324", "error")
def monitor_mode(subject: Subject) -> Iterator[Fault]:
    """Find callbacks that look for the worst."""
    for call in subject.spec.train.all_callbacks:
        mode = call.get("mode") if "monitor" in call.entry.arguments else None
        right = _mode_of(call.get("monitor")) if mode in ("max", "min") else None
        if right is None or mode == right or _is_idle(call):
            continue
        path = argument_path(call, "mode")
        yield Fault(
            path=path,
            message=f"`{mode}` looks for the worst `{call.get('monitor')}`",
            received=mode,
            expected=right,
            hint=f"`mode: {right}`",
            fix=Fix(path, right),
        )


def _mode_of(monitor: str) -> str | None:
    """Say in which direction a metric improves; None where its name does not tell."""
    if monitor.endswith((*_LESS_IS_MORE, *_FALSE)):
        return "min"
    return "max" if monitor.endswith(_MORE_IS_MORE) else None


def _is_idle(call: Call) -> bool:
    """Tell whether a checkpoint keeps every epoch, whatever it watches."""
    return call.name == "ModelCheckpoint" and not call.get("save_best_only")
