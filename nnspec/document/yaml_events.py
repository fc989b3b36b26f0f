"""YAML text -> calls of the composer, through PyYAML's event stream."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from importlib import import_module
from typing import Any, Final, Protocol

import yaml
from yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from nnspec.document.characters import refuse_forbidden_characters
from nnspec.document.compose import Composer
from nnspec.document.limits import MAX_DEPTH, MAX_NODES
from nnspec.document.scalars import NumberNotRepresentableError, Scalar, resolve_plain
from nnspec.document.source import Refused, shorten

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
    source, starts = composer.source, composer.places.starts
    refuse_forbidden_characters(source)
    try:
        if len(source.text) > MAX_NODES:
            _refuse_many_nodes(_Loader(source.text).get_event, composer)
        _take_events(_Loader(source.text).get_event, composer)
    except yaml.MarkedYAMLError as error:
        problems = import_module("nnspec.document.yaml_problems")
        raise Refused(problems.explain_problem(source, error, last=starts[-1] if starts else 0)) from error
    except (ValueError, OverflowError) as error:  # PyYAML's parser in Python hands any number to chr()
        message, start = "an escape after this place names no character", starts[-1] if starts else 0
        raise Refused(source.finding("NN001", message, start=start)) from error


def _refuse_many_nodes(next_event: Callable[[], Any], composer: Composer) -> None:
    """Count nodes before any is composed, so that a text with too many costs little; deep ones stop early."""
    n_nodes = depth = 0
    while depth <= MAX_DEPTH:
        event = next_event()
        kind = type(event)
        if kind is ScalarEvent or kind is AliasEvent:
            n_nodes += 1
        elif kind is MappingStartEvent or kind is SequenceStartEvent:
            n_nodes += 1
            depth += 1
        elif kind is MappingEndEvent or kind is SequenceEndEvent:
            depth -= 1
        elif kind is DocumentEndEvent or kind is StreamEndEvent:
            return
        if n_nodes > MAX_NODES:
            raise composer.too_many(event.start_mark.index)


class _Mark(Protocol):
    index: int


class _Event(Protocol):
    start_mark: _Mark
    end_mark: _Mark


class _Node(_Event, Protocol):
    anchor: str | None
    tag: str | None


class _Scalar(_Node, Protocol):
    value: str
    implicit: tuple[bool, bool]
    style: str | None


class _Collection(_Node, Protocol):
    flow_style: bool


def _take_events(next_event: Callable[[], Any], composer: Composer) -> None:
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


def _take_scalar(event: _Scalar, composer: Composer) -> None:
    start, end = event.start_mark.index, event.end_mark.index
    value: Scalar
    try:
        value = resolve_plain(event.value) if event.implicit[0] else _resolve_explicit(event, composer)
    except NumberNotRepresentableError as error:
        composer.report("NN015", str(error), start, end)
        value = math.inf
    if not composer.frame.awaits_key:
        composer.value(value, start, end)
    elif type(value) is str and (value != "<<" or not event.implicit[0]):
        composer.key(value, start, end)
    else:
        _take_other_key(event, value, composer)
    if event.anchor is not None:
        composer.anchor_last(event.anchor, value)


def _take_other_key(event: _Scalar, value: Scalar, composer: Composer) -> None:
    """Report a merge key, or one that is not text; the latter is kept as its text."""
    text, start, end = event.value, event.start_mark.index, event.end_mark.index
    if value == "<<":
        hint = "write the keys themselves, or use `extends`"
        composer.report("NN007", "`<<` does not merge mappings here", start, end, hint=hint)
        return composer.drop_key(text, start, end)
    quoted = json.dumps(text)
    message = f"a key must be text, `{shorten(text)}` is {_describe(value)}"
    is_bare = event.implicit[0] and event.anchor is None
    replacement = quoted if is_bare else None
    composer.report("NN014", message, start, end, hint=f"write `{shorten(quoted)}`", replacement=replacement)
    return composer.key(text, start, end)


def _describe(value: Scalar) -> str:
    if value is None:
        return "null"
    return "a boolean" if isinstance(value, bool) else "a number"


def _resolve_explicit(event: _Scalar, composer: Composer) -> Scalar:
    """Give the value of a scalar that is quoted or carries a tag."""
    text, tag = event.value, event.tag
    if tag is None or tag == _CORE + "str":
        return text if text.isascii() else _replace_surrogates(event, composer)
    value = resolve_plain(text)
    types = _SCALAR_TYPES.get(tag.removeprefix(_CORE), ()) if tag.startswith(_CORE) else ()
    if not types:
        _report_tag(event, composer)
        return text if event.style else value
    if type(value) not in types:
        _report_tag(event, composer, misfit=text)
    return float(value) if float in types and type(value) is int else value


def _replace_surrogates(event: _Scalar, composer: Composer) -> str:
    """Refuse what PyYAML's parser in C refuses by itself."""
    text = event.value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if text != event.value:
        message = "half of a surrogate pair is not a character"
        composer.report("NN001", message, event.start_mark.index, event.end_mark.index)
    return text


def _open(event: _Collection, data: dict[str, Any] | list[Any], composer: Composer) -> None:
    if event.tag is not None and event.tag != _CORE + ("map" if type(data) is dict else "seq"):
        _report_tag(event, composer)
    composer.open(data, event.start_mark.index, event.end_mark.index, event.flow_style, event.anchor)


def _report_tag(event: _Node, composer: Composer, *, misfit: str | None = None) -> None:
    tag = (event.tag or "").replace(_CORE, "!!")
    message = f"unknown tag `{tag}`" if misfit is None else f"the tag `{tag}` does not fit `{shorten(misfit)}`"
    hint = "remove the tag" if misfit is None else None
    composer.report("NN005", message, event.start_mark.index, event.end_mark.index, hint=hint)


def _report_second_document(event: _Event, composer: Composer) -> None:
    composer.findings.append(
        composer.source.finding(
            "NN006",
            "a second document starts here",
            start=event.start_mark.index,
            end=event.end_mark.index,
            hint="put it in a file of its own",
        )
    )
