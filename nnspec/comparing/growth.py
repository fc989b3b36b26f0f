"""What two networks cost -> by how much the second has grown."""

from __future__ import annotations

from nnspec.inference.costs.costs import Costs
from nnspec.inference.dimension import Dimension
from nnspec.records import record


@record
class Growth:
    """One quantity of two networks.

    Args:
        quantity: `parameters`, `FLOPs` or `memory`.
        before: of the first; not a number where a shape depends on the data.
        after: of the second.
    """

    quantity: str
    before: Dimension
    after: Dimension

    @property
    def ratio(self) -> float | None:
        """The second over the first; None where either is not known, or nothing became something."""
        if not isinstance(self.before, int) or not isinstance(self.after, int):
            return None
        if self.before == 0:
            return 1.0 if self.after == 0 else None
        return self.after / self.before

    def exceeds(self, limit: float) -> bool:
        """Tell whether it has grown past a limit; nothing that became something has."""
        if self.before == 0 and isinstance(self.after, int):
            return self.after > 0
        return self.ratio is not None and self.ratio > limit


def compare_costs(before: Costs, after: Costs) -> tuple[Growth, ...]:
    """Hold the costs of two networks against each other."""
    return (
        Growth("parameters", before.parameters, after.parameters),
        Growth("FLOPs", before.flops, after.flops),
        Growth("memory", before.memory, after.memory),
    )
