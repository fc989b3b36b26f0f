"""`expect` -> findings for the bounds that the network breaks, whatever the data are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from nnspec.diagnostics.diagnostic import Diagnostic
from nnspec.inference.costs.costs import Costs, count_costs
from nnspec.inference.dimension import Dimension
from nnspec.inference.network import Network
from nnspec.spec.expect import STATIC_QUANTITIES, Bound
from nnspec.spec.spec import Spec


def check_static_bounds(spec: Spec, network: Network) -> tuple[tuple[Diagnostic, ...], tuple[str, ...]]:
    """Hold the bounds on parameters, memory and FLOPs against the network.

    Args:
        spec: its bounds, batch size and optimizer.
        network: with the shapes that are known.

    Returns:
        The findings, and what could not be checked.

    Reports: NN850.
    """
    costs = count_costs(spec, network)
    values = [(b, static_value(b.quantity, costs)) for b in spec.expect if b.quantity in STATIC_QUANTITIES]
    unchecked = (bound.quantity for bound, value in values if not isinstance(value, int))
    return tuple(broken_bounds(values)), tuple(f"the bound on `{quantity}`, {_OPEN}" for quantity in unchecked)


def static_value(quantity: str, costs: Costs) -> Dimension:
    """Give the quantity that a bound is about: parameters, bytes of a training step, or FLOPs of one example."""
    return {"parameters": costs.parameters, "memory": costs.memory, "flops": costs.flops}[quantity]


_OPEN = "because a shape depends on the data"
_WORDS = {
    "parameters": "the network has {} parameters",
    "memory": "a training step needs {} bytes at least",
    "flops": "one example takes {} FLOPs",
}


def broken_bounds(values: Iterable[tuple[Bound, Dimension]]) -> Iterator[Diagnostic]:
    """Say NN850 of each bound that its value breaks."""
    for bound, value in values:
        if isinstance(value, int) and bound.is_possible and not bound.holds(value):
            count = f"{value:,}"
            message = _WORDS[bound.quantity].format(count)
            expected = bound.describe()
            yield Diagnostic(code="NN850", message=message, path=bound.path, received=count, expected=expected)
