"""An attention layer -> its operations: projections, scores, their softmax, and the weighted sum of the values."""

from __future__ import annotations

from nnspec.inference.costs.work import Work, one_example
from nnspec.inference.dimension import UNKNOWN, Dimension, total


def attention_flops(work: Work) -> Dimension:
    """Count an attention over (steps, features); one tensor alone is query and value at once."""
    shapes = [one_example(tensor) for tensor in work.inputs[:2]]
    known = [shape for shape in shapes if shape is not None and len(shape) == 3]
    if not known or len(known) < len(shapes):
        return UNKNOWN
    query, value = known[0], known[-1]
    if work.layer.name in ("Attention", "AdditiveAttention"):
        # Scores and weighted sum are matrix products; an additive score has no product of its own.
        return 4 * query[1] * value[1] * query[2] + 5 * query[1] * value[1]
    return _projections(work, query[1], value[1]) + _scores(work, query[1], value[1])


def _projections(work: Work, n_queries: Dimension, n_values: Dimension) -> Dimension:
    """Count the projections, whose kernels and biases stand in the order query, key, gate, value, output."""
    gate = (n_queries,) if work.layer.get("use_gate") else ()
    steps = (n_queries, n_values, *gate, n_values, n_queries)
    kernels = [weight for weight in work.weights if weight.name == "kernel"]
    biases = [weight for weight in work.weights if weight.name == "bias"]
    products = total(2 * kernel.size * n for kernel, n in zip(kernels, steps, strict=True))
    return products + (total(bias.size * n for bias, n in zip(biases, steps, strict=True)) if biases else 0)


def _scores(work: Work, n_queries: Dimension, n_values: Dimension) -> Dimension:
    is_grouped = work.layer.name == "GroupQueryAttention"
    heads: int = work.layer.get("num_query_heads" if is_grouped else "num_heads")
    key: int = work.layer.get("head_dim" if is_grouped else "key_dim")
    value: int = work.layer.get("value_dim") or key
    gate = value if work.layer.get("use_gate") else 0
    return heads * n_queries * (n_values * (2 * key + 2 * value + 5) + gate)
