"""YAML text -> calls of the composer, through PyYAML's event stream."""

from __future__ import annotations

import json
import math
from typing import Any, Final

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from nnspec.document.characters import refuse_forbidden_characters
from nnspec.document.compose import Composer, Refused
from nnspec.document.scalars import NumberNotRepresentableError, Scalar, resolve_plain
from nnspec.document.yaml_problems import explain_problem

_Loader: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_CORE = "tag:yaml.org,2002:"
_SCALAR_TYPES: dict[str, tuple[type, ...]] = {
    "null": (type(None),),
    "bool": (bool,),
    "int": (int,),
    "float": (float, int),
}


def feed_yaml(composer: Composer) -> None:
    """Send the first document of the composer's text to it.

    Reports: NN005, NN006, NN007, NN014, NN015.

    Raises:
        Refused: the text is not well-formed (NN001, NN003), or larger than a cap.
    """
    try:
        refuse_forbidden_characters(composer.source)
        _take_events(_Loader(composer.source.text).get_event, composer)
    except yaml.MarkedYAMLError as error:
        last = composer.places.starts[-1] if composer.places.starts else 0
        raise Refused(explain_problem(composer.source, error, last=last)) from error


def _take_events(next_event: Any, composer: Composer) -> None:
    while True:
        event = next_event()
        kind = type(event)
        if kind is ScalarEvent:
            _take_scalar(event, composer)
        elif kind is MappingStartEvent:
            _open(event, {}, composer)
        elif kind is MappingEndEvent or kind is SequenceEndEvent:
            composer.close(event.end_mark.index)
        elif kind is SequenceStartEvent:
            _open(event, [], composer)
        elif kind is AliasEvent:
            composer.alias(event.anchor, event.start_mark.index, event.end_mark.index)
        elif kind is DocumentStartEvent and composer.places.starts:
            return _report_second_document(event, composer)
        elif kind is StreamEndEvent:
            return None


def _take_scalar(event: Any, composer: Composer) -> None:
    start, end = event.start_mark.index, event.end_mark.index
    try:
        value = resolve_plain(event.value) if event.implicit[0] else _resolve_explicit(event, composer)
    except NumberNotRepresentableError as error:
        composer.report("NN015", str(error), start, end)
        value = math.inf
    if composer.frame.awaits_key:
        _take_key(event, value, composer)
    else:
        composer.value(value, start, end)
    if event.anchor is not None:
        composer.anchor_last(event.anchor, value)


def _take_key(event: Any, value: Scalar, composer: Composer) -> None:
    text, start, end = event.value, event.start_mark.index, event.end_mark.index
    if text == "<<" and event.implicit[0]:
        hint = "write the keys themselves, or use `extends`"
        composer.report("NN007", "`<<` does not merge mappings here", start, end, hint=hint)
        return composer.drop_key(text, start, end)
    if type(value) is not str:
        quoted = json.dumps(text)
        message = f"a key must be text, `{text}` is {_describe(value)}"
        composer.report("NN014", message, start, end, hint=f"write `{quoted}`", replacement=quoted)
    return composer.key(text, start, end)


def _describe(value: Scalar) -> str:
    if value is None:
        return "null"
    return "a boolean" if isinstance(value, bool) else "a number"


def _resolve_explicit(event: Any, composer: Composer) -> Scalar:
    """Give the value of a scalar that is quoted or carries a tag."""
    text: str = event.value
    if event.tag in (None, _CORE + "str"):
        return text
    value = resolve_plain(text)
    types = _SCALAR_TYPES.get(event.tag.removeprefix(_CORE), ()) if event.tag.startswith(_CORE) else ()
    if not types:
        _report_tag(event, composer)
        return text if event.style else value
    if type(value) not in types:
        _report_tag(event, composer, misfit=text)
    return float(value) if float in types and type(value) is int else value


def _open(event: Any, data: dict[str, Any] | list[Any], composer: Composer) -> None:
    if event.tag not in (None, _CORE + ("map" if type(data) is dict else "seq")):
        _report_tag(event, composer)
    start, end = event.start_mark.index, event.end_mark.index
    composer.open(data, start, end, is_flow=event.flow_style, anchor=event.anchor)


def _report_tag(event: Any, composer: Composer, *, misfit: str | None = None) -> None:
    tag = event.tag.replace(_CORE, "!!")
    message = f"unknown tag `{tag}`" if misfit is None else f"the tag `{tag}` does not fit `{misfit}`"
    hint = "remove the tag" if misfit is None else None
    composer.report("NN005", message, event.start_mark.index, event.end_mark.index, hint=hint)


def _report_second_document(event: Any, composer: Composer) -> None:
    composer.findings.append(
        composer.source.finding(
            "NN006",
            "a second document starts here",
            start=event.start_mark.index,
            end=event.end_mark.index,
            hint="put it in a file of its own",
        )
    )
