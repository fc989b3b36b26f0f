"""Built models -> the quantities that `expect` may bound before anything is trained."""

from __future__ import annotations

from collections.abc import Mapping

from nnspec.compiler.models import Models
from nnspec.errors import SpecError, spec_error
from nnspec.graph.graph import Graph
from nnspec.inference.bounds import broken_bounds, static_value
from nnspec.inference.costs.costs import count_costs
from nnspec.inference.facts import Facts
from nnspec.inference.infer import infer_network
from nnspec.inference.tensor import BATCH, Tensor
from nnspec.spec.expect import STATIC_QUANTITIES
from nnspec.spec.spec import Spec
from nnspec.tables.state import State

Quantities = Mapping[str, int]


def count_quantities(spec: Spec, graph: Graph, state: State, *, models: Models, parameters: int) -> Quantities:
    """Count what a network costs, now that its data were read; what cannot be known is left out.

    Args:
        spec: of the network.
        graph: of the network.
        state: units of its heads.
        models: the encoder gives the shapes of its inputs.
        parameters: as they were built.
    """
    encoded = {name: Tensor((BATCH, *t.shape[1:]), t.dtype) for name, t in models.encoder.output.items()}
    units = {name: output.shape[-1] if output.shape else 1 for name, output in state.outputs.items()}
    costs = count_costs(spec, infer_network(spec, graph, Facts(encoded=encoded, units=units)))
    counted = {quantity: static_value(quantity, costs) for quantity in STATIC_QUANTITIES}
    known = {quantity: value for quantity, value in counted.items() if isinstance(value, int)}
    return {**known, "parameters": parameters}


def check_quantities(spec: Spec, quantities: Quantities) -> None:
    """Hold the bounds on parameters, memory and FLOPs against a network before it is trained.

    Raises:
        SpecError: NN850, a bound is broken, or cannot be checked.
    """
    bounds = [bound for bound in spec.expect if bound.quantity in STATIC_QUANTITIES]
    for bound in bounds:
        if bound.quantity not in quantities:
            message = f"the bound on `{bound.quantity}` cannot be checked"
            raise spec_error("NN850", message, path=bound.path, hint="a layer whose costs are not known is in the way")
    broken = list(broken_bounds((bound, quantities[bound.quantity]) for bound in bounds))
    if broken:
        raise SpecError(broken)
