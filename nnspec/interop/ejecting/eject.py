"""A spec -> the text of a Keras script that reads the same rows, builds the same layers and trains them."""

from __future__ import annotations

import pathlib

from nnspec.errors import SpecError
from nnspec.graph.graph import Graph
from nnspec.interop.ejecting.augmenting import write_augmenters
from nnspec.interop.ejecting.bases import ScriptBase, write_bases
from nnspec.interop.ejecting.columns import Columns, find_columns
from nnspec.interop.ejecting.encoder import write_encoder
from nnspec.interop.ejecting.main import write_main
from nnspec.interop.ejecting.python import write_statement
from nnspec.interop.ejecting.refusals import find_unejectable
from nnspec.interop.ejecting.rows import constant_of, write_rows
from nnspec.interop.ejecting.script import Function, comment, write_script
from nnspec.interop.ejecting.sources import ScriptSource, find_source
from nnspec.interop.ejecting.targets import write_classes, write_examples, write_model
from nnspec.interop.ejecting.training import write_training
from nnspec.interop.ejecting.trunk import write_trunk
from nnspec.pipeline import load, lower
from nnspec.references.project import ProjectPaths, project_paths
from nnspec.spec.data import Data
from nnspec.spec.spec import Spec
from nnspec.validation.places import locate

_PARTS = ("train", "validation", "test")


def eject_spec(
    spec: Spec | str | pathlib.Path, *, folder: pathlib.Path | None = None, allow: tuple[str, ...] = ()
) -> str:
    """Write a spec as a Python script that needs Keras and no nnspec (a KAN layer excepted).

    Args:
        spec: a spec, or where to read it.
        folder: where the script will stand, for the paths in it; the spec's own by default.
        allow: folders outside the project that it may name.

    Raises:
        SpecError: the spec is wrong, NN570 for what a script cannot express, NN571 for patterns over data that are
            not there.
    """
    spec = spec if isinstance(spec, Spec) else load(spec)
    graph = lower(spec)
    try:
        refused = find_unejectable(spec, graph)
        if refused or spec.data is None:
            raise SpecError(refused)
        return _write(spec, spec.data, graph, folder=folder or spec.folder, allow=allow)
    except SpecError as error:
        raise SpecError(locate(error.diagnostics, spec.document)) from error


def _write(spec: Spec, data: Data, graph: Graph, *, folder: pathlib.Path, allow: tuple[str, ...]) -> str:
    paths = project_paths(spec.folder, allowed=allow)
    sources = _sources(data, paths=paths, folder=folder)
    columns = find_columns(spec, data, next(iter(sources.values())), paths=paths)
    bases = write_bases(spec, graph, paths=paths, folder=folder)
    return write_script(
        about=_about(spec, graph),
        constants=_constants(spec, sources),
        functions=_functions(spec, data, graph, columns=columns, sources=sources, bases=bases),
    )


def _functions(
    spec: Spec,
    data: Data,
    graph: Graph,
    *,
    columns: Columns,
    sources: dict[str, ScriptSource],
    bases: dict[str, ScriptBase],
) -> list[Function]:
    truths = {output.name: columns.binding.outputs.get(output.name, ()) for output in spec.outputs}
    classes = write_classes(spec, columns=truths)
    adopted = _adopted(graph, bases)
    augmenters = write_augmenters(spec, adopted=adopted)
    return [
        write_main(spec, parts=_part_names(data, sources)),
        *write_rows(spec, data, columns, sources=sources),
        write_encoder(spec, adopted=adopted),
        *write_trunk(spec, graph, bases=bases),
        *(function for base in bases.values() for function in base.functions),
        *([] if classes is None else [classes]),
        write_examples(spec),
        *([] if augmenters is None else [augmenters]),
        *write_training(spec),
        write_model(spec, graph),
    ]


def _sources(data: Data, *, paths: ProjectPaths, folder: pathlib.Path) -> dict[str, ScriptSource]:
    names = ("source",) if data.source is not None else _PARTS
    texts = {name: getattr(data, name) for name in names if getattr(data, name) is not None}
    return {
        name: find_source(text, paths=paths, folder=folder, path=(*data.path, name)) for name, text in texts.items()
    }


def _part_names(data: Data, sources: dict[str, ScriptSource]) -> tuple[str, ...]:
    if data.source is None:
        return tuple(sources)
    split = data.split
    shares = {} if split is None else {"validation": split.validation, "test": split.test}
    return ("train", *(name for name, share in shares.items() if share))


def _adopted(graph: Graph, bases: dict[str, ScriptBase]) -> dict[str, str | None]:
    """Say of each input above a base how that wants it encoded."""
    adopted: dict[str, str | None] = {}
    for node in graph:
        base = None if node.base is None else bases[node.base]
        if base is not None and (base.encoder is not None or base.takes_raw_pixels):
            adopted |= dict.fromkeys(_inputs_above(graph, node.name), base.encoder)
    return adopted


def _inputs_above(graph: Graph, name: str) -> set[str]:
    node = graph.node(name)
    if node.kind == "input":
        return {name}
    return {found for source in node.sources for found in _inputs_above(graph, source)}


def _constants(spec: Spec, sources: dict[str, ScriptSource]) -> list[str]:
    lines = ["HERE = Path(__file__).parent"]
    for part, source in sources.items():
        lines += write_statement(f"{constant_of(part)} = ", source.constant)
    lines.append(f"SEED = {spec.seed}")
    if spec.train.epochs is not None:
        lines.append(f"EPOCHS = {spec.train.epochs}")
    lines.append(f"BATCH_SIZE = {spec.train.batch_size}")
    if spec.train.distribute != "auto":
        note = f"The spec says `distribute: {spec.train.distribute}`; this script runs on the devices that Keras takes."
        lines += comment(note, indent=0)
    return lines


def _about(spec: Spec, graph: Graph) -> list[str]:
    uses_kan = any(node.call is not None and node.call.entry.path.startswith("nnspec.") for node in graph)
    needs = "It needs nnspec for the layer KAN alone." if uses_kan else "It does not need nnspec."
    origin = f"Written by `nnspec eject` from {pathlib.Path(spec.document.file).name}." if spec.document.is_file else ""
    description = [spec.description] if spec.description else []
    order = ["In each epoch its rows come in another order than nnspec's: figures differ a little."]
    return [
        f"Train {spec.name}.",
        *description,
        f"{origin or 'Written by `nnspec eject`.'} {needs}",
        *(order if spec.train.shuffle else []),
    ]
