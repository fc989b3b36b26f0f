"""The names under which losses and metrics are logged, and how a spec may write them.

Keras logs `val_species_accuracy`; a spec may also write `validation.species.accuracy`.
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.spec.calls import Call
from nnspec.spec.outputs import Output
from nnspec.spec.snake_case import to_snake_case
from nnspec.spec.spec import Spec

_PREFIXES = {"train": "", "validation": "val_", "test": "test_"}


def log_names(spec: Spec) -> tuple[str, ...]:
    """List the training logs of a spec, without prefix: `loss`, `accuracy`, `species_loss` ..."""
    single = len(spec.outputs) == 1
    names = ["loss"]
    for output in spec.outputs:
        prefix = "" if single else f"{output.name}_"
        names += [] if single else [f"{prefix}loss"]
        names += [f"{prefix}{name}" for name in metric_names(output)]
    return tuple(names)


def metric_names(output: Output) -> tuple[str, ...]:
    """List the names of an output's metrics as Keras writes them; a repeated one gets `_1`."""
    names: list[str] = []
    for call in output.metrics:
        stem = call.arguments.get("name") or to_snake_case(call.name)
        taken = sum(name == stem or name.startswith(f"{stem}_") for name in names)
        names.append(stem if not taken else f"{stem}_{taken}")
    return tuple(names)


def to_log_name(written: str) -> str:
    """Turn `validation.species.accuracy` into `val_species_accuracy`; Keras' own names stay."""
    split, _, rest = written.partition(".")
    if not rest or split not in _PREFIXES:
        return written
    return _PREFIXES[split] + rest.replace(".", "_")


def watches_validation(call: Call) -> bool:
    """Tell whether a callback follows a metric of the validation rows."""
    return to_log_name(call.get("monitor")).startswith("val_")


def to_dotted_name(spec: Spec, log_name: str) -> str:
    """Turn Keras' `species_accuracy` into `species.accuracy`, where there are several outputs."""
    owners = [output.name for output in spec.outputs if log_name.startswith(f"{output.name}_")]
    if len(spec.outputs) == 1 or not owners:
        return log_name
    owner = max(owners, key=len)
    return f"{owner}.{log_name[len(owner) + 1 :]}"


def monitored_names(spec: Spec) -> Iterator[str]:
    """Go through everything a callback can watch: logs of training and validation, and `learning_rate`."""
    yield from log_names(spec)
    yield from (f"val_{name}" for name in log_names(spec))
    yield "learning_rate"
