"""Entries that come again in several places -> `blocks`, with what differs as their arguments."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from nnspec.interop.importing.folding.naming import BlockNames, argument_names
from nnspec.interop.importing.folding.pattern import Hole, Pattern, Run, Shapes, fill, find_pattern, is_size
from nnspec.interop.importing.folding.sizes import DEPTH_OF_BLOCKS, DEPTH_OF_HIDDEN, count_lines
from nnspec.interop.importing.folding.texts import multiple
from nnspec.interop.importing.folding.windows import Window, find_windows, lists_in, replace_runs
from nnspec.interop.importing.item import Item
from nnspec.records import record, replace

_SMALLEST_GAIN = 3
_MOST_ARGUMENTS = 7
_FRAME_LINES = 3
# Of two values, one is a multiple of the other too often.
_FEWEST_VALUES = 3


@record
class Block:
    """A block of the spec.

    Args:
        name: of the block.
        arguments: with their defaults; None for those that must be given.
        items: its body.
    """

    name: str
    arguments: dict[str, Any]
    items: Run


@record
class Candidate:
    """A block that could be made, how many lines it saves, and the entries that would use it."""

    gain: int
    window: Window
    block: Block
    uses: tuple[Item, ...]


def find_blocks(items: Run, blocks: Sequence[Block], shapes: Shapes, *, n_wanted: int) -> list[Candidate]:
    """Find the blocks that save most lines, best first; of long lists far inside even one use does.

    Args:
        items: from top to bottom.
        blocks: that there are already.
        shapes: numbers of entries.
        n_wanted: how many, at most.
    """
    lists = [
        *lists_in(items, DEPTH_OF_HIDDEN),
        *(each for block in blocks for each in lists_in(block.items, DEPTH_OF_BLOCKS)),
    ]
    found = _candidates(find_windows(lists, shapes, fewest=2), shapes, n_wanted=n_wanted)
    return found or _candidates(find_windows(lists, shapes, fewest=1), shapes, n_wanted=1)


def fold_blocks(items: Run, shapes: Shapes, names: BlockNames, *, first: Candidate) -> tuple[Run, list[Block]]:
    """Make blocks as long as one saves lines, the one that saves most first.

    Args:
        items: from top to bottom.
        shapes: numbers of entries.
        names: for new blocks.
        first: the block to begin with; what saves most at once need not do so in the end.

    Returns:
        The entries, and the blocks, each below those that use it.
    """
    blocks: list[Block] = []
    found = [first]
    while found:
        (best,) = found
        name = names.next_for(best.window.runs[0])
        shapes.defaults.declare_block(name, best.block.arguments)
        make = {id(run[0]): replace(use, word=name) for run, use in zip(best.window.runs, best.uses, strict=True)}
        items = replace_runs(items, best.window.key, shapes, make)
        blocks = [replace(block, items=replace_runs(block.items, best.window.key, shapes, make)) for block in blocks]
        blocks.append(replace(best.block, name=name))
        found = find_blocks(items, blocks, shapes, n_wanted=1)
    return items, blocks[::-1]


def _candidates(windows: Iterable[Window], shapes: Shapes, *, n_wanted: int) -> list[Candidate]:
    """Work out the best few blocks, best first; a window that promises less than all of them ends the search."""
    found: list[Candidate] = []
    for window in windows:
        least = found[-1].gain if len(found) == n_wanted else _SMALLEST_GAIN - 1
        if window.most <= least:
            break
        candidate = _candidate(window, shapes)
        if candidate is not None and candidate.gain > least:
            found = sorted([*found, candidate], key=lambda each: -each.gain)[:n_wanted]
    return found


def _candidate(window: Window, shapes: Shapes) -> Candidate | None:
    pattern = find_pattern(window.runs, shapes, open_names=True)
    bases = _bases(pattern)
    if len({base for base, _ in bases.values()}) > _MOST_ARGUMENTS:
        return None
    named = argument_names(dict.fromkeys(base for base, _ in bases.values()), used=_names_used(pattern))
    body = fill(pattern.items, {hole: multiple(named[base], factor) for hole, (base, factor) in bases.items()})
    arguments = {name: _usual(base.values, alone=len(named) == 1) for base, name in named.items()}
    uses = tuple(_use(named, arguments, i) for i in range(len(window.runs)))
    after = count_lines(body, DEPTH_OF_BLOCKS) + _FRAME_LINES
    after += sum(count_lines([use], depth) for use, depth in zip(uses, window.depths, strict=True))
    return Candidate(window.n_lines - after, window, Block("", arguments, body), uses)


def _names_used(pattern: Pattern) -> frozenset[str]:
    return frozenset("ijkmn") if pattern.items else frozenset()


def _use(named: dict[Hole, str], arguments: dict[str, Any], i: int) -> Item:
    given = {name: hole.values[i] for hole, name in named.items() if not _same(hole.values[i], arguments[name])}
    return Item("block", given, first=next(iter(named.values()), None))


def _same(value: Any, default: Any) -> bool:
    return default is not None and bool(value == default) and type(value) is type(default)


def _usual(values: tuple[Any, ...], *, alone: bool) -> Any:
    """Choose a default: what most uses have; a single argument is written at every use, as what it is about."""
    counted = Counter(repr(value) for value in values)
    text, n_times = counted.most_common(1)[0]
    usual = next(value for value in values if repr(value) == text)
    is_open = isinstance(usual, str) and usual.startswith("$")
    return None if alone or is_open or n_times * 2 <= len(values) else usual


def _bases(pattern: Pattern) -> dict[Hole, tuple[Hole, int]]:
    """Find, for each hole, the hole that it is equal to or a multiple of."""
    found: dict[Hole, tuple[Hole, int]] = {}
    for hole in pattern.holes:
        chosen = (hole, 1)
        for other in pattern.holes:
            factor = _factor(hole, other)
            if factor is not None and found.get(other, (other, 1)) == (other, 1):
                chosen = (other, factor)
                break
        found[hole] = chosen
    return _settled(found)


def _settled(found: dict[Hole, tuple[Hole, int]]) -> dict[Hole, tuple[Hole, int]]:
    """Follow a hole to the one that its base is itself a multiple of."""
    settled = {}
    for hole, (base, factor) in found.items():
        for _ in found:
            further, by = found[base]
            if further is base:
                break
            base, factor = further, factor * by
        settled[hole] = (base, factor)
    return settled


def _factor(hole: Hole, other: Hole) -> int | None:
    """Say by what to multiply another hole's values to get this one's; None where that would be chance."""
    if hole is other:
        return None
    distinct = len(set(map(repr, hole.values)))
    if repr(hole.values) == repr(other.values):
        alike = hole.argument == other.argument or all(isinstance(value, str) for value in hole.values)
        return 1 if _are_sizes(hole) and (distinct > 1 or alike) else 1 if hole.argument == other.argument else None
    if not (_are_sizes(hole) and _are_sizes(other)) or distinct < _FEWEST_VALUES or _has_text(hole, other):
        return None
    factor, rest = divmod(hole.values[0], other.values[0])
    alike = all(value == factor * base for value, base in zip(hole.values, other.values, strict=True))
    return factor if alike and rest == 0 and factor > 1 else None


def _are_sizes(hole: Hole) -> bool:
    return all(map(is_size, hole.values))


def _has_text(*holes: Hole) -> bool:
    return any(isinstance(value, str) for hole in holes for value in hole.values)
