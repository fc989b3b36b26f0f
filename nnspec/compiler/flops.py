"""A trunk -> the floating-point operations of one forward pass."""

from __future__ import annotations

import logging

import keras
import tensorflow as tf

_BATCH = 1


def count_flops(trunk: keras.Model) -> int:
    """Count the floating-point operations that a trunk takes for one example, as TensorFlow's profiler does.

    A multiplication and an addition count as two. Operations that TensorFlow keeps no statistics of, such as
    copying and comparing, count as none.

    Args:
        trunk: from a dict of inputs to a dict of outputs.

    Source: `tf.compat.v1.profiler`, `float_operation`.
    """
    forward = tf.function(lambda inputs: trunk(inputs, training=False))
    graph = forward.get_concrete_function(_signature(trunk)).graph
    builder = tf.compat.v1.profiler.ProfileOptionBuilder
    options = builder(builder.float_operation()).with_empty_output().build()
    logger, level = tf.get_logger(), tf.get_logger().level
    # The profiler lives in the v1 namespace and says so on every first use.
    logger.setLevel(logging.ERROR)
    try:
        return int(tf.compat.v1.profiler.profile(graph, cmd="op", options=options).total_float_ops)
    finally:
        logger.setLevel(level)


def _signature(trunk: keras.Model) -> dict[str, tf.TensorSpec]:
    return {
        name: tf.TensorSpec((_BATCH, *tensor.shape[1:]), tensor.dtype, name=name)
        for name, tensor in trunk.input.items()
    }
