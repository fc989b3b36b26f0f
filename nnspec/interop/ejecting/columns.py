"""A spec and its data, where they are there -> the columns that a script reads, each by name."""

from __future__ import annotations

import pathlib

from nnspec.datasets.assembly import bound_names, required_names
from nnspec.datasets.opening import open_source
from nnspec.errors import SpecError, spec_error
from nnspec.interop.ejecting.sources import ScriptSource
from nnspec.records import record
from nnspec.references.project import ProjectPaths
from nnspec.spec.binding import Binding, bind_columns
from nnspec.spec.data import Data
from nnspec.spec.inputs import Input
from nnspec.spec.outputs import Output
from nnspec.spec.spec import Spec

_WILDCARDS = frozenset("*?[")


@record(kw_only=True)
class Columns:
    """Which columns are read.

    Args:
        binding: those of inputs and outputs, patterns resolved.
        names: all, in the order of the spec.
        numbers: those that hold nothing but numbers.
        needed: those in which no value may be missing.
    """

    binding: Binding
    names: tuple[str, ...]
    numbers: tuple[str, ...]
    needed: tuple[str, ...]


def find_columns(spec: Spec, data: Data, source: ScriptSource, *, paths: ProjectPaths) -> Columns:
    """Find the columns that a script reads.

    Args:
        spec: its inputs and outputs.
        data: of the spec.
        source: where the training rows are.
        paths: which paths the spec may name.

    Raises:
        SpecError: NN650 for columns that the data do not have, NN571 for patterns over data that are not there.
    """
    present = source.is_bundled or all(pathlib.Path(file).exists() for file in source.files)
    available = _columns_there(source, paths) if present else _columns_said(spec, data)
    binding = bind_columns(spec.inputs, outputs=spec.outputs, data=data, available=available)
    if binding.findings:
        raise SpecError(binding.findings)
    split = data.split
    keys = () if split is None else tuple(k for k in (split.stratify, split.group, split.time) if k is not None)
    names, numbers = bound_names(spec, binding=binding, weight=data.weight, keys=keys)
    return Columns(
        binding=binding,
        names=tuple(name for name in available if name in names),
        numbers=tuple(name for name in available if name in numbers),
        needed=required_names(spec, binding=binding, weight=data.weight, keys=keys),
    )


def _columns_there(source: ScriptSource, paths: ProjectPaths) -> tuple[str, ...]:
    return open_source(source.text, paths=paths, path=source.path).columns


def _columns_said(spec: Spec, data: Data) -> tuple[str, ...]:
    """List the columns that the spec names itself, where the data cannot be asked."""
    items: tuple[Input | Output, ...] = (*spec.inputs, *spec.outputs)
    named = [name for item in items for name in item.columns or (item.name,)]
    patterns = [name for name in named if not _WILDCARDS.isdisjoint(name)]
    if patterns:
        message = f"the data are not there, so that nothing tells which columns `{patterns[0]}` means"
        raise spec_error("NN571", message, path=data.path, hint="put the data in their place, or name the columns")
    others = [data.weight]
    if data.split is not None:
        others += [data.split.stratify, data.split.group, data.split.time]
    targets = [output.target for output in spec.outputs]
    return tuple(dict.fromkeys(name for name in (*named, *targets, *others) if name is not None))
