"""A place in a spec as it is written -> its value, where that came from, and what it means."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Literal

from nnspec.diagnostics.diagnostic import Path, Span, render_path
from nnspec.errors import UsageError
from nnspec.explaining.becoming import Became, default_after_expansion, filled_values, moved_values, value_at
from nnspec.explaining.meaning import Meaning, meaning_at
from nnspec.explaining.place import holding_path, meant_path, parse_place
from nnspec.explaining.uses import BlockUse, find_use, meaning_of_use
from nnspec.explaining.words import write_value
from nnspec.records import record, replace
from nnspec.schemagen.spec_schema import spec_schema
from nnspec.spec.spec import Spec

_MOST_VALUES = 8
Provenance = Literal["written", "default", "absent"]


@record(kw_only=True)
class Explanation:
    """What is to be said of one place.

    Args:
        path: the place, with every name that the person left out.
        meaning: what the language says of it.
        provenance: `written` by a person, here or in what the spec extends; a `default`; or `absent`. None where no
            spec is asked.
        value: what is written there, or the default; None where neither holds.
        became: what it is after expansion, where that differs from what is written.
        file: where it was written; None where it was not.
        span: likewise.
        via: the `extends` that it came through, outermost first.
    """

    path: Path
    meaning: Meaning
    provenance: Provenance | None
    value: Any = None
    became: tuple[Became, ...] = ()
    file: str | None = None
    span: Span | None = None
    via: tuple[str, ...] = ()


def explain_place(place: str, spec: Spec | None = None) -> Explanation:
    """Say what stands at a place of a spec, where it came from, and what it means.

    Args:
        place: such as `hidden[2].units`, in the spec as it is written.
        spec: without one, what the language says of the place.

    Raises:
        UsageError: it is no path, or the language has no such place.
    """
    data = {} if spec is None else spec.written.data
    path = meant_path(data, parse_place(place))
    use, schema = find_use(data, path), _language()
    meaning = meaning_at(schema, data, path) if use is None else meaning_of_use(schema, data, use)
    if meaning is None:
        raise UsageError(f"a spec has no place `{render_path(path)}`; `nnspec reference` prints the language")
    explanation = Explanation(path=path, meaning=meaning, provenance=None)
    return explanation if spec is None else _explain_value(explanation, spec, use)


@cache
def _language() -> Mapping[str, Any]:
    """Make the schema of the language as people write it, once."""
    return spec_schema(written=True)


def _explain_value(explanation: Explanation, spec: Spec, use: BlockUse | None) -> Explanation:
    holding = holding_path(spec.written.data, explanation.path)
    if holding is not None:
        return _explain_text(replace(explanation, provenance="written"), spec, holding, use)
    if use is not None and use.argument is not None:
        return _explain_text(replace(explanation, provenance="default"), spec, use.default_path, use)
    found, value = default_after_expansion(spec, explanation.path)
    return replace(explanation, provenance="default" if found else "absent", value=value)


def _explain_text(explanation: Explanation, spec: Spec, holding: Path, use: BlockUse | None) -> Explanation:
    """Add what is written at a path, and what it becomes; an argument of a block is not what the block makes."""
    value, origin = value_at(spec.written.data, holding), spec.written.origin(holding)
    became = filled_values(spec, holding)
    if (not became and isinstance(value, dict | list)) or (use is not None and use.argument is None):
        became = moved_values(spec, holding)
    return replace(
        explanation,
        value=value,
        became=became,
        file=origin.document.file,
        span=origin.document.span(origin.path),
        via=origin.via,
    )


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


def _provenance_lines(explanation: Explanation) -> Iterator[str]:
    if explanation.provenance is None:
        return
    if explanation.provenance == "absent":
        yield "written: nowhere"
        return
    yield f"value: {write_value(explanation.value)}"
    if explanation.span is None:
        yield "written: nowhere, this is the default"
        return
    is_default = " (the default)" if explanation.provenance == "default" else ""
    yield f"written: {explanation.file}:{explanation.span.line}:{explanation.span.column}{is_default}"
    yield from (f"through: {line}" for line in explanation.via)
    for became in explanation.became[:_MOST_VALUES]:
        yield f"becomes: {write_value(became.value)}"
        yield from (f"  through: {line}" for line in became.via)
    left = len(explanation.became) - _MOST_VALUES
    if left > 0:
        yield f"and {left:,} more"
