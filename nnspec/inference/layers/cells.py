"""Cells of recurrent layers: their weights, and the widths of their output and states."""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.inference.dimension import Dimension
from nnspec.inference.layer_call import LayerCall
from nnspec.inference.outcome import UNDECIDED, Outcome, ShapeError, Weight
from nnspec.inference.tensor import Tensor
from nnspec.records import record, replace
from nnspec.spec.calls import Call

# Gates of a cell, each with its part of the kernels; the layers of the same names have these cells.
_GATES = {"SimpleRNN": 1, "GRU": 3, "LSTM": 4}


@record
class Cell:
    """What a recurrent layer knows of its cell.

    Args:
        width: of its output.
        states: the widths of its states, in order.
        weights: for inputs of the width that was asked for.
    """

    width: int
    states: tuple[int, ...]
    weights: tuple[Weight, ...]


def read_cell(layer: LayerCall, features: Dimension) -> Cell | None:
    """Read a cell, cells that are stacked, or the layer that has the cell built in; None for other layers.

    Args:
        layer: `LSTMCell`, `LSTM`, `StackedRNNCells` and so on.
        features: the last axis of its inputs.
    """
    name = layer.call.name.removesuffix("Cell")
    if name in _GATES:
        return _single(layer, name, features)
    return read_stack(layer, layer.get("cells"), features) if name == "StackedRNNCells" else None


def read_stack(layer: LayerCall, cells: tuple[Call, ...], features: Dimension) -> Cell | None:
    """Read cells that are stacked: each takes the output of the one below; None where one is no cell.

    Args:
        layer: that holds them.
        cells: from the lowest up.
        features: the last axis of the inputs of the lowest.
    """
    found: list[Cell] = []
    for call in cells:
        cell = read_cell(replace(layer, call=call), found[-1].width if found else features)
        if cell is None:
            return None
        found.append(cell)
    states = tuple(state for cell in found for state in cell.states)
    return Cell(found[-1].width, states, tuple(weight for cell in found for weight in cell.weights))


def infer_cell(layer: LayerCall) -> Outcome:
    """Infer one step: inputs (batch, features) and states (batch, width) give an output and the next states."""
    shape = layer.tensor.shape
    if shape is None:
        return UNDECIDED
    if len(shape) != 2:
        raise ShapeError("it takes one step, (features)", hint="put the cell into `RNN` to go through a sequence")
    cell = read_cell(layer, shape[-1])
    if cell is None:
        return UNDECIDED
    outputs = (Tensor((shape[0], width), layer.dtype) for width in (cell.width, *cell.states))
    return Outcome(tuple(outputs), cell.weights)


def _single(layer: LayerCall, name: str, features: Dimension) -> Cell:
    units: int = layer.get("units")
    states = (units, units) if name == "LSTM" else (units,)
    return Cell(units, states, tuple(_weights(layer, name, features, units)))


def _weights(layer: LayerCall, name: str, features: Dimension, units: int) -> Iterator[Weight]:
    width = _GATES[name] * units
    yield Weight("kernel", (features, width), dtype=layer.variable_dtype)
    yield Weight("recurrent_kernel", (units, width), dtype=layer.variable_dtype)
    if layer.get("use_bias"):
        twice = name == "GRU" and layer.get("reset_after")
        yield Weight("bias", (2, width) if twice else (width,), dtype=layer.variable_dtype)
