"""A trunk and its objectives in; functions out that train, evaluate or predict many rows in one call."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import keras
import tensorflow as tf

from nnspec.records import record
from nnspec.training.forward import forward_training
from nnspec.training.gradients import Clipping, apply_gradients
from nnspec.training.losses import loss_terms
from nnspec.training.metrics import update_metrics
from nnspec.training.objectives import Objective
from nnspec.training.placement import Batch, Placed, signature_of
from nnspec.training.shares import Share, take_share
from nnspec.training.strategy import Devices

Tensor = Any
Step = Callable[[tuple[Batch, ...], Tensor], Tensor]
ManySteps = Callable[[tuple[Batch, ...], Tensor, int], tuple[Tensor, Tensor]]


@record(kw_only=True)
class Network:
    """What the steps work on.

    Args:
        trunk: a Keras model from a dict of inputs to a dict of outputs.
        objectives: one per judged output.
        devices: where.
        jit: compile each step with XLA; on one device only.
        augmenter: changes inputs of the trunk while training; None leaves them as they are.
    """

    trunk: keras.Model
    objectives: Sequence[Objective]
    devices: Devices
    jit: bool = False
    augmenter: keras.Model | None = None


def training_steps(network: Network, placed: Placed, *, clipping: Clipping) -> ManySteps:
    """Make the function that runs optimizer steps on consecutive batches.

    The trunk must be compiled and its optimizer built. What is trainable is read when the first call traces.

    Returns:
        A function of copies, row numbers (n,) and the global batch size. It stops behind the first step whose loss is
        not finite, and gives the sums that `LossTotals` adds up, and the number of that step or -1.
    """

    def step(copies: tuple[Batch, ...], rows: Tensor) -> Tensor:
        share, batch = _own_part(copies, rows, network.devices.n_replicas)
        with tf.GradientTape() as tape:
            outputs, penalties = forward_training(
                network.trunk,
                batch["inputs"],
                n_replicas=network.devices.n_replicas,
                augmenter=network.augmenter,
            )
            terms = _terms(network, batch, outputs, penalties, share)
            scaled = network.trunk.optimizer.scale_loss(_loss(network, terms))
        variables = network.trunk.trainable_variables
        apply_gradients(
            network.trunk.optimizer,
            gradients=tape.gradient(scaled, [variable.value for variable in variables]),
            variables=variables,
            clipping=clipping,
            n_replicas=network.devices.n_replicas,
        )
        _show_metrics(network, batch, outputs, share)
        return terms

    return _many_steps(network, placed, step)


def evaluation_steps(network: Network, placed: Placed) -> ManySteps:
    """Make the function that judges consecutive batches without learning from them.

    Returns:
        A function like that of `training_steps`; it never stops early.
    """

    def step(copies: tuple[Batch, ...], rows: Tensor) -> Tensor:
        share, batch = _own_part(copies, rows, network.devices.n_replicas)
        outputs = network.trunk(batch["inputs"], training=False)
        # Nothing is exchanged in inference, so here the list of losses is this replica's own.
        terms = _terms(network, batch, outputs, network.trunk.losses, share)
        _show_metrics(network, batch, outputs, share)
        return terms

    return _many_steps(network, placed, step, stop_at_bad=False)


def prediction_step(network: Network, placed: Placed) -> Callable[[tuple[Batch, ...], Tensor], list[dict[str, Tensor]]]:
    """Make the function that gives the raw outputs of one batch, in parts that follow each other."""

    def step(copies: tuple[Batch, ...], rows: Tensor) -> dict[str, Tensor]:
        share, batch = _own_part(copies, rows, network.devices.n_replicas)
        outputs = network.trunk(batch["inputs"], training=False)
        return {name: output[: share.n_counted] for name, output in outputs.items()}

    strategy = network.devices.strategy
    signature = [signature_of(placed), tf.TensorSpec([None], tf.int32)]

    @tf.function(autograph=False, input_signature=signature, jit_compile=network.jit or None)  # type: ignore[untyped-decorator]
    def predict(copies: tuple[Batch, ...], rows: Tensor) -> Any:
        return strategy.experimental_local_results(strategy.run(step, args=(copies, rows)))

    return predict  # type: ignore[no-any-return]


def _many_steps(network: Network, placed: Placed, step: Step, *, stop_at_bad: bool = True) -> ManySteps:
    strategy, n_replicas = network.devices.strategy, network.devices.n_replicas
    one_step = tf.function(step, autograph=False, jit_compile=True) if network.jit else step
    zeros = tf.zeros([2, len(network.objectives) + 1], _totals_type())
    signature = [signature_of(placed), tf.TensorSpec([None], tf.int32), tf.TensorSpec([], tf.int32)]

    @tf.function(autograph=False, input_signature=signature)  # type: ignore[untyped-decorator]
    def run(copies: tuple[Batch, ...], rows: Tensor, batch_size: Tensor) -> tuple[Tensor, Tensor]:
        n_steps = (tf.shape(rows)[0] + batch_size - 1) // batch_size

        def goes_on(i: Tensor, totals: Tensor, bad: Tensor) -> Tensor:
            return (i < n_steps) & (bad < 0) if stop_at_bad else i < n_steps

        def advance(i: Tensor, totals: Tensor, bad: Tensor) -> tuple[Tensor, Tensor, Tensor]:
            terms = strategy.run(one_step, args=(copies, rows[i * batch_size : (i + 1) * batch_size]))
            if n_replicas > 1:
                terms = strategy.reduce(tf.distribute.ReduceOp.SUM, terms, axis=None)
            finite = tf.reduce_all(tf.math.is_finite(terms))
            return i + 1, totals + terms, tf.where((bad < 0) & ~finite, i, bad)

        _, totals, bad = tf.while_loop(goes_on, advance, (0, zeros, -1), parallel_iterations=1)
        return totals, bad

    return run  # type: ignore[no-any-return]


def _own_part(copies: tuple[Batch, ...], rows: Tensor, n_replicas: int) -> tuple[Share, Batch]:
    """Gather the rows that this replica works on from its own copy."""
    context = tf.distribute.get_replica_context()
    replica = int(tf.get_static_value(context.replica_id_in_sync_group))
    share = take_share(rows, replica=replica, n_replicas=n_replicas)
    return share, tf.nest.map_structure(lambda tensor: tf.gather(tensor, share.rows), copies[replica])


def _terms(network: Network, batch: Batch, outputs: dict[str, Tensor], penalties: list[Tensor], share: Share) -> Tensor:
    """Give what this replica adds, shape (2, objectives + 1): above what is summed, below what divides it.

    The last column is the penalty. Layers report theirs as means over their rows, and weights are penalised on every
    replica alike, so times the rows, and over all rows, it counts once.
    """
    width = _totals_type()
    rows = tf.cast(tf.shape(share.rows)[0], width)
    penalty = tf.add_n([tf.zeros([], width), *(tf.cast(loss, width) for loss in penalties)])
    pairs = [_judge(objective, batch, outputs, share) for objective in network.objectives]
    columns = [[tf.cast(term, width) for term in pair] for pair in pairs]
    terms = tf.stack([*columns, [penalty * rows, rows]], axis=1)
    return terms * share.scale if network.devices.n_replicas > 1 else terms


def _judge(objective: Objective, batch: Batch, outputs: dict[str, Tensor], share: Share) -> tuple[Tensor, Tensor]:
    return loss_terms(
        objective.loss,
        target=objective.to_loss_unit(objective.target(batch)),
        output=outputs[objective.name],
        weights=batch["weights"].get(objective.name),
        fraction=share.fraction,
        counted=batch["counted"].get(objective.name),
    )


def _loss(network: Network, terms: Tensor) -> Tensor:
    """Give this replica's part of the loss of the whole batch."""
    numerators, denominators = terms[0], tf.stop_gradient(terms[1])
    if network.devices.n_replicas > 1:
        context = tf.distribute.get_replica_context()
        denominators = context.all_reduce(tf.distribute.ReduceOp.SUM, denominators)
    factors = tf.constant([*(objective.weight for objective in network.objectives), 1.0], terms.dtype)
    return tf.reduce_sum(factors * tf.math.divide_no_nan(numerators, denominators))


def _show_metrics(network: Network, batch: Batch, outputs: dict[str, Tensor], share: Share) -> None:
    n_counted = share.n_counted if network.devices.n_replicas > 1 else None
    for objective in network.objectives:
        update_metrics(
            objective,
            target=objective.target(batch),
            output=outputs[objective.name],
            n_counted=n_counted,
            counted=batch["counted"].get(objective.name),
        )


def _totals_type() -> tf.DType:
    """Add up in float32 at least, whatever width the layers work in."""
    return tf.float64 if keras.config.floatx() == "float64" else tf.float32
