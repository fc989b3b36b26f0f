"""A trunk, its objectives and devices in; training, evaluation and prediction on arrays out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Literal

import keras
import numpy as np

from nnspec.diagnostics.diagnostic import Diagnostic
from nnspec.errors import SpecError
from nnspec.training.checkpoints import Checkpoints
from nnspec.training.examples import Array, Examples
from nnspec.training.gradients import clipping_taken_over
from nnspec.training.history_file import HistoryFile
from nnspec.training.loop import Loop, Watchers
from nnspec.training.metrics import build_metrics, metric_values, reset_metrics
from nnspec.training.objectives import Objective
from nnspec.training.order import Rows
from nnspec.training.placement import Placed, place
from nnspec.training.plan import STEPS_PER_CALL, Fitted, Plan
from nnspec.training.progress import Progress, SilentProgress
from nnspec.training.steps import Network, evaluation_steps, prediction_step, training_steps
from nnspec.training.strategy import Devices
from nnspec.training.totals import LossTotals

Jit = Literal["auto"] | bool


class Trainer:
    """Trains a Keras model of numbers in and numbers out; functions are traced once and used again.

    Args:
        trunk: from a dict of inputs to a dict of outputs, built inside `devices.strategy.scope()`.
        objectives: one per judged output.
        devices: where to run.
        jit: compile steps with XLA. `auto` does so on one accelerator and never on a CPU, where compiling takes a
            second or more and pays only in long runs; several devices exclude it, and so does an augmenter, for
            whose image functions XLA has no code.
        augmenter: changes inputs of the trunk while training.
    """

    def __init__(
        self,
        trunk: keras.Model,
        *,
        objectives: Sequence[Objective],
        devices: Devices,
        jit: Jit = "auto",
        augmenter: keras.Model | None = None,
    ) -> None:
        compiled = not devices.on_cpu if jit == "auto" else jit
        self._network = Network(
            trunk=trunk,
            objectives=tuple(objectives),
            devices=devices,
            jit=compiled and devices.n_replicas == 1 and augmenter is None,
            augmenter=augmenter,
        )
        self._evaluations: dict[tuple[tuple[str, str], ...], Callable[..., Any]] = {}
        self._predictions: dict[tuple[tuple[str, str], ...], Callable[..., Any]] = {}

    def fit(
        self,
        training: Examples,
        *,
        plan: Plan,
        optimizer: keras.optimizers.Optimizer,
        validation: Examples | None = None,
        callbacks: Sequence[keras.callbacks.Callback] = (),
        progress: Progress | None = None,
        checkpoints: Checkpoints | None = None,
        history_file: HistoryFile | None = None,
    ) -> Fitted:
        """Train for one stage; call it again, with another plan and optimizer, for the next.

        Args:
            training: what to learn from.
            plan: how long and in what batches.
            optimizer: made inside the strategy's scope; a new one for each stage.
            validation: what to look at after each epoch.
            callbacks: Keras callbacks. `on_train_end` is called when training ends by itself or a callback ends it,
                and not after an interrupt or a failure, as in Keras.
            progress: hears of every call and epoch.
            checkpoints: takes the model after each epoch.
            history_file: takes a line per epoch.

        Raises:
            RunError: `NN350`, the loss or a weight is not finite; the model has the last good weights again.
            SpecError: `NN032`, what Keras cannot do on several devices.
        """
        self._prepare(optimizer)
        placed = place(training, devices=self._network.devices)
        self._build_metrics(placed)
        watchers = Watchers(
            callbacks=callbacks,
            progress=progress or SilentProgress(),
            checkpoints=checkpoints,
            history_file=history_file,
        )
        n_replicas = self._network.devices.n_replicas
        with clipping_taken_over(optimizer, n_replicas=n_replicas) as clipping:
            loop = Loop(
                self._network,
                placed=placed,
                run=training_steps(self._network, placed, clipping=clipping),
                plan=plan,
                evaluate=self._validation(validation, plan.evaluation_batch_size),
                watchers=watchers,
            )
            return loop.train()

    def evaluate(self, examples: Examples, *, batch_size: int = 1024) -> dict[str, float]:
        """Judge the model on examples.

        Returns:
            `loss`, with several outputs `OUTPUT_loss`, and `[OUTPUT_]metric`, exact over all rows.
        """
        placed = place(examples, devices=self._network.devices)
        self._build_metrics(placed)
        return self._evaluate(placed, batch_size)

    def predict(self, examples: Examples, *, batch_size: int = 1024) -> dict[str, Array]:
        """Give the trunk's raw outputs by name, each of shape (n, ...); targets are not needed."""
        placed = place(Examples(inputs=examples.inputs), devices=self._network.devices)
        if placed.layout not in self._predictions:
            self._predictions[placed.layout] = prediction_step(self._network, placed)
        run = self._predictions[placed.layout]
        parts = [part for rows in _chunks(placed.n, batch_size) for part in run(placed.copies, rows)]
        return {name: np.concatenate([part[name].numpy() for part in parts]) for name in parts[0]}

    def _prepare(self, optimizer: keras.optimizers.Optimizer) -> None:
        """Compile the trunk, so that callbacks find what they expect, and make the optimizer's variables."""
        if self._network.devices.n_replicas > 1:
            _refuse_branches(optimizer)
        trunk, objectives = self._network.trunk, self._network.objectives
        with self._network.devices.strategy.scope():
            trunk.compile(
                optimizer=optimizer,
                loss={objective.name: objective.loss for objective in objectives},
                loss_weights={objective.name: objective.weight for objective in objectives},
                metrics={objective.name: list(objective.metrics) for objective in objectives},
                jit_compile=False,
            )
            trunk.optimizer.build(trunk.trainable_variables)

    def _build_metrics(self, placed: Placed) -> None:
        network = self._network
        build_metrics(network.objectives, outputs=network.trunk.output, batch=placed.copies[0], devices=network.devices)

    def _validation(self, validation: Examples | None, batch_size: int) -> Callable[[], dict[str, float]] | None:
        if validation is None:
            return None
        placed = place(validation, devices=self._network.devices)
        return lambda: self._evaluate(placed, batch_size)

    def _evaluate(self, placed: Placed, batch_size: int) -> dict[str, float]:
        if placed.layout not in self._evaluations:
            self._evaluations[placed.layout] = evaluation_steps(self._network, placed)
        run, totals = self._evaluations[placed.layout], LossTotals(self._network.objectives)
        reset_metrics(self._network.objectives)
        for rows in _chunks(placed.n, batch_size * STEPS_PER_CALL):
            sums, _ = run(placed.copies, rows, batch_size)
            totals.add(sums.numpy())
        return totals.means() | metric_values(self._network.objectives)


def _chunks(n: int, size: int) -> list[Rows]:
    return [np.arange(start, min(start + size, n), dtype=np.int32) for start in range(0, n, size)]


def _refuse_branches(optimizer: keras.optimizers.Optimizer) -> None:
    """Refuse what makes Keras exchange values between replicas inside a branch, which TensorFlow cannot trace."""
    inner = getattr(optimizer, "inner_optimizer", optimizer)
    names = ("gradient_accumulation_steps", "ema_overwrite_frequency")
    findings = [
        Diagnostic(
            code="NN032",
            message=f"`{name}` works on one device only",
            path=("optimizer",),
            hint="set `distribute: none` under `train`",
        )
        for name in names
        if getattr(inner, name, None)
    ]
    if findings:
        raise SpecError(findings)
