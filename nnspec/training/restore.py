"""A run on disk -> its models with their weights, ready to judge or to predict."""

from __future__ import annotations

from nnspec.compiler.models import Models
from nnspec.errors import SpecError
from nnspec.records import record, replace
from nnspec.references.project import ProjectPaths, project_paths
from nnspec.reporting.run_folder import Run, read_run
from nnspec.training.network import build_network
from nnspec.training.objectives import Objective
from nnspec.training.strategy import Devices
from nnspec.transfer.copy_weights import copy_weights
from nnspec.transfer.load import load_bases, without_weights
from nnspec.transfer.weights_files import check_container


@record(kw_only=True)
class Restored:
    """A run that computes again.

    Args:
        run: as it was read.
        models: with the run's weights.
        objectives: that judge the trunk.
        paths: what its report may name.
    """

    run: Run
    models: Models
    objectives: tuple[Objective, ...]
    paths: ProjectPaths


def restore_run(run: Run, *, devices: Devices, allow: tuple[str, ...] = ()) -> Restored:
    """Rebuild a run's models from its report, state and weights; `model.keras` is not read.

    Args:
        run: from `read_run`.
        devices: where the variables will live.
        allow: folders outside the project that the report may name.

    Raises:
        SpecError: NN550 to NN554 for its bases, NN550 or NN851 for its weights.
    """
    paths = project_paths(run.folder, allowed=allow)
    spec = replace(run.spec, bases=tuple(without_weights(base) for base in run.spec.bases))
    with devices.strategy.scope():
        bases = load_bases(spec, run.graph, run.state, project=paths, read_run=read_run)
    models, objectives = build_network(spec, run.graph, run.state, devices=devices, bases=bases)
    check_container(run.weights)
    _copy_own_weights(models, run)
    return Restored(run=run, models=models, objectives=objectives, paths=paths)


def _copy_own_weights(models: Models, run: Run) -> None:
    try:
        copy_weights(models.trunk, run.weights, path=())
    except SpecError as error:
        message, file = "the weights do not fit the network of the report", str(run.folder)
        raise SpecError(
            replace(finding, code="NN851", message=message, file=file, hint=None) for finding in error.diagnostics
        ) from error
