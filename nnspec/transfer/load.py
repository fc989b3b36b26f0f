"""`bases` of a spec -> loaded models that are cut and frozen, ready to be placed."""

from __future__ import annotations

import pathlib

from nnspec.compiler.base_model import BaseModel
from nnspec.diagnostics.diagnostic import Path
from nnspec.errors import SpecError, UsageError, spec_error
from nnspec.graph.graph import Graph
from nnspec.graph.walking import Place, walk_graph
from nnspec.records import replace
from nnspec.references.project import ProjectPaths
from nnspec.references.reference import parse_reference
from nnspec.reporting.run_folder import Run
from nnspec.spec.bases import Base
from nnspec.spec.spec import Spec
from nnspec.tables.state import State
from nnspec.transfer.application_bases import load_application
from nnspec.transfer.applications import takes_raw_pixels
from nnspec.transfer.freeze import set_trainable
from nnspec.transfer.pictures import picture_shape
from nnspec.transfer.run_bases import RunReader, load_run


def load_bases(
    spec: Spec,
    graph: Graph,
    state: State,
    *,
    project: ProjectPaths,
    allow_download: bool = False,
    read_run: RunReader | None = None,
) -> dict[str, BaseModel]:
    """Load every base that the graph places.

    Args:
        spec: its bases, seed and precision.
        graph: of the spec.
        state: shapes of the inputs.
        project: where files and runs may lie.
        allow_download: whether Keras may fetch published weights.
        read_run: reads the folder of an earlier run; None where no spec may name one.

    Raises:
        SpecError: NN550 to NN554.
    """
    placed = {place.node.base: place for place in reversed([*walk_graph(graph)]) if place.node.base is not None}
    return {
        base.name: load_base(
            base,
            spec=spec,
            shape=_shape(base, spec, state, place=placed[base.name]),
            project=project,
            allow_download=allow_download,
            read_run=read_run,
        )
        for base in spec.bases
        if base.name in placed
    }


def load_base(
    base: Base,
    *,
    spec: Spec,
    shape: tuple[int | None, ...],
    project: ProjectPaths,
    allow_download: bool = False,
    read_run: RunReader | None = None,
) -> BaseModel:
    """Load one base, cut it, and freeze what its `freeze` says.

    Args:
        base: of the spec.
        spec: its seed and precision.
        shape: height, width and channels of the pictures; not read for a run.
        project: where files and runs may lie.
        allow_download: whether Keras may fetch published weights.
        read_run: reads the folder of an earlier run.

    Raises:
        SpecError: NN550 to NN554.
    """
    if base.source.startswith("run:"):
        loaded = _load_run(base, spec=spec, project=project, read_run=read_run)
    else:
        model, copied = load_application(base, spec=spec, shape=shape, project=project, allow_download=allow_download)
        raw = takes_raw_pixels(base)
        loaded = BaseModel(name=base.name, model=model, takes_raw_pixels=raw, weights_copied=copied)
    set_trainable(loaded.model, base.freeze, trains=False, path=(*base.path, "freeze"))
    return loaded


def _load_run(base: Base, *, spec: Spec, project: ProjectPaths, read_run: RunReader | None) -> BaseModel:
    path = (*base.path, "source")
    if read_run is None:
        raise spec_error("NN550", "a run cannot be a base here", path=path, received=base.source)
    run = _read(project.resolve(parse_reference(base.source, path=path).name, path=path), read_run, path)
    inner = replace(run.spec, bases=tuple(without_weights(each) for each in run.spec.bases))
    inner_bases = load_bases(inner, run.graph, run.state, project=project, read_run=read_run)
    model, encoding = load_run(base, run, spec=spec, inner_bases=inner_bases)
    return BaseModel(name=base.name, model=model, takes_raw_pixels=False, weights_copied=True, encoding=encoding)


def _read(folder: pathlib.Path, read_run: RunReader, path: Path) -> Run:
    try:
        return read_run(folder)
    except UsageError as error:
        raise spec_error("NN851", str(error), path=path) from error
    except SpecError as error:
        findings = (item if item.span else replace(item, file=None, path=path) for item in error.diagnostics)
        raise SpecError(findings) from error


def without_weights(base: Base) -> Base:
    """Keep the architecture of a run's base: its weights are in the run's own file."""
    return base if base.source.startswith("run:") else replace(base, weights="none", sha256=None)


def _shape(base: Base, spec: Spec, state: State, *, place: Place) -> tuple[int | None, ...]:
    return () if base.source.startswith("run:") else picture_shape(spec, state, place=place)
