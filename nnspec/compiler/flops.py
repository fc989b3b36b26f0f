"""A trunk -> the floating-point operations of one forward pass."""

from __future__ import annotations

import logging
import re

import keras
import tensorflow as tf

from nnspec.compiler.failures import first_sentence
from nnspec.errors import spec_error

_BATCH = 1
# What TensorFlow writes before the reason when a function cannot be traced.
_INNERMOST = re.compile(r"^in user code:.*?ValueError: ", re.DOTALL)


def count_flops(trunk: keras.Model) -> int:
    """Count the floating-point operations that a trunk takes for one example, as TensorFlow's profiler does.

    A multiplication and an addition count as two. Operations that TensorFlow keeps no statistics of, such as
    copying and comparing, count as none.

    Args:
        trunk: from a dict of inputs to a dict of outputs.

    Raises:
        SpecError: NN157, the layers build, and yet no single example goes through them.

    Source: `tf.compat.v1.profiler`, `float_operation`.
    """
    forward = tf.function(lambda inputs: trunk(inputs, training=False))
    try:
        graph = forward.get_concrete_function(_signature(trunk)).graph
    except ValueError as error:
        reason = first_sentence(ValueError(_INNERMOST.sub("", str(error)))).partition(" for '{{")[0]
        hint = "an entry mixes the rows of a batch, or asks for more than one example has"
        message = f"one example cannot go through the network: {reason}"
        raise spec_error("NN157", message, path=("hidden",), hint=hint) from error
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
