"""The `blocks` of a document -> what a use needs of them; and what is wrong with them whoever uses them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from nnspec.diagnostics.diagnostic import render_path
from nnspec.document.document import Document
from nnspec.document.source import shorten
from nnspec.records import record
from nnspec.spec.entries import CONSTRUCTS
from nnspec.spec.expansion.defect import Defect
from nnspec.spec.expansion.filling import unknown_value
from nnspec.spec.expansion.ledger import Ledger
from nnspec.spec.expansion.part import Part
from nnspec.spec.expansion.scope import Scope
from nnspec.spec.expansion.template import NAME, read_template
from nnspec.spec.expansion.words import entries_inside, list_entries, read_word

RESERVED_ARGUMENTS: Final = ("name", "from")
_BLOCK_NAME: Final = re.compile(r"[a-z][A-Za-z0-9_-]*")
_SECTIONS: Final = {"bases": "base", "inputs": "input", "outputs": "output"}


@record(eq=False)
class Block:
    """A block as it is defined.

    Args:
        name: its word in entries.
        arguments: by name, with their defaults; None where one has to be given.
        layers: its body.
        definition: where it stands.
    """

    name: str
    arguments: Mapping[str, Any]
    layers: Part
    definition: Part

    @property
    def required(self) -> tuple[str, ...]:
        """The arguments that have to be given."""
        return tuple(name for name, default in self.arguments.items() if default is None)


def read_blocks(document: Document, scope: Scope, ledger: Ledger) -> dict[str, Block]:
    """Read and check the blocks of a document.

    Args:
        document: its structure has been checked.
        scope: the variables, which a body sees.
        ledger: takes what is wrong: NN035 and NN150 for names, NN042 for names of values that nothing has, NN043
            for expressions, NN045 for arguments, NN046 for a block that uses itself.
    """
    section = Part(document.data.get("blocks", {}), document, ("blocks",), scope=scope)
    blocks = {name: _read_block(name, section.child(name), ledger) for name in section.data}
    for block in blocks.values():
        _check_name(block, document, ledger)
        _check_arguments(block, ledger)
        _check_values(block, ledger)
    _check_recursion(blocks, ledger)
    return blocks


def _read_block(name: str, part: Part, ledger: Ledger) -> Block:
    layers, arguments = part.child("layers")._replace(repeated="block", active=(name,)), part.data.get("args", {})
    if not isinstance(arguments, dict):
        ledger.report(part.child("args"), "NN022", "`args` must be a mapping of names to their defaults")
        arguments = {}
    return Block(name, arguments, layers, part)


def _check_name(block: Block, document: Document, ledger: Ledger) -> None:
    name, place = block.name, block.definition.key()
    if not _BLOCK_NAME.fullmatch(name):
        expected = "letters, digits, `_` and `-`, starting with a small letter"
        message = f"`{shorten(name)}` cannot be the name of a block"
        ledger.report(place, "NN035", message, received=name, expected=expected)
    if name in CONSTRUCTS:
        message = f"`{name}` is a construct, and cannot be the name of a block"
        ledger.report(place, "NN150", message, hint="give the block another name")
    for section, word in _SECTIONS.items():
        if name in document.data.get(section, {}):
            message = f"`{name}` is the name of two things"
            hint = f"rename one of them; the other is the {word} `{render_path((section, name))}`"
            ledger.report(place, "NN150", message, hint=hint)


def _check_arguments(block: Block, ledger: Ledger) -> None:
    for name in block.arguments:
        place = block.definition.child("args").child(name).key()
        if name in RESERVED_ARGUMENTS:
            message = f"`{name}` cannot be an argument of a block"
            hint = "every entry takes `name` and `from`; give the argument another name"
            ledger.report(place, "NN045", message, hint=hint)
        else:
            check_value_name(name, place, ledger)


def check_value_name(name: str, place: Part, ledger: Ledger) -> None:
    """Report NN035 for a name that cannot stand after a dollar sign."""
    if not NAME.fullmatch(name):
        message = f"`{shorten(name)}` cannot be the name of a value"
        expected = "letters, digits and `_`, not starting with a digit"
        close = re.sub(r"[^A-Za-z0-9_]", "_", name)
        hint = f"write `{close}`, which `${close}` takes" if NAME.fullmatch(close) else None
        ledger.report(place, "NN035", message, received=name, expected=expected, hint=hint)


def _check_values(block: Block, ledger: Ledger) -> None:
    """Report what is wrong with the dollar signs of a body, used or not."""
    outer = block.definition.scope or Scope()
    known = (*block.arguments, *outer.names())
    for part, counters in _texts(block.layers, ()):
        try:
            for reference in read_template(part.data).references:
                for name in reference.names:
                    if name not in counters and name not in known:
                        raise unknown_value(name, (*counters, *known), block.name)
        except Defect as defect:
            details = {"expected": defect.expected, "hint": defect.hint}
            ledger.report(part, defect.code, defect.message, received=shorten(part.data), **details)


def _texts(part: Part, counters: tuple[str, ...]) -> Iterator[tuple[Part, tuple[str, ...]]]:
    """Go through the texts with a dollar sign, and the counters that each sees."""
    if isinstance(part.data, str) and "$" in part.data:
        yield part, counters
    elif isinstance(part.data, list):
        for i in range(len(part.data)):
            yield from _texts(part.child(i), counters)
    elif isinstance(part.data, dict):
        for key in part.data:
            inner = (str(part.data.get("as", "i")), *counters) if _is_body(part, key) else counters
            yield from _texts(part.child(key), inner)


def _is_body(part: Part, key: str) -> bool:
    return key == "layers" and part.path[-1] == "repeat"


def _check_recursion(blocks: Mapping[str, Block], ledger: Ledger) -> None:
    """Report NN046 for each use that leads back to the block it stands in."""
    uses = {name: tuple(_uses(block.layers, blocks)) for name, block in blocks.items()}
    finished: set[str] = set()
    for name in blocks:
        _follow(name, uses, finished, ledger)


def _follow(start: str, uses: Mapping[str, tuple[tuple[str, Part], ...]], finished: set[str], ledger: Ledger) -> None:
    """Walk from block to block, depth first; a use of one that is still open closes a circle."""
    trail, waiting = [start], [iter(uses[start])]
    while waiting and start not in finished:
        used = next(waiting[-1], None)
        if used is None:
            waiting.pop()
            finished.add(trail.pop())
        elif used[0] in trail:
            report_recursion(used[1], (*trail[trail.index(used[0]) :], used[0]), ledger)
        elif used[0] not in finished:
            trail.append(used[0])
            waiting.append(iter(uses[used[0]]))


def report_recursion(use: Part, circle: Iterable[str], ledger: Ledger) -> None:
    """Report NN046: a block is made of itself.

    Args:
        use: the entry that leads back.
        circle: the blocks from the one that is used to itself again.
        ledger: takes the finding.
    """
    first, *others = circle
    message = f"the block `{first}` uses itself" + (f" through `{others[0]}`" if len(others) > 1 else "")
    received = " -> ".join(f"`{name}`" for name in (first, *others))
    ledger.report(use, "NN046", message, received=received, hint="layers one below the other are a `repeat`")


def _uses(layers: Part, blocks: Mapping[str, Block]) -> Iterator[tuple[str, Part]]:
    for entry in list_entries(layers):
        word, content = read_word(entry)
        if word is None:
            continue
        if word in blocks:
            yield word, content.key()
        else:
            for inside in entries_inside(word, content):
                yield from _uses(inside, blocks)
