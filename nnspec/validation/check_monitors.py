"""Whether what callbacks watch and what `expect` bounds will exist."""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.diagnostics.diagnostic import Diagnostic
from nnspec.diagnostics.spelling import suggest
from nnspec.spec.calls import Call
from nnspec.spec.expect import STATIC_QUANTITIES
from nnspec.spec.logs import log_names, monitored_names, to_dotted_name, to_log_name
from nnspec.spec.spec import Spec

_SPLIT_LOGS = {"train": "", "validation": "val_", "test": "test_"}


def check_monitors(spec: Spec) -> Iterator[Diagnostic]:
    """Report NN323 for callbacks that watch what will not be there."""
    for call in spec.train.all_callbacks:
        if "monitor" in call.entry.arguments:
            yield from _check_monitor(spec, call)


def check_bounds(spec: Spec) -> Iterator[Diagnostic]:
    """Report NN025 for bounds on metrics that no output has, NN024 and NN323 for those that nothing can keep."""
    known = [f"{split}.{to_dotted_name(spec, name)}" for split in _SPLIT_LOGS for name in log_names(spec)]
    for bound in spec.expect:
        if not bound.is_possible:
            message = f"nothing is {bound.describe()}"
            yield Diagnostic(code="NN024", message=message, path=bound.path, expected="`min` no larger than `max`")
        if bound.quantity in STATIC_QUANTITIES:
            continue
        if bound.quantity not in known:
            message = f"`{bound.quantity}` is not a metric of this spec"
            hint = (
                suggest(bound.quantity, known)
                or f"known: `parameters`, `memory`, `flops`, {', '.join(f'`{name}`' for name in known)}"
            )
            yield Diagnostic(code="NN025", message=message, path=bound.path, received=bound.quantity, hint=hint)
        elif (split := bound.quantity.partition(".")[0]) in ("validation", "test") and not _has_rows(spec, split):
            message = f"`{bound.quantity}` needs {split} rows, and there are none"
            yield Diagnostic(code="NN323", message=message, path=bound.path, hint="split some off, or bound another")


def _check_monitor(spec: Spec, call: Call) -> Iterator[Diagnostic]:
    written = call.get("monitor")
    name = to_log_name(written)
    path = _monitor_path(call)
    if name not in (known := list(monitored_names(spec))):
        message = f"`{written}` will not be logged"
        hint = (
            suggest(written, known)
            or f"logged: {', '.join(f'`{item}`' for item in log_names(spec))}, and `val_` of each"
        )
        yield Diagnostic(code="NN323", message=message, path=path, received=written, hint=hint)
    elif name.startswith("val_") and not _has_rows(spec, "validation"):
        message = f"`{written}` needs validation rows, and there are none"
        yield Diagnostic(
            code="NN323", message=message, path=path, received=written, hint="watch `loss`, or split some off"
        )


def _monitor_path(call: Call) -> tuple[str | int, ...]:
    if "monitor" not in call.arguments:
        return call.path
    return (*call.path, "monitor") if call.written is None else (*call.path, call.written, "monitor")


def _has_rows(spec: Spec, split: str) -> bool:
    data = spec.data
    if data is None or data.source is None:
        return data is None or getattr(data, split) is not None
    return data.split is not None and getattr(data.split, split) > 0
