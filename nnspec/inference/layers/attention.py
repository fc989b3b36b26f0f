"""Attention: a query looks at values by their keys; the scores come out too where they are asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nnspec.inference.dimension import differ
from nnspec.inference.layer_call import LayerCall
from nnspec.inference.ops.axes import agree
from nnspec.inference.outcome import UNDECIDED, Outcome, ShapeError, Weight
from nnspec.inference.tensor import NOTHING_KNOWN, Shape, Tensor


def infer_attention(layer: LayerCall) -> Outcome:
    """Infer `Attention` and `AdditiveAttention`: (..., queries, features) by (..., values, width)."""
    query, value, key = _three(layer)
    if query is None or value is None or key is None:
        return Outcome(_unknown(layer), None)
    if min(map(len, (query, value, key))) < 2:
        return UNDECIDED
    _check_fit(query, value, key)
    scores = (*query[:-1], key[-2])
    return Outcome(_answer(layer, (*query[:-1], value[-1]), scores), tuple(_scales(layer, query)))


def infer_multi_head(layer: LayerCall) -> Outcome:
    """Infer `MultiHeadAttention`: as the query; each of query, key and value is projected for each head."""
    query, value, key = _three(layer)
    if query is None or value is None or key is None:
        return Outcome(_unknown(layer), None)
    if min(map(len, (query, value, key))) < 3 or _is_odd_axis(layer, len(value)):
        return UNDECIDED
    if agree(value[1:-1], key[1:-1]) is False:
        raise ShapeError("its `key` and `value` differ in more than the last axis")
    heads, key_dim = layer.get("num_heads"), layer.get("key_dim")
    value_dim = layer.get("value_dim") or key_dim
    wanted = layer.get("output_shape") or query[-1:]
    width: Shape = wanted if isinstance(wanted, tuple) else (wanted,)
    projections: list[tuple[Shape, Shape]] = [((query[-1],), (heads, key_dim)), ((key[-1],), (heads, key_dim))]
    projections += [((query[-1],), (heads, value_dim))] if layer.get("use_gate") else []
    projections += [((value[-1],), (heads, value_dim)), ((heads, value_dim), width)]
    # Keras says the number of queries twice, also where there are more values.
    scores = (query[0], heads, query[1], query[1])
    return Outcome(_answer(layer, (*query[:-1], *width), scores), tuple(_projected(layer, projections)))


def infer_grouped_query(layer: LayerCall) -> Outcome:
    """Infer `GroupQueryAttention`: several heads of the query share one of key and value."""
    query, value, key = _three(layer)
    if query is None or value is None or key is None:
        return Outcome(_unknown(layer), None)
    if any(len(shape) != 3 for shape in (query, value, key)):
        raise ShapeError("it takes sequences, (steps, features)")
    if agree(query[-1:], value[-1:]) is False or agree(value[1:-1], key[1:-1]) is False:
        raise ShapeError("its `query` and `value` need as many features, its `key` and `value` as many steps")
    heads, shared, width = layer.get("num_query_heads"), layer.get("num_key_value_heads"), layer.get("head_dim")
    if heads % shared:
        message = "its `num_query_heads` cannot be divided by `num_key_value_heads`"
        raise ShapeError(message, argument="num_query_heads", received=str(heads), expected=f"a multiple of {shared}")
    projections: list[tuple[Shape, Shape]] = [((query[-1],), (heads, width)), ((key[-1],), (shared, width))]
    projections += [((query[-1],), (heads, width))] if layer.get("use_gate") else []
    projections += [((value[-1],), (shared, width)), ((heads, width), query[-1:])]
    scores = (query[0], heads, query[1], key[1])
    return Outcome(_answer(layer, query, scores), tuple(_projected(layer, projections)))


def _three(layer: LayerCall) -> tuple[Shape | None, Shape | None, Shape | None]:
    """Find the shapes of query, value and key; one tensor alone is all of them, and a value is its own key."""
    names = layer.call.entry.call_arguments
    given = {**dict(zip(names, layer.tensors, strict=False)), **layer.named}
    query = given.get("query", NOTHING_KNOWN)
    value = given.get("value", query)
    return _shape(query), _shape(value), _shape(given.get("key", value))


def _shape(found: Tensor | tuple[Tensor, ...]) -> Shape | None:
    return (found if isinstance(found, Tensor) else found[0]).shape


def _unknown(layer: LayerCall) -> tuple[Tensor, ...]:
    return (Tensor(None, layer.dtype),) * (2 if layer.get("return_attention_scores") else 1)


def _answer(layer: LayerCall, shape: Shape, scores: Shape) -> tuple[Tensor, ...]:
    output = Tensor(shape, layer.dtype)
    return (output, Tensor(scores, layer.dtype)) if layer.get("return_attention_scores") else (output,)


def _check_fit(query: Shape, value: Shape, key: Shape) -> None:
    if differ(query[-1], key[-1]) and 1 not in (query[-1], key[-1]):
        message = f"its `query` has {query[-1]} features and its `key` {key[-1]}"
        raise ShapeError(message, hint="bring both to one width with `Dense`")
    if differ(value[-2], key[-2]):
        raise ShapeError(f"it has {value[-2]} values for {key[-2]} keys")


def _scales(layer: LayerCall, query: Shape) -> Iterator[Weight]:
    if layer.get("use_scale"):
        shape = query[-1:] if layer.call.name == "AdditiveAttention" else ()
        yield Weight("scale", shape, dtype=layer.variable_dtype)
    if layer.get("score_mode") == "concat":
        yield Weight("concat_score_weight", (), dtype=layer.variable_dtype)


def _is_odd_axis(layer: LayerCall, rank: int) -> bool:
    axes = layer.get("attention_axes")
    given = axes if isinstance(axes, tuple) else () if axes is None else (axes,)
    return any(not 1 - rank <= axis < rank - 1 for axis in given)


def _projected(layer: LayerCall, projections: Sequence[tuple[Shape, Shape]]) -> Iterator[Weight]:
    """Make a kernel, and a bias where there is one, for each projection from some axes to others."""
    for taken, made in projections:
        yield Weight("kernel", (*taken, *made), dtype=layer.variable_dtype)
        if layer.get("use_bias"):
            yield Weight("bias", made, dtype=layer.variable_dtype)
