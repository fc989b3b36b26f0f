"""Recurrent layers: what they give of a sequence, in both directions too."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from nnspec.inference.dimension import symbols_of
from nnspec.inference.layer_call import LayerCall
from nnspec.inference.layers.axes import numbers, shape_of_rank
from nnspec.inference.layers.cells import Cell, read_cell, read_stack
from nnspec.inference.outcome import UNDECIDED, Outcome, ShapeError, Weight
from nnspec.inference.registry import infer_layer
from nnspec.inference.tensor import BATCH, Shape, Tensor
from nnspec.records import replace
from nnspec.spec.calls import Call

_RECURRENT = frozenset({"SimpleRNN", "GRU", "LSTM", "RNN", "ConvLSTM1D", "ConvLSTM2D", "ConvLSTM3D"})
_CONVOLUTION = ("filters", "kernel_size", "strides", "padding", "data_format", "dilation_rate")


def infer_recurrent(layer: LayerCall) -> Outcome:
    """Infer `SimpleRNN`, `GRU` and `LSTM`: (batch, steps, features) -> (batch, units), or all steps; then states."""
    shape = shape_of_rank(layer, 3, takes="a sequence, (steps, features)")
    cell = read_cell(layer, shape[-1])
    return UNDECIDED if cell is None else _gone_through(layer, shape, cell)


def infer_rnn(layer: LayerCall) -> Outcome:
    """Infer `RNN`: a cell, or several that are stacked, goes through a sequence."""
    shape, cells = layer.tensor.shape, layer.get("cell")
    if shape is None or len(shape) != 3:
        return UNDECIDED
    is_stack = isinstance(cells, tuple)
    cell = read_stack(layer, cells, shape[-1]) if is_stack else _read_one(layer, cells, shape)
    return UNDECIDED if cell is None else _gone_through(layer, shape, cell)


def infer_conv_lstm(layer: LayerCall, *, n_spatial: int) -> Outcome:
    """Infer `ConvLSTM1D` to `ConvLSTM3D`: a convolution of each step; kernels (*kernel_size, channels, 4 * filters)."""
    shape = shape_of_rank(layer, n_spatial + 3, takes="a sequence of pictures, (steps, ..., channels)")
    _refuse_state_of_batches(layer, shape)
    step = Tensor((shape[0], *shape[2:]), layer.dtype)
    arguments = {name: layer.get(name) for name in _CONVOLUTION}
    convolution = Call("layers", f"Conv{n_spatial}D", arguments, layer.call.path, layer.call.written)
    (state,) = infer_layer(replace(layer, call=convolution, tensors=(step,), named={})).outputs or ()
    made: Shape = state.shape or ()
    output = Tensor((shape[0], shape[1], *made[1:]) if layer.get("return_sequences") else made, layer.dtype)
    states = (Tensor(made, layer.dtype),) * (2 if layer.get("return_state") else 0)
    return Outcome((output, *states), _conv_lstm_weights(layer, shape, n_spatial))


def infer_bidirectional(layer: LayerCall) -> Outcome:
    """Infer `Bidirectional`: a recurrent layer forwards and one backwards; `concat` doubles the last axis."""
    forward, backward = layer.get("layer"), layer.get("backward_layer")
    layers = [each for each in (forward, backward) if each is not None]
    if not all(isinstance(each, Call) and each.name in _RECURRENT for each in layers):
        return UNDECIDED
    ahead = infer_layer(replace(layer, call=forward))
    back = ahead if backward is None else infer_layer(replace(layer, call=backward))
    weights = None if ahead.weights is None or back.weights is None else ahead.weights + back.weights
    if ahead.outputs is None or ahead.outputs[0].shape is None:
        return Outcome(None, weights)
    output, *states = (Tensor(tensor.shape, layer.dtype) for tensor in ahead.outputs)
    return Outcome((*_merged(layer.get("merge_mode"), output), *states, *states), weights)


def _read_one(layer: LayerCall, cell: Call, shape: Shape) -> Cell | None:
    known = cell.name.endswith(("Cell", "Cells"))
    return read_cell(replace(layer, call=cell), shape[-1]) if known else None


def _gone_through(layer: LayerCall, shape: Shape, cell: Cell) -> Outcome:
    """Give the last output or all of them, then the states where they are asked for."""
    _refuse_state_of_batches(layer, shape)
    kept = shape[:2] if layer.get("return_sequences") else shape[:1]
    states = cell.states if layer.get("return_state") else ()
    outputs = ((*kept, cell.width), *((shape[0], width) for width in states))
    return Outcome(tuple(Tensor(each, layer.dtype) for each in outputs), cell.weights)


def _refuse_state_of_batches(layer: LayerCall, shape: Shape) -> None:
    """Refuse states that live on in the next batch: a network does not know how large its batches are."""
    if layer.get("stateful") and symbols_of(shape[0]) & symbols_of(BATCH):
        raise ShapeError(
            "it keeps states from batch to batch, and the batch has no fixed size",
            argument="stateful",
            hint="leave `stateful` out",
        )


def _conv_lstm_weights(layer: LayerCall, shape: Shape, n_spatial: int) -> tuple[Weight, ...]:
    filters, kernel = layer.get("filters"), numbers(layer.get("kernel_size"), n_spatial)
    channels = shape[2 if layer.get("data_format") == "channels_first" else -1]
    shapes: dict[str, Shape] = {
        "kernel": (*kernel, channels, 4 * filters),
        "recurrent_kernel": (*kernel, filters, 4 * filters),
    }
    shapes |= {"bias": (4 * filters,)} if layer.get("use_bias") else {}
    return tuple(Weight(name, each, dtype=layer.variable_dtype) for name, each in shapes.items())


def _merged(mode: str | None, output: Tensor) -> tuple[Tensor, ...]:
    shape = output.shape or ()
    if mode is None:
        return output, output
    return (Tensor((*shape[:-1], shape[-1] * 2), output.dtype),) if mode == "concat" else (output,)


def _each(rule: Callable[..., Outcome]) -> tuple[Callable[[LayerCall], Outcome], ...]:
    return tuple(partial(rule, n_spatial=n) for n in (1, 2, 3))


infer_conv_lstm1d, infer_conv_lstm2d, infer_conv_lstm3d = _each(infer_conv_lstm)
