"""A part of the network that is being imported: one entry of the spec to be, with the tensors that it takes."""

from __future__ import annotations

from typing import Any

from nnspec.interop.importing.network import Network, Tensor
from nnspec.records import field, record


@record
class Link:
    """One tensor that a part takes.

    Args:
        tensor: its `step` is the key of the part that makes it.
        argument: of the call; None by position.
        listed: whether the argument takes a list of tensors, of which this is one.
    """

    tensor: Tensor
    argument: str | None = None
    listed: bool = False


@record(frozen=False, kw_only=True)
class Part:
    """One entry, or a construct that holds others.

    Args:
        key: by which links name it.
        word: of the entry: a layer, `ops.mean`, or a construct.
        arguments: that are no defaults.
        links: the tensors that it takes, in call order.
        layer: the layer's name in the config; None for what makes no layer there. Parts of one layer share it.
        network: of a `model`, what is inside.
        trainable: of a `model`, whether anything inside is trained.
        branches: of a `residual` the one list of parts, of a `parallel` its lists.
        merge: of these two, the part that joined the branches.
    """

    key: int
    word: str
    arguments: dict[str, Any]
    links: tuple[Link, ...] = ()
    layer: str | None = None
    network: Network | None = None
    trainable: bool = True
    branches: tuple[tuple[Part, ...], ...] = ()
    merge: Part | None = field(default=None)

    @property
    def source(self) -> Tensor | None:
        """The one tensor that it takes; None where there are several, or one by the name of an argument."""
        if len(self.links) != 1 or self.links[0].argument is not None:
            return None
        return self.links[0].tensor
