"""Specs of networks beside the same networks written by hand in Keras, on real data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import keras
from keras import layers, ops

from nnspec.tables.state import OutputState
from small_networks import pictures, target


@dataclass(frozen=True)
class Case:
    """One construct.

    Args:
        text: the spec, but for its version.
        shapes: input name -> shape of one example.
        output: shape of one example of the output `y`.
        by_hand: inputs in order -> the output's tensor.
        dtype: of the inputs.
        trains: whether it has weights.
    """

    text: str
    shapes: dict[str, tuple[int, ...]]
    output: tuple[int, ...]
    by_hand: Callable[..., Any]
    dtype: str = "float32"
    trains: bool = True

    @property
    def states(self) -> dict[str, Any]:
        """What `network` takes beside the text."""
        inputs = {name: pictures(*shape, dtype=self.dtype) for name, shape in self.shapes.items()}
        outputs: dict[str, OutputState] = {"y": target(*self.output)}
        return {"inputs": inputs, "outputs": outputs}

    def written(self) -> keras.Model:
        """Build the network by hand."""
        inputs = [keras.Input(shape, dtype=self.dtype) for shape in self.shapes.values()]
        return keras.Model(inputs, self.by_hand(*inputs))


def _array(name: str, shape: tuple[int, ...], dtype: str = "float32") -> str:
    return f"  {name}: {{type: array, shape: {list(shape)}, dtype: {dtype}}}\n"


def case(
    hidden: str,
    by_hand: Callable[..., Any],
    *,
    output: tuple[int, ...],
    dtype: str = "float32",
    trains: bool = True,
    **shapes: tuple[int, ...],
) -> Case:
    """Write a spec whose output is the last entry's tensor."""
    declared = "".join(_array(name, shape, dtype) for name, shape in shapes.items())
    text = f"inputs:\n{declared}hidden:\n{hidden}\noutputs: {{y: {{type: array, loss: mse}}}}\n"
    return Case(text, shapes, output, by_hand, dtype, trains)


def _siamese(a: Any, b: Any) -> Any:
    inner = keras.Input((64,))
    encoder = keras.Model(inner, layers.Dense(4)(layers.Dense(8, activation="relu")(inner)))
    return layers.Subtract()([encoder(a), encoder(b)])


def _two_in_two_out(a: Any, b: Any) -> Any:
    i, j = keras.Input((4,)), keras.Input((4,))
    total = layers.Add()([i, j])
    model = keras.Model([i, j], [layers.Dense(3)(total), layers.Dense(2)(total)])
    first, second = model([a, b])
    return layers.Concatenate()([second, first])


def _masked_attention(q: Any, v: Any, m: Any) -> Any:
    attention = layers.MultiHeadAttention(num_heads=2, key_dim=3)
    return attention(q, v, attention_mask=ops.cast(m, "bool"))


def _encoder_decoder(source: Any, target_: Any) -> Any:
    _, h, c = layers.LSTM(5, return_state=True)(source)
    return layers.LSTM(5, return_sequences=True)(target_, initial_state=[h, c])


def _inception(x: Any) -> Any:
    one = layers.Conv2D(2, 1, padding="same")(x)
    three = layers.Conv2D(3, 3, padding="same")(layers.Conv2D(2, 1)(x))
    pool = layers.Conv2D(2, 1)(layers.MaxPooling2D(3, strides=1, padding="same")(x))
    return layers.Concatenate()([one, three, pool, x])


def _resnet(x: Any) -> Any:
    inside = layers.Conv2D(6, 3, strides=2, padding="same")(x)
    inside = layers.BatchNormalization()(inside)
    inside = layers.ReLU()(inside)
    inside = layers.Conv2D(6, 3, padding="same")(inside)
    return layers.Add()([layers.Conv2D(6, 1, strides=2)(x), inside])


def _unet(x: Any) -> Any:
    top = layers.Conv2D(4, 3, padding="same", activation="relu")(x)
    low = layers.Conv2D(8, 3, padding="same", activation="relu")(layers.MaxPooling2D()(top))
    up = layers.Conv2DTranspose(4, 2, strides=2)(low)
    return layers.Conv2D(1, 1)(layers.Concatenate()([up, top]))


def _shared_dense(x: Any) -> Any:
    again = layers.Dense(4, activation="tanh")
    return again(again(x))


def _stacked_cells(x: Any) -> Any:
    return layers.RNN([layers.LSTMCell(4), layers.GRUCell(3)])(x)


def _distributed(x: Any) -> Any:
    return layers.TimeDistributed(keras.Sequential([layers.Dense(4, activation="relu"), layers.Dense(2)]))(x)


def _bidirectional_states(x: Any) -> Any:
    given = layers.Bidirectional(layers.LSTM(3, return_state=True))(x)
    return layers.Concatenate()([given[0], given[4]])


def _causal(x: Any) -> Any:
    given, scores = layers.MultiHeadAttention(2, 3)(x, x, use_causal_mask=True, return_attention_scores=True)
    return ops.add(ops.sum(given, axis=[1, 2]), ops.sum(scores, axis=[1, 2, 3]))


def _attention(q: Any, v: Any, k: Any) -> Any:
    return layers.Attention(use_scale=True)([q, v, k])


def _functions(x: Any) -> Any:
    gram = ops.einsum("bij,bkj->bik", x, x - ops.mean(x, axis=1, keepdims=True))
    left, right = ops.split(gram, 2, axis=-1)
    small = ops.image.resize(ops.reshape(ops.concatenate([right, left], axis=1), [-1, 4, 4, 1]), [2, 2], "nearest")
    return ops.sum(ops.stack([small, small], axis=1), axis=[1, 2, 4])


def _masking(x: Any) -> Any:
    return layers.LSTM(4)(layers.Masking()(x))


CASES: dict[str, Case] = {
    "siamese tower with a shared encoder": case(
        """
  - model: {name: encoder, from: a, layers: [{Dense: {units: 8, activation: relu}}, {Dense: 4}]}
  - call: {layer: encoder, from: b, name: other}
  - Subtract: {from: [encoder, other]}""",
        _siamese,
        output=(4,),
        a=(64,),
        b=(64,),
    ),
    "nested model with two inputs and two outputs": case(
        """
  - model:
      name: both
      from: {j: b, i: a}
      inputs: [i, j]
      outputs: [three, two]
      layers:
        - Add: {from: [i, j], name: total}
        - Dense: {units: 3, name: three}
        - Dense: {units: 2, name: two, from: total}
  - Concatenate: {from: ["both:1", both]}""",
        _two_in_two_out,
        output=(5,),
        a=(4,),
        b=(4,),
    ),
    "attention with a mask": case(
        """
  - ops.cast: {dtype: bool, from: m, name: mask}
  - MultiHeadAttention: {num_heads: 2, key_dim: 3, from: {query: q, value: v, attention_mask: mask}}""",
        _masked_attention,
        output=(4, 5),
        q=(4, 5),
        v=(3, 5),
        m=(4, 3),
    ),
    "causal attention with its scores": case(
        """
  - MultiHeadAttention: {num_heads: 2, key_dim: 3, use_causal_mask: true, return_attention_scores: true, name: att}
  - ops.sum: {axis: [1, 2], name: total}
  - ops.sum: {axis: [1, 2, 3], from: "att:1", name: scores}
  - ops.add: {from: [total, scores]}""",
        _causal,
        output=(),
        x=(4, 5),
    ),
    "dot-product attention by name": case(
        "  - Attention: {use_scale: true, from: {value: v, query: q, key: k}}",
        _attention,
        output=(4, 5),
        q=(4, 5),
        v=(3, 5),
        k=(3, 5),
    ),
    "encoder and decoder with initial states": case(
        """
  - LSTM: {units: 5, return_state: true, from: s, name: encoder}
  - LSTM: {units: 5, return_sequences: true, from: {sequences: t, initial_state: ["encoder:1", "encoder:2"]}}""",
        _encoder_decoder,
        output=(6, 5),
        s=(7, 3),
        t=(6, 2),
    ),
    "inception block": case(
        """
  - parallel:
      branches:
        - [{Conv2D: {filters: 2, kernel_size: 1, padding: same}}]
        - [{Conv2D: {filters: 2, kernel_size: 1}}, {Conv2D: {filters: 3, kernel_size: 3, padding: same}}]
        - [{MaxPooling2D: {pool_size: 3, strides: 1, padding: same}}, {Conv2D: {filters: 2, kernel_size: 1}}]
        - []""",
        _inception,
        output=(8, 8, 8),
        x=(8, 8, 1),
    ),
    "residual block with a projection": case(
        """
  - residual:
      project: true
      layers:
        - Conv2D: {filters: 6, kernel_size: 3, strides: 2, padding: same}
        - BatchNormalization
        - ReLU
        - Conv2D: {filters: 6, kernel_size: 3, padding: same}""",
        _resnet,
        output=(4, 4, 6),
        x=(8, 8, 1),
    ),
    "skip connections of a u-net": case(
        """
  - Conv2D: {filters: 4, kernel_size: 3, padding: same, activation: relu, name: top}
  - MaxPooling2D
  - Conv2D: {filters: 8, kernel_size: 3, padding: same, activation: relu}
  - Conv2DTranspose: {filters: 4, kernel_size: 2, strides: 2, name: up}
  - Concatenate: {from: [up, top]}
  - Conv2D: {filters: 1, kernel_size: 1}""",
        _unet,
        output=(8, 8, 1),
        x=(8, 8, 1),
    ),
    "slice": case(
        '  - ops.get_item: {key: "..., 1:3, None"}',
        lambda x: x[..., 1:3, None],
        output=(4, 2, 1),
        trains=False,
        x=(4, 5),
    ),
    "scale by a constant": case(
        "  - ops.multiply: {x2: 2.5, from: x}", lambda x: x * 2.5, output=(4,), trains=False, x=(4,)
    ),
    "difference from a constant": case(
        "  - ops.subtract: {x1: 1, from: x}", lambda x: 1 - x, output=(4,), trains=False, x=(4,)
    ),
    "functions in a chain": case(
        """
  - ops.mean: {axis: 1, keepdims: true, from: x, name: middle}
  - ops.subtract: {from: [x, middle], name: centred}
  - ops.einsum: {subscripts: "bij,bkj->bik", from: [x, centred], name: gram}
  - ops.split: {indices_or_sections: 2, axis: -1, name: halves}
  - ops.concatenate: {from: ["halves:1", halves], axis: 1}
  - ops.reshape: [-1, 4, 4, 1]
  - ops.image.resize: {size: [2, 2], interpolation: nearest, name: small}
  - ops.stack: {from: [small, small], axis: 1}
  - ops.sum: {axis: [1, 2, 4]}""",
        _functions,
        output=(2,),
        trains=False,
        x=(4, 5),
    ),
    "a layer called again": case(
        """
  - Dense: {units: 4, activation: tanh, name: step}
  - call: step""",
        _shared_dense,
        output=(4,),
        x=(4,),
    ),
    "stacked cells": case("  - RNN: {cell: [{LSTMCell: 4}, {GRUCell: 3}]}", _stacked_cells, output=(3,), x=(5, 2)),
    "a list of layers for each time step": case(
        "  - TimeDistributed: {layer: [{Dense: {units: 4, activation: relu}}, {Dense: 2}]}",
        _distributed,
        output=(5, 2),
        x=(5, 3),
    ),
    "states of both directions": case(
        """
  - Bidirectional: {layer: {LSTM: {units: 3, return_state: true}}, name: both}
  - Concatenate: {from: [both, "both:4"]}""",
        _bidirectional_states,
        output=(9,),
        x=(5, 2),
    ),
    "a mask given by name": case(
        """
  - ops.greater: {x2: 0.5, from: m, name: seen}
  - LSTM: {units: 4, from: {sequences: x, mask: seen}}""",
        lambda x, m: layers.LSTM(4)(x, mask=m > 0.5),
        output=(4,),
        x=(6, 3),
        m=(6,),
    ),
    "a mask of an embedding": case(
        """
  - Embedding: {input_dim: 17, output_dim: 3, mask_zero: true}
  - LSTM: 4""",
        lambda x: layers.LSTM(4)(layers.Embedding(17, 3, mask_zero=True)(x)),
        output=(4,),
        dtype="int32",
        x=(6,),
    ),
    "a mask that reaches into a nested model": case(
        """
  - Masking
  - model: {name: inside, layers: [{LSTM: 4}]}""",
        _masking,
        output=(4,),
        x=(6, 3),
    ),
}
