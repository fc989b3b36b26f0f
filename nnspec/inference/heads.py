"""Outputs -> the neurons that their heads have."""

from __future__ import annotations

from nnspec.inference.dimension import UNKNOWN, Dimension
from nnspec.inference.encoded import width_of
from nnspec.inference.facts import Facts, certain_values
from nnspec.spec.outputs import Output
from nnspec.spec.spec import Spec
from nnspec.tables.column import Column


def head_units(spec: Spec, output: str, facts: Facts) -> Dimension:
    """Count the neurons of an output's default head: one per class, per label or per column.

    Args:
        spec: of the network.
        output: its name.
        facts: of the data.
    """
    if output in facts.units:
        return facts.units[output]
    found = next(item for item in spec.outputs if item.name == output)
    if found.type == "binary":
        return 1
    if found.units is not None:
        return found.units
    if found.classes is not None:
        return found.classes if isinstance(found.classes, int) else len(found.classes)
    if found.type == "category":
        return _n_classes(found, spec, facts)
    columns = facts.columns.get(found.target or output)
    return _last_length(columns) if found.type == "array" or found.per_position else width_of(columns)


def _n_classes(output: Output, spec: Spec, facts: Facts) -> Dimension:
    """Count one class for each column of several, or the values that the training rows are known to hold."""
    width = width_of(facts.columns.get(output.name))
    if isinstance(width, int) and width > 1:
        return UNKNOWN if output.per_position else width
    values = certain_values(output.columns or (output.target or output.name,), spec, facts)
    return UNKNOWN if values is None or output.labels == "index" else len(values)


def _last_length(columns: tuple[Column, ...] | None) -> Dimension:
    if columns is None or len(columns) > 1:
        return width_of(columns)
    shape = columns[0].shape
    return UNKNOWN if shape is None else shape[-1] if shape else 1
