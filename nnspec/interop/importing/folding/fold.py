"""Entries -> the same network in fewer lines: `vars`, `repeat` and `blocks`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from nnspec.interop.importing.folding.blocks import Block, Candidate, find_blocks, fold_blocks
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
    shapes = Shapes(Defaults(), frozenset(constants))
    items = fold_repeats(items, shapes)
    starts = find_blocks(items, (), shapes, n_wanted=n_trials)
    trials = [_fold_from(first, items, shapes.copy(), BlockNames(reserved)) for first in starts]
    folded, blocks = min(trials, key=_count, default=(items, []))
    return Folded(constants, {block.name: _write_block(block) for block in blocks}, folded)


def _fold_from(first: Candidate, items: Run, shapes: Shapes, names: BlockNames) -> tuple[Run, list[Block]]:
    items, blocks = fold_blocks(items, shapes, names, first=first)
    blocks = [replace(block, items=fold_repeats(block.items, shapes)) for block in blocks]
    return fold_repeats(items, shapes), blocks


def _count(folded: tuple[Run, list[Block]]) -> int:
    items, blocks = folded
    return count_lines(items, DEPTH_OF_HIDDEN) + sum(3 + count_lines(b.items, DEPTH_OF_BLOCKS) for b in blocks)


def _write_block(block: Block) -> dict[str, Any]:
    arguments = {"args": block.arguments} if block.arguments else {}
    return {**arguments, "layers": write_items(block.items)}
