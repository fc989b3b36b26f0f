"""A merged document -> one without `vars`, `blocks` and `$`, that remembers where everything was written."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from nnspec.diagnostics.diagnostic import Diagnostic, Path
from nnspec.document.document import Document, Origin
from nnspec.spec.expansion.blocks import check_value_name, read_blocks
from nnspec.spec.expansion.filling import Filling, filled_value, frame_of
from nnspec.spec.expansion.layers import Layers
from nnspec.spec.expansion.ledger import Exhausted, Filled, Ledger
from nnspec.spec.expansion.part import Part
from nnspec.spec.expansion.scope import Scope


def expand_document(document: Document) -> tuple[Document, tuple[Diagnostic, ...]]:
    """Fill in all values from elsewhere, and make what `repeat` and blocks stand for.

    Args:
        document: its structure has been checked, as far as it can be with values from elsewhere in it.

    Returns:
        The expanded document, and the findings NN009, NN010, NN022, NN024, NN035, NN041 to NN047, NN049 and NN150;
        with findings it is not worth reading.
    """
    data, filling = _expand_whole(document)
    expanded = Document(document.source, data, document.places, filling.origins)
    return expanded, tuple(filling.ledger.findings.values())


def filled_texts(document: Document) -> tuple[Filled, ...]:
    """Say what every text with values from elsewhere becomes: one in a block for each use of it.

    Args:
        document: as it is written, without findings.
    """
    _, filling = _expand_whole(document)
    return tuple(filling.ledger.filled)


def _expand_whole(document: Document) -> tuple[Any, Filling]:
    data: Any = {}
    filling = Filling(Ledger(), {(): Origin(document, ())})
    with suppress(Exhausted):
        data = _expand(document, filling)
    return data, filling


def _expand(document: Document, filling: Filling) -> Any:
    scope = _read_variables(document, filling.ledger)
    blocks = read_blocks(document, scope, filling.ledger)
    if any(finding.code == "NN046" for finding in filling.ledger.findings.values()):
        return {}
    layers = Layers(filling, blocks)
    rest = {key: value for key, value in document.data.items() if key not in ("vars", "blocks")}

    def expand_output(part: Part, at: Path) -> Any:
        return filling.fill_keys(part, at, {"layers": layers.expand_list, "head": layers.expand_entry})

    def expand_outputs(part: Part, at: Path) -> Any:
        part = filling.resolve(part, at)
        names = part.data if isinstance(part.data, dict) else ()
        return filling.fill_keys(part, at, dict.fromkeys(names, expand_output))

    special = {"hidden": layers.expand_list, "outputs": expand_outputs, "report": _keep}
    return filling.fill_keys(Part(rest, document, (), scope=scope), (), special)


def _read_variables(document: Document, ledger: Ledger) -> Scope:
    """Fill in the variables, each with those above it."""
    scope, filling = Scope(), Filling(ledger)
    frame = frame_of(document, filling)
    section = Part(document.data.get("vars", {}), document, ("vars",), scope=scope)
    for name in section.data:
        part = section.child(name)
        check_value_name(name, part.key(), ledger)
        scope.values[name] = filled_value("variable", part, filling, part.path, frame)
    return scope


def _keep(part: Part, at: Path) -> Any:
    return part.data
