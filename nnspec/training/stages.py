"""The stages of a spec, one after the other: freeze, optimizer, fit."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec

import keras

from nnspec.compiler.instantiate import PathResolver, instantiate
from nnspec.compiler.optimizers import build_optimizer, check_optimizer
from nnspec.errors import SpecError, UsageError
from nnspec.records import record, replace
from nnspec.spec.calls import Call
from nnspec.spec.logs import to_log_name
from nnspec.spec.spec import Spec
from nnspec.spec.train import Stage
from nnspec.training.checkpoints import Checkpoints
from nnspec.training.examples import Examples
from nnspec.training.failures import machine_failures
from nnspec.training.history_file import HistoryFile
from nnspec.training.plan import EpochRecord, Plan
from nnspec.training.progress import Progress
from nnspec.training.strategy import Devices
from nnspec.training.trainer import Trainer
from nnspec.transfer.freeze import apply_stage, leaf_layers

# Keras looks for these only in the middle of the training.
_PACKAGES = {"TensorBoard": "tensorboard", "RemoteMonitor": "requests"}


@record(kw_only=True)
class Trained:
    """What all stages together did.

    Args:
        epochs: a record per epoch.
        steps: optimizer steps.
        best_epoch: whose weights were put back, from 1; None where the last epoch's stayed.
        interrupted: the user stopped it.
        notes: what the run has to say about itself.
    """

    epochs: tuple[EpochRecord, ...] = ()
    steps: int = 0
    best_epoch: int | None = None
    interrupted: bool = False
    notes: tuple[str, ...] = ()


@record(kw_only=True)
class Desk:
    """Where the stages of one run write to, and who follows them."""

    checkpoints: Checkpoints
    history_file: HistoryFile
    progress: Progress
    resolve_path: PathResolver


def run_stages(
    spec: Spec, trainer: Trainer, trunk: keras.Model, *, devices: Devices, parts: Sequence[Examples | None], desk: Desk
) -> Trained:
    """Train through every stage.

    Args:
        spec: of the run.
        trainer: of the trunk.
        trunk: whose layers stages freeze and unfreeze.
        devices: of the run.
        parts: training and validation examples.
        desk: where to write.

    Raises:
        RunError: NN350, the loss is not finite; NN853, TensorFlow or the file system refuses.
        SpecError: NN552, a pattern that names no layer.
    """
    training, validation = parts
    assert training is not None
    done = Trained()
    stages = spec.train.stages or (Stage(epochs=spec.train.epochs, steps=spec.train.steps),)
    for number, stage in enumerate(stages, start=1):
        apply_stage(trunk, stage)
        stop = _early_stopping(spec)
        with devices.strategy.scope():
            optimizer = build_optimizer(stage.optimizer or spec.optimizer, precision=spec.train.precision)
        with machine_failures():
            fitted = trainer.fit(
                training,
                plan=_plan(spec, stage, done, name=str(number) if len(stages) > 1 else None),
                optimizer=optimizer,
                validation=validation,
                callbacks=[*([stop] if stop else []), *_callbacks(spec.train.callbacks, desk.resolve_path)],
                progress=desk.progress,
                checkpoints=desk.checkpoints,
                history_file=desk.history_file,
            )
        done = replace(
            done,
            epochs=(*done.epochs, *fitted.epochs),
            steps=fitted.steps,
            best_epoch=_best_epoch(stop),
            interrupted=fitted.interrupted,
            notes=(*done.notes, *fitted.notes),
        )
        if fitted.interrupted:
            break
    return done


def rehearse_stages(spec: Spec, trunk: keras.Model, *, resolve_path: PathResolver) -> None:
    """Find what the stages and callbacks of a run would fail with, before it begins; the trunk stays as it was.

    Args:
        spec: of the run.
        trunk: whose layers stages freeze and unfreeze.
        resolve_path: as the run will resolve paths.

    Raises:
        SpecError: NN552 for a pattern that names no layer, NN351 for one that matches no weight, NN022, NN024 or
            NN039 for a callback.
        UsageError: a callback needs a package that is not installed.
    """
    trains = [(layer, layer.trainable) for layer in leaf_layers(trunk)]
    for stage in spec.train.stages:
        apply_stage(trunk, stage)
    for layer, trainable in trains:
        layer.trainable = trainable
    _check_optimizers(spec, trunk)
    _callbacks(spec.train.callbacks, resolve_path)
    for call in spec.train.callbacks:
        package = _PACKAGES.get(call.name)
        if package is not None and find_spec(package) is None:
            raise UsageError(f"`{call.name}` needs the package `{package}`: pip install {package}")


def _check_optimizers(spec: Spec, trunk: keras.Model) -> None:
    used = [stage.optimizer or spec.optimizer for stage in spec.train.stages] or [spec.optimizer]
    paths = [weight.path for weight in trunk.weights]
    findings = [finding for call in used for finding in check_optimizer(call, paths)]
    if findings:
        raise SpecError(findings)


def _plan(spec: Spec, stage: Stage, done: Trained, *, name: str | None) -> Plan:
    own = stage.epochs is not None or stage.steps is not None
    return Plan(
        batch_size=spec.train.batch_size,
        epochs=stage.epochs if own else spec.train.epochs,
        steps=stage.steps if own else spec.train.steps,
        shuffle=spec.train.shuffle,
        seed=spec.seed,
        first_epoch=len(done.epochs),
        first_step=done.steps,
        stage=name,
    )


def _early_stopping(spec: Spec) -> keras.callbacks.EarlyStopping | None:
    return None if spec.train.stop is None else _callback(spec.train.stop, None)


def _callbacks(calls: Sequence[Call], resolve_path: PathResolver) -> list[keras.callbacks.Callback]:
    return [_callback(call, resolve_path) for call in calls]


def _callback(call: Call, resolve_path: PathResolver | None) -> keras.callbacks.Callback:
    monitored = "monitor" in call.entry.arguments
    given = {"monitor": to_log_name(call.get("monitor"))} if monitored else {}
    return instantiate(call, given=given, resolve_path=resolve_path)


def _best_epoch(stop: keras.callbacks.EarlyStopping | None) -> int | None:
    if stop is None or not stop.restore_best_weights or stop.best_weights is None:
        return None
    return int(stop.best_epoch) + 1
