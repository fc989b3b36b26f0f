"""A spec -> the rows that train, validate and test; a reference -> rows for a network that exists."""

from __future__ import annotations

import pathlib
from collections.abc import Mapping

from nnspec.datasets.assembly import assemble_rows, bound_names, required_names
from nnspec.datasets.digests import digest_of
from nnspec.datasets.features import Known, dtype_name
from nnspec.datasets.findings import raise_findings
from nnspec.datasets.missing import settle_missing
from nnspec.datasets.opening import Source, open_source, read_source
from nnspec.datasets.parts import split_rows
from nnspec.datasets.rows import Rows
from nnspec.datasets.table import Table
from nnspec.diagnostics.diagnostic import Path
from nnspec.errors import spec_error
from nnspec.records import record
from nnspec.references.project import ProjectPaths
from nnspec.spec.binding import Binding, bind_columns, check_names
from nnspec.spec.data import Data
from nnspec.spec.spec import Spec
from nnspec.tables.state import State


@record(kw_only=True)
class DataSource:
    """Where rows came from, for the report.

    Args:
        references: part -> reference as the spec says it; the part is `source`, `train`,
            `validation` or `test`.
        files: resolved, in the order in which they were read.
        sha256: of the files together; of the values where there are no files.
        bytes: the files' size; of the values where there are no files.
        rows: that were read.
        dropped: rows left out for missing values.
    """

    references: Mapping[str, str]
    files: tuple[pathlib.Path, ...]
    sha256: str
    bytes: int
    rows: int
    dropped: int


@record(kw_only=True)
class Splits:
    """The rows of a run.

    Args:
        train: never empty.
        validation: None where there is no such part.
        test: likewise.
        source: where they came from.
    """

    train: Rows
    validation: Rows | None
    test: Rows | None
    source: DataSource


@record
class _Wanted:
    """The columns that have to be read: bound ones, the one that weighs, those that split."""

    binding: Binding
    weight: str | None
    keys: tuple[str, ...] = ()


@record
class _Part:
    """One source, read."""

    source: Source
    whole: Table
    complete: Table


def load_splits(spec: Spec, *, paths: ProjectPaths) -> Splits:
    """Read a spec's data and split them.

    Args:
        spec: that has `data`.
        paths: which paths the spec may name.

    Raises:
        SpecError: with findings NN650 to NN655, NN657 and NN658; NN021 where the spec has no data.
        UsageError: where an extra has to be installed.
    """
    data = _data_of(spec)
    names = ("source",) if data.source is not None else ("train", "validation", "test")
    texts = {name: getattr(data, name) for name in names if getattr(data, name) is not None}
    if next(iter(texts), None) not in ("source", "train"):
        raise spec_error("NN021", "`data` names no rows to train on", path=data.path, hint="say `source:`")
    sources = {name: open_source(text, paths=paths, path=(*data.path, name)) for name, text in texts.items()}
    first = next(iter(sources.values()))
    binding = bind_columns(spec.inputs, outputs=spec.outputs, data=data, available=first.columns)
    raise_findings(binding.findings)
    parts = {name: _read_part(spec, source, binding) for name, source in sources.items()}
    record = _record(parts)
    if "source" in parts:
        table = parts["source"].complete
        rows = assemble_rows(table, spec=spec, binding=binding)
        train, validation, test = split_rows(rows, table=table, spec=spec, data=data)
        return Splits(train=train, validation=validation, test=test, source=record)
    return _given_apart(spec, binding, parts, record)


def load_rows(spec: Spec, state: State, reference: str, *, paths: ProjectPaths, targets: bool) -> Rows:
    """Read other data for a network that exists: to evaluate it, or to predict.

    Args:
        spec: that the network was made from.
        state: what its training split taught; names the columns and fixes shapes.
        reference: to the data.
        paths: which paths may be named.
        targets: whether the truth is needed; without it the outputs' columns may be absent.

    Raises:
        SpecError: with findings NN650 to NN654, NN657 and NN658.
        UsageError: where an extra has to be installed.
    """
    source = open_source(reference, paths=paths, path=())
    binding = Binding(
        inputs={name: item.columns for name, item in state.inputs.items()},
        outputs={name: item.columns for name, item in state.outputs.items()} if targets else {},
    )
    raise_findings(check_names(_places(spec, binding), available=source.columns))
    weight = None if spec.data is None else spec.data.weight
    weight = weight if targets and weight in source.columns else None
    wanted = _Wanted(binding, weight)
    table = _complete(spec, _read(spec, source, wanted), wanted)
    known = {name: Known(item.shape, item.dtype) for name, item in state.inputs.items()}
    return assemble_rows(table, spec=spec, binding=binding, weight=weight, known=known)


def _data_of(spec: Spec) -> Data:
    if spec.data is None:
        raise spec_error("NN021", "the spec has no `data`", path=(), hint="say where rows come from: `data:`")
    return spec.data


def _read_part(spec: Spec, source: Source, binding: Binding) -> _Part:
    data = _data_of(spec)
    split = data.split
    keys = () if split is None else (split.stratify, split.group, split.time)
    wanted = _Wanted(binding, data.weight, tuple(key for key in keys if key is not None))
    raise_findings(check_names(_places(spec, binding), available=source.columns))
    whole = _read(spec, source, wanted)
    return _Part(source, whole, _complete(spec, whole, wanted))


def _read(spec: Spec, source: Source, wanted: _Wanted) -> Table:
    names, numbers = bound_names(spec, binding=wanted.binding, weight=wanted.weight, keys=wanted.keys)
    present = tuple(name for name in source.columns if name in names)
    return read_source(source, names=present, numbers=numbers)


def _complete(spec: Spec, table: Table, wanted: _Wanted) -> Table:
    required = required_names(spec, binding=wanted.binding, weight=wanted.weight, keys=wanted.keys)
    needed = [name for name in required if name in table.columns]
    policy, path = ("error", ()) if spec.data is None else (spec.data.missing, spec.data.path)
    return settle_missing(table, needed=needed, policy=policy, path=path)


def _places(spec: Spec, binding: Binding) -> list[tuple[str, Path]]:
    paths = {item.name: item.path for item in spec.inputs}
    paths |= {output.name: output.path for output in spec.outputs}
    bound = (*binding.inputs.items(), *binding.outputs.items())
    return [(column, paths[name]) for name, columns in bound for column in columns]


def _given_apart(spec: Spec, binding: Binding, parts: Mapping[str, _Part], record: DataSource) -> Splits:
    train = assemble_rows(parts["train"].complete, spec=spec, binding=binding)
    known = {name: Known(values.shape[1:], dtype_name(values)) for name, values in train.inputs.items()}
    others = {
        name: assemble_rows(parts[name].complete, spec=spec, binding=binding, known=known)
        for name in ("validation", "test")
        if name in parts
    }
    return Splits(train=train, validation=others.get("validation"), test=others.get("test"), source=record)


def _record(parts: Mapping[str, _Part]) -> DataSource:
    files = tuple(file for part in parts.values() for file in part.source.files)
    sha256, n_bytes = digest_of(files, tables=[part.whole for part in parts.values()])
    return DataSource(
        references={name: part.source.text for name, part in parts.items()},
        files=files,
        sha256=sha256,
        bytes=n_bytes,
        rows=sum(part.whole.rows for part in parts.values()),
        dropped=sum(part.whole.rows - part.complete.rows for part in parts.values()),
    )
