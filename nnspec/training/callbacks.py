"""Keras callbacks in; what they need of the loop, and a list that the loop drives, out."""

from __future__ import annotations

from collections.abc import Sequence

import keras

from nnspec.training.metrics import named_metrics
from nnspec.training.objectives import Objective

_STEP_METHODS = ("on_batch_begin", "on_batch_end", "on_train_batch_begin", "on_train_batch_end")
_MONITORS = (keras.callbacks.EarlyStopping, keras.callbacks.ModelCheckpoint, keras.callbacks.ReduceLROnPlateau)


def stepwise_callbacks(callbacks: Sequence[keras.callbacks.Callback]) -> tuple[str, ...]:
    """Name the callbacks that act at every step, for which a call may run one step only.

    Those of Keras' own that override a method of the kind and then do nothing in it, as they are set up, do not
    count. Neither does `TerminateOnNaN`: the loop itself looks at the loss of every step.
    """
    return tuple(type(callback).__name__ for callback in callbacks if _acts_at_steps(callback))


def settle_modes(callbacks: Sequence[keras.callbacks.Callback], *, objectives: Sequence[Objective]) -> None:
    """Tell monitoring callbacks with `mode: auto` whether their metric should rise or fall.

    Keras looks for that in the metrics of its own `fit`, which this loop does not use, and by names without the
    output's, which fails for several outputs.
    """
    directions = {name: getattr(metric, "_direction", None) for name, metric in named_metrics(objectives)}
    for callback in callbacks:
        if not isinstance(callback, _MONITORS) or callback.mode != "auto":
            continue
        name = callback.monitor.removeprefix("val_")
        if name.endswith("loss") and name not in directions:
            callback.mode = "min"
        elif directions.get(name) is not None:
            callback.mode = "max" if directions[name] == "up" else "min"


class LastLogs(keras.callbacks.Callback):  # type: ignore[misc]  # Keras is not typed
    """Holds the logs of the last epoch, with what the callbacks before it added."""

    def __init__(self) -> None:
        super().__init__()
        self.logs: dict[str, float] = {}

    def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        """Copy the logs."""
        self.logs = {name: float(value) for name, value in (logs or {}).items()}


def _acts_at_steps(callback: keras.callbacks.Callback) -> bool:
    if isinstance(callback, keras.callbacks.TerminateOnNaN):
        return False
    if isinstance(callback, keras.callbacks.ModelCheckpoint | keras.callbacks.BackupAndRestore):
        return bool(callback.save_freq != "epoch")
    if isinstance(callback, keras.callbacks.TensorBoard):
        return bool(callback.update_freq != "epoch" or callback.write_steps_per_second or callback._should_trace)
    return any(_overrides(callback, method) for method in _STEP_METHODS)


def _overrides(callback: keras.callbacks.Callback, method: str) -> bool:
    """Look at the class and, since LambdaCallback puts functions there, at the instance."""
    own = getattr(type(callback), method) is not getattr(keras.callbacks.Callback, method)
    return own or method in vars(callback)
