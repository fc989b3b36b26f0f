"""A table and a binding -> the raw inputs, targets and weights of its rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from nnspec.datasets.features import Known, read_input
from nnspec.datasets.positions import Positions, Steps, read_positions, steps_of
from nnspec.datasets.rows import Rows
from nnspec.datasets.sequences import read_sequences
from nnspec.datasets.table import Array, Table
from nnspec.datasets.truths import read_truth
from nnspec.datasets.values import read_numbers
from nnspec.diagnostics.diagnostic import Path
from nnspec.errors import spec_error
from nnspec.spec.binding import Binding
from nnspec.spec.inputs import ONE_COLUMN, SequenceInput
from nnspec.spec.outputs import Output
from nnspec.spec.spec import Spec

_NUMERIC_INPUTS = ("number", "array", "sequence")
_NUMERIC_OUTPUTS = ("number", "multilabel", "array")


def assemble_rows(
    table: Table,
    *,
    spec: Spec,
    binding: Binding,
    weight: str | None = None,
    known: Mapping[str, Known] | None = None,
) -> Rows:
    """Make the arrays of all inputs and outputs.

    Args:
        table: without missing values but those that an input fills.
        spec: that declares inputs and outputs.
        binding: the columns behind them; outputs without columns have no target.
        weight: the column that weighs the rows; by default the one that the spec names.
        known: what the training rows fixed of each input; None while these are read.

    Raises:
        SpecError: NN022 for too many columns, NN651, NN657 and NN658 for their values.
    """
    known = known or {}
    inputs: dict[str, Array] = {}
    for item in spec.inputs:
        columns = binding.inputs[item.name]
        if len(columns) > 1 and item.type in ONE_COLUMN:
            raise _too_many(item.name, item.type, columns, item.path)
        if isinstance(item, SequenceInput):
            inputs[item.name] = read_sequences(table, item, columns, known=known.get(item.name))
        else:
            inputs[item.name] = read_input(table, item, columns, known=known.get(item.name))
    asked = [output for output in spec.outputs if binding.outputs.get(output.name)]
    steps = steps_of(spec, table, columns=binding.inputs, inputs=inputs)
    truths = {output.name: _read_truth(table, output, binding.outputs[output.name], steps) for output in asked}
    return Rows(
        inputs=inputs,
        targets={name: found.truth for name, found in truths.items()},
        counted={name: found.counted for name, found in truths.items() if found.counted is not None},
        weight=_read_weight(table, spec, weight),
        numbers=table.numbers,
        binding=binding,
        locate=table.locate,
    )


def bound_names(
    spec: Spec, *, binding: Binding, weight: str | None, keys: Sequence[str] = ()
) -> tuple[frozenset[str], frozenset[str]]:
    """Tell which columns have to be read, and which of them hold nothing but numbers.

    Args:
        spec: that declares inputs and outputs.
        binding: the columns behind them.
        weight: the column that weighs the rows.
        keys: the columns that split the rows.
    """
    numeric = {c for item in spec.inputs if item.type in _NUMERIC_INPUTS for c in binding.inputs[item.name]}
    other = {c for item in spec.inputs if item.type not in _NUMERIC_INPUTS for c in binding.inputs[item.name]}
    for output in spec.outputs:
        columns = binding.outputs.get(output.name, ())
        (numeric if output.type in _NUMERIC_OUTPUTS or len(columns) > 1 else other).update(columns)
    if weight is not None:
        numeric.add(weight)
    other.update(keys)
    return frozenset(numeric | other), frozenset(numeric - other)


def required_names(spec: Spec, *, binding: Binding, weight: str | None, keys: Sequence[str] = ()) -> tuple[str, ...]:
    """Tell in which columns no value may be missing, in the spec's order; arguments as `bound_names`."""
    names = [
        column for item in spec.inputs if getattr(item, "fill", None) is None for column in binding.inputs[item.name]
    ]
    names += [column for columns in binding.outputs.values() for column in columns]
    names += [] if weight is None else [weight]
    return tuple(dict.fromkeys([*names, *keys]))


def _read_truth(table: Table, output: Output, columns: Sequence[str], steps: Steps | None) -> Positions:
    if output.per_position:
        return read_positions(table, output, columns, steps=steps)
    return Positions(read_truth(table, output, columns), None)


def _too_many(name: str, kind: str, columns: tuple[str, ...], path: Path) -> Exception:
    message = f"`{name}` is of type `{kind}` and takes one column, not {len(columns)}"
    return spec_error("NN022", message, path=path, received=", ".join(columns), expected="one column")


def _read_weight(table: Table, spec: Spec, weight: str | None) -> Array | None:
    if spec.data is None or spec.data.weight is None:
        return None
    name = weight or spec.data.weight
    if name not in table.columns:
        return None
    path = (*spec.data.path, "weight")
    weights = read_numbers(table, name, path=path).astype(np.float32)
    if (weights < 0).any() or weights.ndim != 1:
        message = f"weights in column `{name}` must not be negative"
        raise spec_error("NN651", message, path=path, received=str(weights.min()))
    return weights
