"""A place in a spec -> its value, where that came from, and what it means."""

from __future__ import annotations

from typing import Any, Literal

from nnspec.diagnostics.diagnostic import Path, Span, render_path
from nnspec.document.document import Document
from nnspec.errors import UsageError
from nnspec.explaining.meaning import Meaning, meaning_at
from nnspec.explaining.place import meant_path, parse_place
from nnspec.explaining.words import write_value
from nnspec.records import record
from nnspec.schemagen.spec_schema import spec_schema
from nnspec.spec.fill import fill_defaults
from nnspec.spec.spec import Spec

# What expansion leaves nothing of; all else is explained as it is after expansion.
_AS_WRITTEN = ("extends", "vars", "blocks", "times", "as")
Provenance = Literal["written", "default", "absent"]


@record(kw_only=True)
class Explanation:
    """What is to be said of one place.

    Args:
        path: the place, with every name that the person left out.
        meaning: what the language says of it.
        provenance: `written` by a person, here or through a construct; a `default`; or `absent`.
        value: what holds there; None where nothing does.
        file: where it was written; None where it was not.
        span: likewise.
        via: the constructs that it came through, outermost first.
    """

    path: Path
    meaning: Meaning
    provenance: Provenance
    value: Any = None
    file: str | None = None
    span: Span | None = None
    via: tuple[str, ...] = ()


def explain_place(place: str, spec: Spec | None = None) -> Explanation:
    """Say what stands at a place of a spec, where it came from, and what it means.

    Args:
        place: such as `hidden[2].units`.
        spec: without one, what the language says of the place.

    Raises:
        UsageError: it is no path, or the language has no such place.
    """
    asked = parse_place(place)
    as_written = any(step in _AS_WRITTEN for step in asked)
    document = None if spec is None else spec.written if as_written else spec.document
    data = {} if document is None else document.data
    path = meant_path(data, asked)
    meaning = meaning_at(spec_schema(written=as_written), data, path)
    if meaning is None:
        raise UsageError(f"a spec has no place `{render_path(path)}`; `nnspec reference` prints the language")
    if spec is None or document is None:
        return Explanation(path=path, meaning=meaning, provenance="absent")
    return _explain_value(spec, document, path, meaning)


def _explain_value(spec: Spec, document: Document, path: Path, meaning: Meaning) -> Explanation:
    found, value = _value_at(document.data, path)
    if found:
        origin = document.origin(path)
        return Explanation(
            path=path,
            meaning=meaning,
            provenance="written",
            value=value,
            file=origin.document.file,
            span=document.span(path),
            via=origin.via,
        )
    filled, default = _value_at(fill_defaults(spec), meant_path(fill_defaults(spec), path))
    if filled:
        return Explanation(path=path, meaning=meaning, provenance="default", value=default)
    return Explanation(path=path, meaning=meaning, provenance="absent")


def _value_at(data: Any, path: Path) -> tuple[bool, Any]:
    for step in path:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return False, None
    return True, data


def format_explanation(explanation: Explanation) -> str:
    """Write an explanation for people."""
    meaning = explanation.meaning
    lines = [f"{render_path(explanation.path)}: {meaning.about or meaning.expected}"]
    lines += [f"  takes: {meaning.expected}"] if meaning.about else []
    if meaning.default is not None:
        lines.append(f"  default: {write_value(meaning.default)}")
    lines += [f"  {line}" for line in _provenance_lines(explanation)]
    lines += [f"  {key}: {about}" for key, about in meaning.keys.items()]
    return "\n".join(lines)


def _provenance_lines(explanation: Explanation) -> list[str]:
    if explanation.provenance == "default":
        return [f"value: {write_value(explanation.value)}", "written: nowhere, this is the default"]
    if explanation.provenance == "absent" or explanation.span is None:
        return []
    where = f"{explanation.file}:{explanation.span.line}:{explanation.span.column}"
    value, through = write_value(explanation.value), (f"through: {each}" for each in explanation.via)
    return [f"value: {value}", f"written: {where}", *through]
