"""Optimizer, losses, metrics and `train` of a spec -> the functions that train and judge a script's network."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nnspec.compiler.objectives import build_metrics, metric_calls
from nnspec.interop.ejecting.augmenting import augmented_inputs
from nnspec.interop.ejecting.calls import write_call
from nnspec.interop.ejecting.python import Code, invoke, write_expression, write_statement
from nnspec.interop.ejecting.script import Function, comment
from nnspec.interop.ejecting.targets import has_weights, is_padded, is_scaled, unscaled
from nnspec.records import replace
from nnspec.spec.calls import Call
from nnspec.spec.logs import to_log_name
from nnspec.spec.outputs import Output
from nnspec.spec.spec import Spec
from nnspec.spec.train import Patterns, Stage

_MONITOR, _MODE = "monitor", "mode"


def write_training(spec: Spec) -> tuple[Function, ...]:
    """Write `train_network` and `judge`."""
    return _train_network(spec), _judge(spec)


def _train_network(spec: Spec) -> Function:
    changes = bool(augmented_inputs(spec))
    body = ["    inputs, targets, weights = examples" if has_weights(spec) else "    inputs, targets = examples"]
    if changes:
        shuffling = {} if spec.train.shuffle else {"shuffle": False}
        changed = (Code("examples"), Code("build_augmenters(train)"), Code("BATCH_SIZE"))
        body = write_statement("batches = ", invoke("ChangedBatches", *changed, **shuffling), indent=1)
    stages = spec.train.stages or (Stage(epochs=spec.train.epochs, steps=spec.train.steps),)
    for stage in stages:
        body += _write_stage(spec, stage)
    about = "Train the network" + (f", in {len(stages)} stages." if len(stages) > 1 else ".")
    head = (
        "train_network(trunk, examples, validation, train)" if changes else "train_network(trunk, examples, validation)"
    )
    return Function(head=head, about=about, body=tuple(body))


def _write_stage(spec: Spec, stage: Stage) -> list[str]:
    body = [*_patterns(stage.freeze, trains=False), *_patterns(stage.unfreeze, trains=True)]
    body += write_statement("", _compile(spec, stage), indent=1)
    return [*body, *write_statement("", _fit(spec, stage), indent=1)]


def _patterns(patterns: Patterns, *, trains: bool) -> list[str]:
    return [
        line
        for name, wanted in patterns
        for pattern in wanted
        for line in write_statement(
            "",
            invoke(
                "set_trainable",
                Code(f"trunk.get_layer({write_expression(name)})"),
                "*" if pattern == "all" else pattern,
                trains=trains,
            ),
            indent=1,
        )
    ]


def _compile(spec: Spec, stage: Stage) -> Any:
    weighed = {output.name: output.weight for output in spec.outputs}
    options: dict[str, Any] = {} if spec.train.jit == "auto" else {"jit_compile": spec.train.jit}
    if any(weight != 1.0 for weight in weighed.values()):
        options["loss_weights"] = weighed
    return invoke(
        "trunk.compile",
        optimizer=write_call(stage.optimizer or spec.optimizer),
        loss=_losses(spec),
        **{_metrics_key(spec): _metrics(spec)},
        **options,
    )


def _metrics_key(spec: Spec) -> str:
    """Weigh metrics too where weights leave out padding."""
    return "weighted_metrics" if is_padded(spec) else "metrics"


def _losses(spec: Spec) -> dict[str, Any]:
    return {output.name: write_call(output.loss) for output in spec.outputs}


def _metrics(spec: Spec) -> dict[str, Any]:
    return {
        output.name: [write_call(call, given={"name": name}) for name, call in metric_calls(output)]
        for output in spec.outputs
    }


def _fit(spec: Spec, stage: Stage) -> Any:
    train = spec.train
    steps = stage.steps if stage.steps is not None or stage.epochs is not None else train.steps
    epochs: Any = Code("EPOCHS") if stage.epochs in (None, train.epochs) else stage.epochs
    if steps is not None:
        epochs = steps  # enough in any case: the callback counts
    options: dict[str, Any] = {"sample_weight": Code("weights")} if has_weights(spec) else {}
    if not train.shuffle:
        options["shuffle"] = False
    if augmented_inputs(spec):
        return invoke(
            "trunk.fit",
            Code("batches"),
            validation_data=Code("validation"),
            epochs=epochs,
            callbacks=_callbacks(spec, steps),
            verbose=2,
        )
    return invoke(
        "trunk.fit",
        Code("inputs"),
        Code("targets"),
        **options,
        validation_data=Code("validation"),
        epochs=epochs,
        batch_size=Code("BATCH_SIZE"),
        callbacks=_callbacks(spec, steps),
        verbose=2,
    )


def _callbacks(spec: Spec, steps: int | None) -> list[Any]:
    """Write the callbacks; the loss is watched for what is not finite, as nnspec watches it."""
    stop = [] if spec.train.stop is None else [spec.train.stop]
    directions = _directions(spec)
    written = [write_call(_with_log_name(call, directions)) for call in (*stop, *spec.train.callbacks)]
    counting = [] if steps is None else [invoke("StopAtStep", steps=steps)]
    return [*written, *counting, invoke("keras.callbacks.TerminateOnNaN")]


def _with_log_name(call: Call, directions: Mapping[str, str]) -> Call:
    """Write what a callback watches as Keras logs it, and `mode` where Keras would have to guess it from a name."""
    if _MONITOR not in call.arguments:
        return call
    monitor = to_log_name(call.arguments[_MONITOR])
    mode = directions.get(monitor.removeprefix("val_"))
    guessed = _MODE in call.entry.arguments and call.get(_MODE) == "auto" and mode is not None
    return replace(call, arguments={**call.arguments, _MONITOR: monitor, **({_MODE: mode} if guessed else {})})


def _directions(spec: Spec) -> dict[str, str]:
    """Say of losses and metrics, by the names of their logs, whether less or more is better; `loss` Keras knows."""
    directions: dict[str, str] = {}
    for output in spec.outputs:
        prefix = "" if len(spec.outputs) == 1 else f"{output.name}_"
        directions |= {f"{prefix}loss": "min"} if prefix else {}
        for metric in build_metrics(output):
            direction = getattr(metric, "_direction", None)
            directions |= {f"{prefix}{metric.name}": "max" if direction == "up" else "min"} if direction else {}
    return directions


def _judge(spec: Spec) -> Function:
    weighing = ", sample_weight=weights" if has_weights(spec) else ""
    body = [*_expectations(spec)]
    body.append("    inputs, targets, weights = examples" if weighing else "    inputs, targets = examples")
    evaluation = f"trunk.evaluate(inputs, targets{weighing}, return_dict=True, verbose=0)"
    if any(is_scaled(output) for output in spec.outputs):
        body += [
            f"    trained = {evaluation}",
            *_in_data_units(spec),
            f"    figures = {evaluation}",
            '    return figures | {name: trained[name] for name in trained if name.endswith("loss")}',
        ]
    else:
        body.append(f"    return {evaluation}")
    about = "Judge the network on rows; metrics are in the data's unit, losses in that of the training."
    return Function(head="judge(trunk, examples, rows, train)", about=about, body=tuple(body))


def _in_data_units(spec: Spec) -> list[str]:
    """Judge a network whose outputs are brought back to the data's unit first."""
    outputs = {
        o.name: unscaled(o, f'trunk.output["{o.name}"]') if is_scaled(o) else Code(f'trunk.output["{o.name}"]')
        for o in spec.outputs
    }
    raw = {o.name: _truth(spec, o) for o in spec.outputs if is_scaled(o)}
    targets = raw if len(raw) == len(spec.outputs) else Code(f"targets | {write_expression(raw)}")
    return [
        *write_statement("outputs = ", outputs, indent=1),
        *write_statement("targets = ", targets, indent=1),
        "    trunk = keras.Model(trunk.input, outputs)",
        *write_statement(
            "", invoke("trunk.compile", loss=_losses(spec), **{_metrics_key(spec): _metrics(spec)}), indent=1
        ),
    ]


def _truth(spec: Spec, output: Output) -> Code:
    truth = f'rows["{output.name}"]'
    return Code(f"np.nan_to_num({truth})" if output.per_position and is_padded(spec) else truth)


def _expectations(spec: Spec) -> list[str]:
    return [line for bound in spec.expect for line in comment(f"expected: {bound.quantity} {bound.describe()}")]
