"""Parts with values from elsewhere -> plain data, and where each was written."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any, Final

from nnspec.diagnostics.diagnostic import Path
from nnspec.diagnostics.spelling import nearest
from nnspec.document.document import Document, Origin
from nnspec.document.source import shorten
from nnspec.records import field, record
from nnspec.spec.expansion.defect import Defect
from nnspec.spec.expansion.evaluation import describe_kind, evaluate
from nnspec.spec.expansion.ledger import Filled, Ledger, describe_place
from nnspec.spec.expansion.part import Part
from nnspec.spec.expansion.scope import Kind, Scope, Value
from nnspec.spec.expansion.template import Reference, Template, read_template

MAX_TEXT: Final = 10_000
# A variable may be made from a variable, and so on; the last few tell enough.
_MOST_MADE_FROM: Final = 8

Fill = Callable[[Part, Path], Any]


class _Silent(Exception):  # noqa: N818
    """A value cannot be had, and why has been said already."""


@record(frozen=False, eq=False)
class Filling:
    """Fills values in, and remembers what was moved.

    Args:
        ledger: of the whole expansion.
        origins: place in the result -> where it was written.
        n_failures: texts that could not be filled in.
    """

    ledger: Ledger
    origins: dict[Path, Origin] = field(default_factory=dict)
    n_failures: int = 0

    def fill(self, part: Part, at: Path) -> Any:
        """Fill values into a part of any shape.

        Args:
            part: what was written.
            at: its place in the result.
        """
        part = self.resolve(part, at)
        self.ledger.count_node(part, at)
        if isinstance(part.data, dict):
            return {key: self.fill(part.child(key), (*at, key)) for key in part.data}
        if isinstance(part.data, list):
            return [self.fill(part.child(i), (*at, i)) for i in range(len(part.data))]
        return part.data

    def fill_keys(self, part: Part, at: Path, special: Mapping[str, Fill]) -> Any:
        """Fill a mapping whose values at some keys are filled in another way; anything else as `fill` does."""
        part = self.resolve(part, at)
        if not isinstance(part.data, dict):
            return self.fill(part, at)
        self.ledger.count_node(part, at)
        return {key: special.get(key, self.fill)(part.child(key), (*at, key)) for key in part.data}

    def fill_items(self, part: Part, at: Path, fill: Fill) -> Any:
        """Fill a list whose items are filled in another way; anything else as `fill` does."""
        part = self.resolve(part, at)
        if not isinstance(part.data, list):
            return self.fill(part, at)
        self.ledger.count_node(part, at)
        return [fill(part.child(i), (*at, i)) for i in range(len(part.data))]

    def move(self, part: Part, at: Path) -> None:
        """Remember that a part stands at another place than where it was written."""
        self.origins[at] = part.origin

    def resolve(self, part: Part, at: Path) -> Part:
        """Give what a text stands for; another part, or a text that cannot be read, as it is."""
        if part.scope is None or not isinstance(part.data, str) or "$" not in part.data:
            return part
        used: list[Value] = []
        try:
            template = read_template(part.data)
            used = [_find(name, part) for name in template.names]
            return self._filled(part, at, template, used)
        except Defect as defect:
            details = {"expected": defect.expected, "hint": defect.hint}
            self.ledger.report(
                _through(part, used), defect.code, defect.message, received=shorten(part.data), **details
            )
        except _Silent:
            pass
        self.n_failures += 1
        return part._replace(scope=None)

    def _filled(self, part: Part, at: Path, template: Template, used: list[Value]) -> Part:
        data = _compute(template, part)
        if not isinstance(data, dict | list):
            if isinstance(data, str):
                self.ledger.count_text(part, len(data))
            filled = _through(part, used)._replace(data=data, scope=None)
            self._remember(filled.origin, data, at)
            return filled
        (value,) = used
        self._remember(Origin(part.document, part.path, (*part.via, *value.via)), data, at)
        via_use = (*part.via, f"`{part.data}`, {describe_place(part.document, part.path)}")
        moved = part._replace(data=data, document=value.document, path=value.path, via=via_use, scope=None)
        for step in data if isinstance(data, dict) else range(len(data)):
            self.move(moved.child(step), (*at, step))
        return moved

    def _remember(self, origin: Origin, data: Any, at: Path) -> None:
        self.origins[at] = origin
        self.ledger.filled.append(Filled(origin, data))


def filled_value(kind: Kind, part: Part, filling: Filling, at: Path, frame: Document) -> Value:
    """Fill a part in as the value of the name that ends a path.

    Args:
        kind: where the value comes from.
        part: what was written.
        filling: of the frame.
        at: its place in the frame.
        frame: says where the values of the scope were written.
    """
    n_failures = filling.n_failures
    data = filling.fill(part, at)
    made_from = frame.origin(at).via[:_MOST_MADE_FROM]
    via = (f"{kind} `{at[-1]}`, {describe_place(frame, at)}", *made_from)
    return Value(kind, data, frame, at, via, broken=filling.n_failures > n_failures)


def frame_of(document: Document, filling: Filling) -> Document:
    """Make the document that says where the values of a scope were written, as they are filled."""
    filling.origins[()] = Origin(document, ())
    return Document(document.source, {}, document.places, filling.origins)


def _through(part: Part, used: list[Value]) -> Part:
    """Say that a part came through the values that it takes."""
    lines = (line for value in used for line in value.via)
    return part._replace(via=tuple(dict.fromkeys((*part.via, *lines))))


def _find(name: str, part: Part) -> Value:
    assert part.scope is not None
    value = part.scope.find(name)
    if value is None:
        raise _unknown(name, part)
    if value.broken:
        raise _Silent
    return value


def _unknown(name: str, part: Part) -> Defect:
    scope = part.scope or Scope()
    below = part.path[0] == "vars" and name in part.document.data["vars"]
    return unknown_value(name, tuple(scope.names()), part.active[-1] if part.active else None, below=below)


def unknown_value(name: str, known: tuple[str, ...], block: str | None, *, below: bool = False) -> Defect:
    """Make the defect of a name that nothing has.

    Args:
        name: as it is written.
        known: the names that can be seen there.
        block: the block that it stands in, if any.
        below: whether it is a variable that stands at the same place or further down.
    """
    close = nearest(name, known)
    begun = max((word for word in known if name.startswith(f"{word}_")), key=len, default=None)
    if below:
        hint = f"a variable uses those above it; move `{name}` up"
    elif begun is not None:
        hint = f"write `$({begun}){name.removeprefix(begun)}` where text follows the name"
    elif close is not None:
        hint = f"did you mean `{close}`?"
    elif block is not None:
        hint = f"a block sees its own arguments and `vars`; add `{name}` to the `args` of `{block}`"
    else:
        hint = f"add it to `vars`: `{name}: ...`, above its first use"
    expected = "one of " + ", ".join(f"`{word}`" for word in known[:16]) if known else None
    return Defect("NN042", f"nothing here has the name `{name}`", expected=expected, hint=hint)


def _compute(template: Template, part: Part) -> Any:
    scope = part.scope or Scope()

    def find(name: str) -> Any:
        value = scope.find(name)
        return None if value is None else value.data

    if template.whole is not None:
        return evaluate(template.whole.steps, find)
    most = MAX_TEXT if template.references else math.inf
    texts, length = [], 0
    for piece in template.pieces:
        texts.append(_as_text(piece, evaluate(piece.steps, find)) if isinstance(piece, Reference) else piece)
        length += len(texts[-1])
        if length > most:
            raise Defect("NN044", f"filled in, the text has more than {MAX_TEXT:,} characters")
    return "".join(texts)


def _as_text(reference: Reference, value: Any) -> str:
    if isinstance(value, dict | list) or value is None:
        message = f"`{shorten(reference.written)}` is {describe_kind(value)}, which cannot be filled into text"
        raise Defect("NN022", message, expected="text or a number", hint="let it stand alone to keep its type")
    return str(value).lower() if isinstance(value, bool) else str(value)
