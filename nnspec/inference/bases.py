"""A transfer base -> the network that it is, as a spec of its own; None where that cannot be known without Keras."""

from __future__ import annotations

from importlib import import_module

from nnspec.graph.graph import Graph
from nnspec.inference.dimension import differ
from nnspec.inference.outcome import ShapeError
from nnspec.inference.tensor import Tensor
from nnspec.records import record
from nnspec.spec.bases import Base
from nnspec.spec.spec import Spec

_SCHEME = "keras:"
_CHANNELS = 3


@record
class BaseNetwork:
    """The network of a base.

    Args:
        spec: with one input and one output.
        graph: lowered from it.
    """

    spec: Spec
    graph: Graph


def network_of(base: Base) -> BaseNetwork | None:
    """Find the network of a base.

    Args:
        base: as the spec declares it.

    Returns:
        None for a run, an unknown application, one that is cut inside or keeps its classifier, and one with arguments.
    """
    application = base.source.removeprefix(_SCHEME)
    if not base.source.startswith(_SCHEME) or base.until is not None or base.include_top or base.arguments:
        return None
    found: BaseNetwork | None = import_module("nnspec.inference.applications").load_application(application)
    return found


def check_picture(base: Base, picture: Tensor) -> None:
    """Refuse what is no colour picture.

    Raises:
        ShapeError: NN553, as building the base does.
    """
    shape = picture.example
    if shape is None or (len(shape) == 3 and not differ(shape[-1], _CHANNELS)):
        return
    raise ShapeError(
        f"`{base.source.removeprefix(_SCHEME)}` takes colour pictures",
        code="NN553",
        expected="height, width and 3 channels",
        hint="give the image input `channels: 3`",
    )


def pooled(base: Base, tensor: Tensor) -> Tensor:
    """Pool the feature map of a base where the spec says so."""
    shape = tensor.shape
    return tensor if base.pooling is None or shape is None else Tensor((shape[0], shape[-1]), tensor.dtype)
