"""What two networks cost -> by how much the second has grown."""

from __future__ import annotations

from nnspec.inference.costs.costs import Costs
from nnspec.inference.dimension import Dimension, is_known
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
        """The second over the first; None where one is not known and they may differ, or nothing became something."""
        if is_known(self.before) and self.before == self.after:
            return 1.0
        if not isinstance(self.before, int) or not isinstance(self.after, int) or self.before == 0:
            return None
        return self.after / self.before

    def exceeds(self, limit: float) -> bool | None:
        """Tell whether it has grown past a limit, as nothing that became something has; None where nobody can tell."""
        if self.ratio is not None:
            return self.ratio > limit
        return True if self.before == 0 and isinstance(self.after, int) else None


def compare_costs(before: Costs, after: Costs) -> tuple[Growth, ...]:
    """Hold the costs of two networks against each other."""
    return (
        Growth("parameters", before.parameters, after.parameters),
        Growth("FLOPs", before.flops, after.flops),
        Growth("memory", before.memory, after.memory),
    )
