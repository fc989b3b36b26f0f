"""Names for blocks and their arguments, from what they hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from nnspec.catalog.catalog import load_catalog
from nnspec.interop.importing.folding.pattern import Hole, Run
from nnspec.spec.entries import CONSTRUCTS

_SHORT = {
    "BatchNormalization": "bn",
    "Bidirectional": "both_ways",
    "Conv1D": "conv",
    "Conv2D": "conv",
    "Conv3D": "conv",
    "Conv2DTranspose": "upconv",
    "Dense": "dense",
    "DepthwiseConv2D": "depthwise",
    "EinsumDense": "einsum",
    "GroupNormalization": "gn",
    "LayerNormalization": "ln",
    "MultiHeadAttention": "attention",
    "SeparableConv2D": "separable",
    "model": "model",
    "parallel": "fork",
    "repeat": "stage",
    "residual": "residual",
}
_PARTS = {"Pooling": "pool", "ReLU": "act", "LU": "act", "Activation": "act", "Padding": "pad"}
_MOST_WORDS = 2
_NOT_ARGUMENTS = ("name", "from")


class BlockNames:
    """Hands out names for blocks.

    Args:
        taken: names that the spec gives otherwise.
    """

    def __init__(self, taken: Iterable[str]) -> None:
        self._taken = {*taken, *CONSTRUCTS, *load_catalog().names("layers")}

    def next_for(self, items: Run) -> str:
        """Name a block for what stands in it."""
        words = list(dict.fromkeys(_words(items)))[:_MOST_WORDS] or ["block"]
        stem = "_".join(words)
        if stem in CONSTRUCTS:
            stem = f"{stem}_block"
        return _free(stem, self._taken)


def argument_names(holes: Iterable[Hole], *, used: frozenset[str]) -> dict[Hole, str]:
    """Name a block's arguments for the layers' arguments that they fill.

    Args:
        holes: in order.
        used: names that mean something else in the body.
    """
    taken = {*used, *_NOT_ARGUMENTS}
    return {hole: _free(hole.argument.rstrip("0123456789"), taken, joint="") for hole in holes}


def _words(items: Run) -> Iterator[str]:
    if any(item.word == "repeat" for item in items):
        yield "stage"
        return
    for item in items:
        short = _SHORT.get(item.word) or next((s for part, s in _PARTS.items() if part in item.word), None)
        if short is not None:
            yield short


def _free(stem: str, taken: set[str], *, joint: str = "_") -> str:
    name, number = stem, 1
    while name in taken:
        number += 1
        name = f"{stem}{joint}{number}"
    taken.add(name)
    return name
