"""A place below the use of a block -> the block's argument that it gives, and what the block makes of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from nnspec.diagnostics.diagnostic import Path, render_path
from nnspec.errors import UsageError
from nnspec.explaining.meaning import Meaning, meaning_at
from nnspec.explaining.place import arguments_of, blocks_of
from nnspec.explaining.words import write_value
from nnspec.records import record
from nnspec.spec.expansion.template import read_template
from nnspec.spec.expansion.words import OWN

Schema = Mapping[str, Any]


@record
class BlockUse:
    """What a path says of the use of a block.

    Args:
        block: its name.
        argument: which one; None for the use as a whole.
    """

    block: str
    argument: str | None

    @property
    def default_path(self) -> Path:
        """Where the argument's default stands."""
        return ("blocks", self.block, "args", self.argument or "")


def find_use(data: Any, path: Path) -> BlockUse | None:
    """Find the use of a block that a path leads to or into.

    Args:
        data: the spec's plain data, as it is written.
        path: with all names filled in.

    Returns:
        None where there is none, or for the `name` and `from` that every entry takes.

    Raises:
        UsageError: the block has no such argument.
    """
    blocks = blocks_of(data)
    found = [i for i, word in enumerate(path) if word in blocks and i > 0 and path[i - 1] not in ("blocks", "vars")]
    if not found or (path[found[-1] + 1 :] and path[found[-1] + 1] in OWN):
        return None
    block, rest = str(path[found[-1]]), path[found[-1] + 1 :]
    if not rest:
        return BlockUse(block, None)
    if rest[0] not in arguments_of(blocks[block]):
        known = ", ".join(f"`{name}`" for name in (*arguments_of(blocks[block]), *OWN))
        raise UsageError(f"the block `{block}` has no argument `{rest[0]}`; known: {known}")
    return BlockUse(block, str(rest[0]))


def meaning_of_use(schema: Schema, data: Any, use: BlockUse) -> Meaning:
    """Say what a block's argument is for: the places in its layers that take it."""
    block = blocks_of(data)[use.block]
    if use.argument is None:
        keys = {name: _describe_default(default) for name, default in arguments_of(block).items()}
        return Meaning(f"A use of the block `{use.block}`", "the arguments of the block", None, keys)
    taking = {
        render_path(path): meaning
        for path in _places_taking(use.argument, block.get("layers"), ("blocks", use.block, "layers"))
        if (meaning := meaning_at(schema, data, path)) is not None
    }
    expected = next((meaning.expected for meaning in taking.values()), "any value")
    keys = {place: meaning.about or meaning.expected for place, meaning in taking.items()}
    default = arguments_of(block)[use.argument]
    return Meaning(f"The argument `{use.argument}` of the block `{use.block}`", expected, default, keys)


def _describe_default(default: Any) -> str:
    return "required" if default is None else f"{write_value(default)} by default"


def _places_taking(name: str, data: Any, path: Path) -> Iterator[Path]:
    """Go through the texts below a path that take a value by its name."""
    if isinstance(data, str) and "$" in data:
        if name in read_template(data).names:
            yield path
    elif isinstance(data, dict | list):
        for step in data if isinstance(data, dict) else range(len(data)):
            yield from _places_taking(name, data[step], (*path, step))
