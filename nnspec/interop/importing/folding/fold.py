"""Entries -> the same network in fewer lines: `vars`, `repeat` and `blocks`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from nnspec.interop.importing.folding.blocks import Block, fold_blocks
from nnspec.interop.importing.folding.constants import fold_constants
from nnspec.interop.importing.folding.defaults import Defaults
from nnspec.interop.importing.folding.naming import BlockNames
from nnspec.interop.importing.folding.pattern import Run, Shapes
from nnspec.interop.importing.folding.repeats import fold_repeats
from nnspec.interop.importing.folding.sizes import DEPTH_OF_BLOCKS, DEPTH_OF_HIDDEN, count_lines
from nnspec.interop.importing.item import write_items
from nnspec.records import record, replace

_MOST_TRIALS = 14
_MOST_LINES_FOR_TRIALS = 800


@record
class Folded:
    """Entries with what they use.

    Args:
        constants: what stands under `vars`.
        blocks: what stands under `blocks`, as plain data.
        items: what stands under `hidden`.
    """

    constants: dict[str, Any]
    blocks: dict[str, Any]
    items: Run


def fold(items: Run, *, taken: Iterable[str]) -> Folded:
    """Fold entries that repeat themselves.

    Args:
        items: from top to bottom.
        taken: names that the spec gives otherwise.
    """
    constants, items = fold_constants(items)
    reserved = frozenset({*taken, *constants})
    n_trials = _MOST_TRIALS if count_lines(items, DEPTH_OF_HIDDEN) <= _MOST_LINES_FOR_TRIALS else 1
    trials = (_fold_once(items, frozenset(constants), reserved, first=first) for first in range(n_trials))
    folded, blocks = min(trials, key=_count)
    return Folded(constants, {block.name: _write_block(block) for block in blocks}, folded)


def _fold_once(
    items: Run, constants: frozenset[str], reserved: frozenset[str], *, first: int
) -> tuple[Run, list[Block]]:
    shapes = Shapes(Defaults(), constants)
    items = fold_repeats(items, shapes)
    items, blocks = fold_blocks(items, shapes, BlockNames(reserved), first=first)
    blocks = [replace(block, items=fold_repeats(block.items, shapes)) for block in blocks]
    return fold_repeats(items, shapes), blocks


def _count(folded: tuple[Run, list[Block]]) -> int:
    items, blocks = folded
    return count_lines(items, DEPTH_OF_HIDDEN) + sum(3 + count_lines(b.items, DEPTH_OF_BLOCKS) for b in blocks)


def _write_block(block: Block) -> dict[str, Any]:
    arguments = {"args": block.arguments} if block.arguments else {}
    return {**arguments, "layers": write_items(block.items)}
