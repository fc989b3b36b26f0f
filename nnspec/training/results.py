"""Metrics by Keras' names -> metrics as a report writes them, and the bounds that they must keep."""

from __future__ import annotations

from collections.abc import Mapping

from nnspec.reporting.record import Expectation
from nnspec.spec.logs import to_dotted_name
from nnspec.spec.spec import Spec

Metrics = dict[str, dict[str, float]]


def name_metrics(spec: Spec, logs: Mapping[str, float]) -> dict[str, float]:
    """Write `species_accuracy` as `species.accuracy` where there are several outputs."""
    return {to_dotted_name(spec, name): value for name, value in logs.items()}


def check_bounds(
    spec: Spec, *, metrics: Mapping[str, Mapping[str, float]], quantities: Mapping[str, int]
) -> tuple[Expectation, ...]:
    """Hold every bound of `expect` against what was reached; a metric that was not measured keeps no bound."""
    values: dict[str, float] = {**quantities}
    values |= {f"{split}.{name}": value for split, found in metrics.items() for name, value in found.items()}
    return tuple(Expectation(bound=bound, value=values.get(bound.quantity)) for bound in spec.expect)
