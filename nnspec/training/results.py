"""Metrics by Keras' names -> metrics as a report writes them, and the bounds that they must keep."""

from __future__ import annotations

from collections.abc import Mapping

from nnspec.errors import spec_error
from nnspec.reporting.record import Expectation
from nnspec.spec.logs import to_dotted_name
from nnspec.spec.spec import Spec

Metrics = dict[str, dict[str, float]]


def name_metrics(spec: Spec, logs: Mapping[str, float]) -> dict[str, float]:
    """Write `species_accuracy` as `species.accuracy` where there are several outputs."""
    return {to_dotted_name(spec, name): value for name, value in logs.items()}


def check_parameters(spec: Spec, parameters: int) -> None:
    """Hold the bound on `parameters` against a network before it is trained.

    Raises:
        SpecError: NN850.
    """
    for bound in spec.expect:
        if bound.quantity == "parameters" and not bound.holds(parameters):
            message = f"the network has {parameters:,} parameters"
            raise spec_error("NN850", message, path=bound.path, received=f"{parameters:,}", expected=bound.describe())


def check_bounds(spec: Spec, *, metrics: Mapping[str, Mapping[str, float]], parameters: int) -> tuple[Expectation, ...]:
    """Hold every bound of `expect` against what was reached; a metric that was not measured keeps no bound."""
    values: dict[str, float] = {"parameters": parameters}
    values |= {f"{split}.{name}": value for split, found in metrics.items() for name, value in found.items()}
    return tuple(Expectation(bound=bound, value=values.get(bound.quantity)) for bound in spec.expect)
