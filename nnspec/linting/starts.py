"""A layer -> how its kernel starts: mean and deviation, beside what its fan-in asks for."""

from __future__ import annotations

from math import sqrt

from nnspec.catalog.catalog import load_catalog
from nnspec.inference.dimension import is_known, product
from nnspec.linting.step import Step
from nnspec.records import record
from nnspec.spec.calls import Call

CONSTANTS = ("Constant", "Ones", "Zeros")
PLAIN = frozenset({"Conv1D", "Conv2D", "Conv3D", "Dense"})
# A normal distribution cut at two deviations has this share of its deviation.
_CUT = 0.87962566


@record
class Start:
    """What a kernel is drawn from, where that does not look at the kernel's size.

    Args:
        mean: of the weights.
        std: of the weights.
    """

    mean: float
    std: float

    @property
    def size(self) -> float:
        """The root of the mean square."""
        return sqrt(self.mean**2 + self.std**2)


def initializer_of(step: Step, argument: str = "kernel_initializer") -> Call | None:
    """Give the initializer that a step's weights start with, written or by default."""
    found = step.get(argument)
    if isinstance(found, str):
        return Call("initializers", load_catalog().canonical("initializers", found) or found)
    return found if isinstance(found, Call) else None


def start_of(initializer: Call | None) -> Start | None:
    """Give mean and deviation of an initializer that knows nothing of its layer; None for all others."""
    if initializer is None:
        return None
    name = initializer.name
    if name in CONSTANTS:
        return Start(constant_of(initializer), 0.0)
    if name == "RandomUniform":
        low, high = initializer.get("minval"), initializer.get("maxval")
        return Start((low + high) / 2, (high - low) / sqrt(12))
    if name in ("RandomNormal", "TruncatedNormal"):
        cut = _CUT if name == "TruncatedNormal" else 1.0
        return Start(initializer.get("mean"), initializer.get("stddev") * cut)
    return None


def constant_of(initializer: Call) -> float:
    """Give the one value of `Zeros`, `Ones` and `Constant`."""
    return {"Ones": 1.0, "Zeros": 0.0}.get(initializer.name, initializer.get("value") or 0.0)


def fan_in(step: Step) -> int | None:
    """Count the weights that one neuron sums over, of Dense and plain convolutions; None where that is unknown."""
    if step.layer not in PLAIN or step.inferred is None:
        return None
    kernel = next((weight for weight in step.inferred.outcome.weights or () if weight.name == "kernel"), None)
    size = None if kernel is None else product(kernel.shape[:-1])
    return size if isinstance(size, int) and is_known(size) and size > 0 else None
