"""A block and a use of it -> the names that its body sees there."""

from __future__ import annotations

from nnspec.diagnostics.spelling import nearest, suggest
from nnspec.spec.expansion.blocks import Block
from nnspec.spec.expansion.filling import Filling, filled_value, frame_of
from nnspec.spec.expansion.ledger import Ledger
from nnspec.spec.expansion.part import Part
from nnspec.spec.expansion.scope import Scope, Value
from nnspec.spec.expansion.words import OWN


def bind_arguments(block: Block, use: Part, body: Part, ledger: Ledger) -> Scope:
    """Give every argument of a block its value.

    Args:
        block: its definition.
        use: what stands under its name in an entry.
        body: what is made of it, outside which only the variables are seen.
        ledger: takes NN045 for arguments that are unknown or missing.
    """
    scope = Scope(outer=block.definition.scope)
    filling = Filling(ledger)
    frame = frame_of(use.document, filling)
    given, misspelt = _given(block, use, ledger)
    for name, default in block.arguments.items():
        part = given.get(name) or body._replace(
            data=default, path=(*block.definition.path, "args", name), scope=scope, repeated=None
        )
        if default is None and name not in given:
            if name not in misspelt:
                _report_missing(block, name, use, ledger)
            scope.values[name] = Value("argument", None, frame, (name,), broken=True)
        else:
            filling.move(part, (name,))
            scope.values[name] = filled_value("argument", part, filling, (name,), frame)
    return scope


def _given(block: Block, use: Part, ledger: Ledger) -> tuple[dict[str, Part], set[str | None]]:
    """Sort what a use gives by argument; beside it those that unknown ones were meant for."""
    if use.data is None:
        return {}, set()
    if not isinstance(use.data, dict):
        return _given_alone(block, use, ledger), set()
    known = {name: use.child(name) for name in use.data if name in block.arguments}
    unknown = [name for name in use.data if name not in known and name not in OWN]
    for name in unknown:
        _report_unknown(block, name, use, ledger)
    return known, {nearest(name, block.arguments) for name in unknown}


def _given_alone(block: Block, use: Part, ledger: Ledger) -> dict[str, Part]:
    first = next(iter(block.arguments), None)
    if first is not None:
        return {first: use}
    message = f"the block `{block.name}` takes no arguments"
    ledger.report(use, "NN045", message, hint=f"write `{block.name}` alone")
    return {}


def _report_missing(block: Block, name: str, use: Part, ledger: Ledger) -> None:
    message = f"the block `{block.name}` needs the argument `{name}`"
    needed = ", ".join(f"{word}: ..." for word in block.required)
    ledger.report(use, "NN045", message, hint=f"write `{block.name}: {{{needed}}}`")


def _report_unknown(block: Block, name: str, use: Part, ledger: Ledger) -> None:
    message = f"the block `{block.name}` has no argument `{name}`"
    known = ", ".join(f"`{word}`" for word in (*block.arguments, *OWN))
    hint = suggest(name, (*block.arguments, *OWN)) or f"known: {known}"
    ledger.report(use.child(name).key(), "NN045", message, received=name, hint=hint)
