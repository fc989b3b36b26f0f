"""A spec -> its models, untrained: from the data where they are at hand, else from what the spec declares."""

from __future__ import annotations

from pathlib import Path

from nnspec.compiler.models import Models
from nnspec.compiler.summary import ModelSummary, summarise
from nnspec.datasets.fitting import fit_state
from nnspec.datasets.loading import load_splits
from nnspec.pipeline import load, lower
from nnspec.records import record
from nnspec.references.project import project_paths
from nnspec.reporting.run_folder import read_run
from nnspec.spec.spec import Spec
from nnspec.training.declared import declared_state
from nnspec.training.failures import machine_failures
from nnspec.training.located import located_in
from nnspec.training.network import build_network, fit_hidden
from nnspec.training.quantities import check_quantities, count_quantities
from nnspec.training.strategy import open_strategy
from nnspec.transfer.load import load_bases
from nnspec.transfer.load_report import LoadReport, report_load


@record(kw_only=True)
class Built:
    """An untrained network.

    Args:
        models: encoder, trunk and serving model.
        summary: of the trunk.
        loads: what was loaded into its bases.
    """

    models: Models
    summary: ModelSummary
    loads: tuple[LoadReport, ...]


def build_models_of(spec: Spec | str | Path, *, allow: tuple[str, ...] = (), allow_download: bool = False) -> Built:
    """Build a spec's models.

    Args:
        spec: a spec, or where to read it.
        allow: folders outside the project that it may name.
        allow_download: whether published weights may be fetched.

    Raises:
        SpecError: the spec is wrong; NN252 where neither data nor declarations say what is needed.
    """
    spec = spec if isinstance(spec, Spec) else load(spec)
    with located_in(spec.document), machine_failures():
        return _build(spec, allow, allow_download)


def _build(spec: Spec, allow: tuple[str, ...], allow_download: bool) -> Built:
    graph, paths = lower(spec), project_paths(spec.folder, allowed=allow)
    devices = open_strategy("none")
    state = declared_state(spec)
    rows = None
    if state is None:
        rows = load_splits(spec, paths=paths).train
        state = fit_state(spec, rows)
    bases = load_bases(spec, graph, state, project=paths, allow_download=allow_download, read_run=read_run)
    if rows is not None:
        state = fit_hidden(spec, graph, state, rows, bases=bases)
    models, _ = build_network(spec, graph, state, devices=devices, bases=bases)
    loads = tuple(report_load(base) for base in bases.values())
    summary = summarise(models, graph)
    quantities = count_quantities(spec, graph, state, models=models, parameters=summary.parameters)
    check_quantities(spec, quantities)
    return Built(models=models, summary=summary, loads=loads)
