"""A spec -> a trained run on disk: data, models, stages, metrics, report."""

from __future__ import annotations

import time
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from nnspec.compiler.base_model import BaseModel
from nnspec.compiler.flops import count_flops
from nnspec.compiler.models import Models
from nnspec.compiler.summary import ModelSummary, summarise
from nnspec.datasets.fitting import fit_state
from nnspec.datasets.loading import Splits, load_splits
from nnspec.datasets.rows import Rows
from nnspec.errors import RunError
from nnspec.graph.graph import Graph
from nnspec.pipeline import load, lower
from nnspec.records import record, replace
from nnspec.references.project import project_paths
from nnspec.reporting.record import RunRecord
from nnspec.reporting.run_folder import (
    CHECKPOINTS,
    HISTORY,
    free_run_folder,
    make_run_folder,
    path_inside,
    read_run,
    write_report,
    write_state,
)
from nnspec.spec.spec import Spec
from nnspec.tables.state import State
from nnspec.training.checkpoints import Checkpoints
from nnspec.training.environment import describe_environment
from nnspec.training.examples import Examples
from nnspec.training.failures import machine_failures
from nnspec.training.history_file import HistoryFile
from nnspec.training.located import located_in
from nnspec.training.network import build_network, fit_hidden, make_examples, run_in_batches
from nnspec.training.plan import EpochRecord
from nnspec.training.progress import Progress, SilentProgress
from nnspec.training.quantities import Quantities, check_quantities, count_quantities
from nnspec.training.repetition import check_repetition
from nnspec.training.resolved import describe_resolved
from nnspec.training.results import Metrics, check_bounds, name_metrics
from nnspec.training.saving import save_models
from nnspec.training.stages import Desk, Trained, rehearse_stages, run_stages
from nnspec.training.strategy import Devices, open_strategy
from nnspec.training.trainer import Trainer
from nnspec.training.uninterrupted import Interrupts, one_interrupt
from nnspec.transfer.load import load_bases
from nnspec.transfer.load_report import report_load


@record(kw_only=True)
class Options:
    """What the command line adds to a spec.

    Args:
        output: the run's folder; a new one under `runs/` by default.
        devices: how many devices; None takes what is there.
        allow: folders outside the project that the spec may name.
        allow_download: whether published weights may be fetched.
        allow_changed_data: whether a report may be repeated on other data.
    """

    output: Path | None = None
    devices: int | None = None
    allow: tuple[str, ...] = ()
    allow_download: bool = False
    allow_changed_data: bool = False


def train(spec: Spec | str | Path, options: Options | None = None, *, progress: Progress | None = None) -> RunRecord:
    """Train a spec and write the run.

    Args:
        spec: a spec, or where to read it.
        options: what the command line adds.
        progress: follows the run; silent by default.

    Returns:
        What the run came to; an interrupted one is written and returned like any other.

    Raises:
        SpecError: the spec, its data or its weights are wrong; nothing is written.
        RunError: NN350, the loss is not finite, or NN853, the machine stopped; the last good weights and the report
            are written, unless nothing was trained yet.
        UsageError: the output folder is not empty.
    """
    spec = spec if isinstance(spec, Spec) else load(spec)
    with located_in(spec.document), machine_failures():
        return _run(spec, options or Options(), progress or SilentProgress())


@record(kw_only=True)
class _Work:
    """Everything that is ready before the first step."""

    spec: Spec
    devices: Devices
    splits: Splits
    state: State
    models: Models
    graph: Graph
    bases: Mapping[str, BaseModel]
    trainer: Trainer
    examples: Mapping[str, Examples]
    flops: int


def _run(spec: Spec, options: Options, progress: Progress) -> RunRecord:
    started, folder = time.perf_counter(), free_run_folder(spec, options.output)
    devices = open_strategy(spec.train.distribute, devices=options.devices)  # type: ignore[arg-type]
    work = _prepare(spec, options, devices)
    check_quantities(spec, _quantities(work))
    rehearse_stages(spec, work.models.trunk, resolve_path=partial(path_inside, folder))
    make_run_folder(folder)
    state_file = write_state(work.state, folder)
    desk = Desk(
        checkpoints=Checkpoints(folder / CHECKPOINTS, monitor=_monitor(work)),
        history_file=HistoryFile(folder / HISTORY),
        progress=progress,
        resolve_path=partial(path_inside, folder),
    )
    with one_interrupt() as interrupts:
        trained, failure = _train_as_far_as_possible(work, desk, interrupts)
        metrics, stopped = _measure(work)
        failure = failure or stopped
        files = {"state": state_file, "weights": save_models(work.models, folder)}
        record = _record(work, trained, metrics, folder=folder, files=files, started=started, failure=failure)
        write_report(record, folder)
    if failure is not None:
        raise failure
    return record


def _prepare(spec: Spec, options: Options, devices: Devices) -> _Work:
    graph = lower(spec)
    paths = project_paths(spec.folder, allowed=options.allow)
    splits = load_splits(spec, paths=paths)
    check_repetition(spec, splits.source, allowed=options.allow_changed_data, option="--allow-changed-data")
    state = fit_state(spec, splits.train)
    with devices.strategy.scope():
        bases = load_bases(spec, graph, state, project=paths, allow_download=options.allow_download, read_run=read_run)
    state = fit_hidden(spec, graph, state, splits.train, bases=bases)
    models, objectives = build_network(spec, graph, state, devices=devices, bases=bases)
    trainer = Trainer(
        models.trunk,
        objectives=objectives,
        devices=devices,
        jit=spec.train.jit,  # type: ignore[arg-type]
        augmenter=models.augmenter,
    )
    examples = {
        name: make_examples(spec, state, rows, encoded=run_in_batches(models.encoder, rows))
        for name, rows in _parts(splits).items()
    }
    return _Work(
        spec=spec,
        devices=devices,
        splits=splits,
        state=state,
        models=models,
        graph=graph,
        bases=bases,
        trainer=trainer,
        examples=examples,
        flops=count_flops(models.trunk),
    )


def _quantities(work: _Work) -> Quantities:
    parameters = summarise(work.models, work.graph).parameters
    return count_quantities(work.spec, work.graph, work.state, models=work.models, parameters=parameters)


def _parts(splits: Splits) -> dict[str, Rows]:
    parts = {"train": splits.train, "validation": splits.validation, "test": splits.test}
    return {name: rows for name, rows in parts.items() if rows is not None and len(rows)}


def _train_as_far_as_possible(work: _Work, desk: Desk, interrupts: Interrupts) -> tuple[Trained, RunError | None]:
    """Train; afterwards no interrupt comes through, so that what was reached is measured and written."""
    try:
        trained = _train(work, desk)
        interrupts.close()
    except RunError as error:
        interrupts.close()
        return _trained_before(desk.history_file.records), error
    except KeyboardInterrupt:
        interrupts.close()
        return replace(_trained_before(desk.history_file.records), interrupted=True), None
    return trained, None


def _train(work: _Work, desk: Desk) -> Trained:
    for base in work.bases.values():
        for line in report_load(base).lines():
            desk.progress.note(line)
    parts = (work.examples["train"], work.examples.get("validation"))
    return run_stages(work.spec, work.trainer, work.models.trunk, devices=work.devices, parts=parts, desk=desk)


def _trained_before(records: list[EpochRecord]) -> Trained:
    return Trained(epochs=tuple(records), steps=records[-1].step if records else 0)


def _measure(work: _Work) -> tuple[Metrics, RunError | None]:
    """Judge every part; what was measured before a failure counts."""
    metrics: Metrics = {}
    try:
        with machine_failures():
            for name, examples in work.examples.items():
                metrics[name] = name_metrics(work.spec, work.trainer.evaluate(examples))
    except RunError as error:
        return metrics, error
    return metrics, None


def _record(
    work: _Work,
    trained: Trained,
    metrics: Metrics,
    *,
    folder: Path,
    files: Mapping[str, Mapping[str, str]],
    started: float,
    failure: RunError | None,
) -> RunRecord:
    # Counted again: stages may have frozen or unfrozen layers.
    spec, summary = work.spec, summarise(work.models, work.graph)
    return RunRecord(
        spec=spec,
        folder=folder,
        status="failed" if failure else "interrupted" if trained.interrupted else "finished",
        metrics=metrics,
        parameters=_count_parameters(summary),
        flops=work.flops,
        epochs=len(trained.epochs),
        steps=trained.steps,
        best_epoch=trained.best_epoch,
        history=tuple({"epoch": e.epoch, "step": e.step, "seconds": e.seconds, **e.logs} for e in trained.epochs),
        data=_describe_data(work),
        state=files["state"],
        weights=files["weights"],
        seconds=time.perf_counter() - started,
        environment=describe_environment(work.devices),
        resolved=describe_resolved(spec, work.state, devices=work.devices),
        expectations=check_bounds(spec, metrics=metrics, quantities=_quantities(work)),
        lineage=_describe_lineage(spec),
        notes=(*trained.notes, *_describe_failure(failure)),
    )


def _describe_failure(failure: RunError | None) -> list[str]:
    return [] if failure is None else [f"{finding.code}: {finding.message}" for finding in failure.diagnostics]


def _monitor(work: _Work) -> str:
    return "val_loss" if "validation" in work.examples else "loss"


def _count_parameters(summary: ModelSummary) -> dict[str, int]:
    return {
        "total": summary.parameters,
        "trainable": summary.trainable,
        "non_trainable": summary.non_trainable,
    }


def _describe_data(work: _Work) -> dict[str, object]:
    source = work.splits.source
    rows = {name: len(rows) for name, rows in _parts(work.splits).items()}
    dropped = {"dropped": source.dropped} if source.dropped else {}
    return {"sha256": source.sha256, "bytes": source.bytes, "rows": rows, **dropped}


def _describe_lineage(spec: Spec) -> dict[str, object]:
    parent = (spec.report or {}).get("weights", {}).get("sha256")
    bases = {base.name: base.source for base in spec.bases}
    return {**({"repeats": parent} if parent else {}), **({"bases": bases} if bases else {})}
