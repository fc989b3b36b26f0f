"""A traced step function, a plan and callbacks in; epochs run, watched and recorded out."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

import keras
import tensorflow as tf

from nnspec.records import record
from nnspec.training.augmenting import Draws
from nnspec.training.callback_failures import callback_failures
from nnspec.training.callbacks import LastLogs, settle_modes, stepwise_callbacks
from nnspec.training.checkpoints import Checkpoints
from nnspec.training.failures import backend_stopped, not_finite
from nnspec.training.good_weights import GoodWeights
from nnspec.training.history_file import HistoryFile
from nnspec.training.metrics import metric_values, reset_metrics
from nnspec.training.order import Rows, epoch_order
from nnspec.training.placement import Placed
from nnspec.training.plan import STEPS_PER_CALL, EpochRecord, Fitted, Plan
from nnspec.training.progress import Progress
from nnspec.training.steps import ManySteps, Network
from nnspec.training.totals import LossTotals

Logs = dict[str, float]


@record(kw_only=True)
class Watchers:
    """Who hears of a run.

    Args:
        callbacks: Keras callbacks.
        progress: hears of every call and epoch.
        checkpoints: takes the model after each epoch.
        history_file: takes a line per epoch.
    """

    callbacks: Sequence[keras.callbacks.Callback]
    progress: Progress
    checkpoints: Checkpoints | None
    history_file: HistoryFile | None


class Loop:
    """One stage of training, from its first epoch to its last.

    Args:
        network: the trunk, compiled, with objectives and devices.
        placed: the training examples.
        run: trains on many rows in one call.
        plan: how long and in what batches.
        evaluate: judges the validation; None where there is none.
        watchers: who hears of it.
    """

    def __init__(
        self,
        network: Network,
        *,
        placed: Placed,
        run: ManySteps,
        plan: Plan,
        evaluate: Callable[[], Logs] | None,
        watchers: Watchers,
    ) -> None:
        self._network, self._trunk, self._placed = network, network.trunk, placed
        self._run, self._plan, self._evaluate, self._watchers = run, plan, evaluate, watchers
        self._last_epoch = plan.first_epoch + plan.n_epochs(placed.n)
        self._steps_per_epoch = plan.steps_per_epoch(placed.n)
        self._stepwise = stepwise_callbacks(watchers.callbacks)
        self._logs = LastLogs()
        with callback_failures(watchers.callbacks):
            self._callbacks = self._callback_list()
        self._good = GoodWeights(self._trunk)
        self._draws = Draws(network.augmenter)
        self._records: list[EpochRecord] = []
        self._step = plan.first_step

    def train(self) -> Fitted:
        """Run the epochs, and leave the model with the weights that the callbacks decide on."""
        notes, progress = self._notes(), self._watchers.progress
        progress.begin(epochs=self._last_epoch, steps_per_epoch=self._steps_per_epoch)
        for note in notes:
            progress.note(note)
        interrupted = False
        try:
            with callback_failures(self._watchers.callbacks):
                self._train_epochs()
        except KeyboardInterrupt:
            interrupted = True
        finally:
            progress.end()
        return Fitted(
            epochs=tuple(self._records),
            steps=self._step,
            stopped_early=bool(self._trunk.stop_training),
            interrupted=interrupted,
            notes=notes,
        )

    def _callback_list(self) -> keras.callbacks.CallbackList:
        settle_modes(self._watchers.callbacks, objectives=self._network.objectives)
        return keras.callbacks.CallbackList(
            [*self._watchers.callbacks, self._logs],
            add_history=True,
            model=self._trunk,
            verbose=0,
            epochs=self._last_epoch,
            steps=self._steps_per_epoch,
        )

    def _notes(self) -> tuple[str, ...]:
        return tuple(f"`{name}` acts at every step, so each call runs one step only" for name in self._stepwise)

    def _train_epochs(self) -> None:
        self._trunk.stop_training = False
        self._callbacks.on_train_begin()
        for epoch in range(self._resumed_epoch(), self._last_epoch):
            self._train_epoch(epoch)
            if self._trunk.stop_training:
                break
        # An optimizer with `use_ema` puts its averages into the model, before callbacks restore what they hold.
        self._trunk.optimizer.finalize_variable_values(self._trunk.trainable_variables)
        self._callbacks.on_train_end()

    def _resumed_epoch(self) -> int:
        """Find where to begin; BackupAndRestore leaves its epoch in this attribute of the model."""
        first = self._plan.first_epoch
        resumed = getattr(self._trunk, "_initial_epoch", None) or first
        self._step += (resumed - first) * self._steps_per_epoch
        return int(resumed)

    def _train_epoch(self, epoch: int) -> None:
        started = time.perf_counter()
        self._draws.begin(epoch)
        self._callbacks.on_epoch_begin(epoch)
        logs = self._train_on(self._rows(epoch), epoch)
        if not self._good.keep():
            self._good.restore()
            raise not_finite("weights", stage=self._plan.stage, epoch=epoch + 1, step=self._step)
        logs |= self._validate()
        self._callbacks.on_epoch_end(epoch, logs)
        self._record(epoch, time.perf_counter() - started)

    def _rows(self, epoch: int) -> Rows:
        plan = self._plan
        rows = epoch_order(self._placed.n, seed=plan.seed, epoch=epoch, shuffle=plan.shuffle)
        steps_left = plan.first_step + plan.n_steps(self._placed.n) - self._step
        return rows[: steps_left * plan.batch_size]

    def _train_on(self, rows: Rows, epoch: int) -> Logs:
        totals = LossTotals(self._network.objectives)
        reset_metrics(self._network.objectives)
        steps_per_call = 1 if self._stepwise else STEPS_PER_CALL
        for first in range(0, self._plan.steps_per_epoch(len(rows)), steps_per_call):
            if self._stepwise:
                self._callbacks.on_train_batch_begin(first)
            start, stop = (step * self._plan.batch_size for step in (first, first + steps_per_call))
            self._call(rows[start:stop], epoch, totals)
            done = first + self._plan.steps_per_epoch(len(rows[start:stop]))
            self._watchers.progress.advance(epoch=epoch + 1, step=done)
            if self._stepwise:
                self._callbacks.on_train_batch_end(first, self._training_logs(totals))
            if self._trunk.stop_training:
                break
        return self._training_logs(totals)

    def _call(self, rows: Rows, epoch: int, totals: LossTotals) -> None:
        """Run some steps; go back to the last good weights when a loss is not finite."""
        try:
            sums, bad = self._run(self._placed.copies, rows, self._plan.batch_size)
        except (tf.errors.OpError, ValueError) as error:  # a ValueError comes up while TensorFlow traces the step
            raise backend_stopped(error, stage=self._plan.stage, epoch=epoch + 1, step=self._step + 1) from error
        if int(bad) >= 0:
            self._good.restore()
            raise not_finite("loss", stage=self._plan.stage, epoch=epoch + 1, step=self._step + int(bad) + 1)
        totals.add(sums.numpy())
        self._step += self._plan.steps_per_epoch(len(rows))

    def _training_logs(self, totals: LossTotals) -> Logs:
        return totals.means() | metric_values(self._network.objectives)

    def _validate(self) -> Logs:
        if self._evaluate is None:
            return {}
        self._callbacks.on_test_begin()
        logs = self._evaluate()
        self._callbacks.on_test_end(logs)
        return {f"val_{name}": value for name, value in logs.items()}

    def _record(self, epoch: int, seconds: float) -> None:
        record = EpochRecord(epoch=epoch + 1, step=self._step, seconds=seconds, logs=self._logs.logs)
        self._records.append(record)
        if self._watchers.history_file is not None:
            self._watchers.history_file.append(record)
        if self._watchers.checkpoints is not None:
            self._watchers.checkpoints.keep(self._trunk, record=record, callbacks=self._watchers.callbacks)
        # Last: an interrupt while a person is told must not cost the line in the history.
        self._watchers.progress.end_epoch(record)
