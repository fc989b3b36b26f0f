"""JSON text (RFC 8259) -> calls of the composer; what JSON forbids is reported and, where it is clear, read.

Each function named for what may come next takes one token and gives the function for the token after it.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable
from typing import Any

from nnspec.document.compose import Composer
from nnspec.document.json_tokens import tokenize
from nnspec.document.limits import MAX_DEPTH, MAX_NODES
from nnspec.document.scalars import (
    NumberNotRepresentableError,
    Scalar,
    parse_float,
    parse_integer,
    resolve_plain,
)
from nnspec.document.source import Refused, shorten

_Token = re.Match[str]
_State = Callable[[_Token, Composer], Any]
_FOREIGN_WORDS: dict[str, tuple[Scalar, str]] = {
    "True": (True, "true"),
    "False": (False, "false"),
    "None": (None, "null"),
    "NaN": (math.nan, "null"),
    "Infinity": (math.inf, "1e308"),
    "-Infinity": (-math.inf, "-1e308"),
}
_WORDS: dict[str, Scalar] = {"true": True, "false": False, "null": None}
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def feed_json(composer: Composer) -> None:
    """Send the composer's text to it.

    Reports: NN001 (comments, trailing commas, foreign words and quotes), NN014 (keys without quotes), NN015.

    Raises:
        Refused: the text is not well-formed (NN001), or larger than a cap.
    """
    if len(composer.source.text) > MAX_NODES:
        _refuse_many_nodes(composer)
    state: _State = _value
    for token in tokenize(composer.source.text):
        if token.lastgroup == "comment":
            _report(token, composer, "JSON has no comments")
        else:
            state = state(token, composer)


def _refuse_many_nodes(composer: Composer) -> None:
    """Count nodes before any is composed, so that a text with too many costs little."""
    n_nodes = depth = 0
    for token in tokenize(composer.source.text):
        kind = token.lastgroup
        n_nodes += kind in _NODES
        depth += (kind in _OPENING) - (kind in _CLOSING)
        if depth > MAX_DEPTH or kind == "other":
            return
        if n_nodes > MAX_NODES:
            raise composer.too_many(token.end() - 1)


def _value(token: _Token, composer: Composer) -> _State:
    kind = token.lastgroup or ""
    start, end = token.span(kind)
    if kind in _SCALARS:
        composer.value(_SCALARS[kind](token, composer), start, end)
    elif kind == "open_mapping":
        composer.open({}, start, end, True)
        return _first_key
    elif kind == "open_list":
        composer.open([], start, end, True)
        return _first_item
    elif kind == "end" and not composer.places.starts:
        return _end
    else:
        raise _unexpected(token, composer, "a value")
    return _after_value


def _first_item(token: _Token, composer: Composer) -> _State:
    return _close(token, composer) if token.lastgroup == "close_list" else _value(token, composer)


def _next_item(token: _Token, composer: Composer) -> _State:
    return _close_after_comma(token, composer) if token.lastgroup == "close_list" else _value(token, composer)


def _first_key(token: _Token, composer: Composer) -> _State:
    return _close(token, composer) if token.lastgroup == "close_mapping" else _key(token, composer)


def _next_key(token: _Token, composer: Composer) -> _State:
    return _close_after_comma(token, composer) if token.lastgroup == "close_mapping" else _key(token, composer)


def _key(token: _Token, composer: Composer) -> _State:
    kind = token.lastgroup or ""
    if kind == "string":
        key = _read_string(token, composer)
    elif kind == "quoted":
        key = _read_quoted(token, composer)
    elif kind in ("word", "integer", "float", "malformed_number"):
        key = token[kind]
        message = f"the key `{shorten(key)}` stands without quotes"
        composer.report("NN014", message, *token.span(kind), replacement=json.dumps(key))
    else:
        raise _unexpected(token, composer, "a key in double quotes")
    composer.key(key, *token.span(kind))
    return _colon


def _colon(token: _Token, composer: Composer) -> _State:
    if token.lastgroup != "colon":
        raise _unexpected(token, composer, "`:`")
    return _value


def _after_value(token: _Token, composer: Composer) -> _State:
    if composer.depth == 0:
        return _end(token, composer)
    is_list = composer.frame.is_list
    if token.lastgroup == "comma":
        return _next_item if is_list else _next_key
    if token.lastgroup == ("close_list" if is_list else "close_mapping"):
        return _close(token, composer)
    raise _unexpected(token, composer, "`,` or `]`" if is_list else "`,` or `}`")


def _end(token: _Token, composer: Composer) -> _State:
    if token.lastgroup != "end":
        raise _unexpected(token, composer, "the end of the file")
    return _end


def _close(token: _Token, composer: Composer) -> _State:
    composer.close(token.end())
    return _after_value


def _close_after_comma(token: _Token, composer: Composer) -> _State:
    comma = composer.source.text.rindex(",", 0, token.end())
    composer.report("NN001", "a comma after the last item", comma, comma + 1, replacement="")
    return _close(token, composer)


def _read_string(token: _Token, composer: Composer) -> str:
    raw = token["string"]
    if "\\" not in raw:
        return raw[1:-1]
    try:
        text: str = json.loads(raw)
    except json.JSONDecodeError as error:
        start = token.start("string") + error.pos
        raise Refused(
            composer.source.finding("NN001", "no escape that JSON knows", start=start, end=start + 2)
        ) from error
    if _LONE_SURROGATE.search(text):
        _report(token, composer, "half of a surrogate pair stands alone")
        text = _LONE_SURROGATE.sub("\ufffd", text)
    return text


def _read_integer(token: _Token, composer: Composer) -> Scalar:
    try:
        return parse_integer(token["integer"])
    except NumberNotRepresentableError as error:
        return _too_large(token, composer, error)


def _read_float(token: _Token, composer: Composer) -> Scalar:
    try:
        return parse_float(token["float"])
    except NumberNotRepresentableError as error:
        return _too_large(token, composer, error)


def _read_malformed_number(token: _Token, composer: Composer) -> Scalar:
    text = token["malformed_number"]
    _report(token, composer, f"`{shorten(text)}` is not a number in JSON")
    try:
        return resolve_plain(text)
    except NumberNotRepresentableError as error:
        return _too_large(token, composer, error)


def _read_word(token: _Token, composer: Composer) -> Scalar:
    text = token["word"]
    if text in _WORDS:
        return _WORDS[text]
    if text in _FOREIGN_WORDS:
        value, written = _FOREIGN_WORDS[text]
        _report(token, composer, f"JSON has no `{text}`", hint=f"write `{written}`")
        return value
    quoted = json.dumps(text, ensure_ascii=False)
    message = f"the text `{shorten(text)}` stands without quotes"
    composer.report("NN001", message, *token.span("word"), replacement=quoted)
    return text


def _read_quoted(token: _Token, composer: Composer) -> str:
    text = token["quoted"][1:-1]
    quoted = json.dumps(text, ensure_ascii=False)
    composer.report("NN001", "JSON has no single quotes", *token.span("quoted"), replacement=quoted)
    return text


_SCALARS: dict[str, Callable[[_Token, Composer], Scalar]] = {
    "string": _read_string,
    "integer": _read_integer,
    "float": _read_float,
    "word": _read_word,
    "malformed_number": _read_malformed_number,
    "quoted": _read_quoted,
}


_OPENING = frozenset({"open_mapping", "open_list"})
_CLOSING = frozenset({"close_mapping", "close_list"})
_NODES = _OPENING.union(_SCALARS)


def _too_large(token: _Token, composer: Composer, error: NumberNotRepresentableError) -> float:
    composer.report("NN015", str(error), *token.span(token.lastgroup or 0))
    return math.inf


def _report(token: _Token, composer: Composer, message: str, *, hint: str | None = None) -> None:
    composer.report("NN001", message, *token.span(token.lastgroup or 0), hint=hint)


def _unexpected(token: _Token, composer: Composer, expected: str) -> Refused:
    source, kind = composer.source, token.lastgroup or ""
    start, end = token.span(kind)
    if kind == "other" and token[kind] in "\"'":
        message, end = "the quote is not closed in its line", start + 1
    elif kind == "end" and composer.depth > 0:
        start = composer.places.starts[composer.frame.node]
        message, end = f"`{source.text[start]}` is never closed", start + 1
    else:
        received = "the end of the file" if kind == "end" else f"`{shorten(token[kind])}`"
        message = f"expected {expected}, received {received}"
    return Refused(source.finding("NN001", message, start=start, end=end, path=composer.path()))
