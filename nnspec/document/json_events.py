"""JSON text (RFC 8259) -> calls of the composer; what JSON forbids is reported and, where its meaning is clear, read.

Each function named for what may come next takes one token and gives the function for the token after it.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable
from typing import Any

from nnspec.document.compose import Composer, Refused
from nnspec.document.json_tokens import Token, tokenize
from nnspec.document.scalars import (
    NumberNotRepresentableError,
    Scalar,
    parse_float,
    parse_integer,
    resolve_plain,
)

_State = Callable[[Token, Composer], Any]
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?P<fraction>(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?)\Z")
_WORDS: dict[str, Scalar] = {"true": True, "false": False, "null": None}
_FOREIGN_WORDS: dict[str, tuple[Scalar, str]] = {
    "True": (True, "true"),
    "False": (False, "false"),
    "None": (None, "null"),
    "NaN": (math.nan, "null"),
    "Infinity": (math.inf, "1e308"),
    "-Infinity": (-math.inf, "-1e308"),
}
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def feed_json(composer: Composer) -> None:
    """Send the composer's text to it.

    Reports: NN001 for comments, trailing commas, foreign words and quotes; NN015.

    Raises:
        Refused: the text is not well-formed (NN001), or larger than a cap.
    """
    state: _State = _value
    for token in tokenize(composer.source):
        if token.kind == "comment":
            _report(token, composer, "JSON has no comments")
        else:
            state = state(token, composer)


def _value(token: Token, composer: Composer) -> _State:
    kind, text, start, end = token
    if kind == "string":
        composer.value(_unescape(token, composer), start, end)
    elif kind == "{":
        composer.open({}, start, end, is_flow=True)
        return _first_key
    elif kind == "[":
        composer.open([], start, end, is_flow=True)
        return _first_item
    elif kind in _SCALARS:
        composer.value(_SCALARS[kind](token, composer), start, end)
    elif kind == "end" and not composer.places.starts:
        return _end
    else:
        raise _unexpected(token, composer, "a value")
    return _after_value


def _first_item(token: Token, composer: Composer) -> _State:
    return _close(token, composer) if token.kind == "]" else _value(token, composer)


def _next_item(token: Token, composer: Composer) -> _State:
    return _close_after_comma(token, composer) if token.kind == "]" else _value(token, composer)


def _first_key(token: Token, composer: Composer) -> _State:
    return _close(token, composer) if token.kind == "}" else _key(token, composer)


def _next_key(token: Token, composer: Composer) -> _State:
    return _close_after_comma(token, composer) if token.kind == "}" else _key(token, composer)


def _key(token: Token, composer: Composer) -> _State:
    if token.kind == "string":
        key = _unescape(token, composer)
    elif token.kind == "quoted":
        key = _read_quoted(token, composer)
    elif token.kind in ("word", "number"):
        message = f"the key `{token.text}` stands without quotes"
        composer.report("NN014", message, token.start, token.end, replacement=json.dumps(token.text))
        key = token.text
    else:
        raise _unexpected(token, composer, "a key in quotes")
    composer.key(key, token.start, token.end)
    return _colon


def _colon(token: Token, composer: Composer) -> _State:
    if token.kind != ":":
        raise _unexpected(token, composer, "`:`")
    return _value


def _after_value(token: Token, composer: Composer) -> _State:
    if composer.depth == 0:
        return _end(token, composer)
    is_list = composer.frame.is_list
    if token.kind == ",":
        return _next_item if is_list else _next_key
    if token.kind == ("]" if is_list else "}"):
        return _close(token, composer)
    raise _unexpected(token, composer, "`,` or `]`" if is_list else "`,` or `}`")


def _end(token: Token, composer: Composer) -> _State:
    if token.kind != "end":
        raise _unexpected(token, composer, "the end of the file")
    return _end


def _close(token: Token, composer: Composer) -> _State:
    composer.close(token.end)
    return _after_value


def _close_after_comma(token: Token, composer: Composer) -> _State:
    comma = composer.source.text.rindex(",", 0, token.start)
    composer.report("NN001", "a comma after the last item", comma, comma + 1, replacement="")
    return _close(token, composer)


def _unescape(token: Token, composer: Composer) -> str:
    if "\\" not in token.text:
        return token.text[1:-1]
    try:
        text: str = json.loads(token.text)
    except json.JSONDecodeError as error:
        start = token.start + error.pos
        message = "not an escape that JSON knows"
        raise Refused(composer.source.finding("NN001", message, start=start, end=start + 2)) from error
    if _LONE_SURROGATE.search(text):
        _report(token, composer, "half of a surrogate pair stands alone")
        text = _LONE_SURROGATE.sub("\ufffd", text)
    return text


def _read_quoted(token: Token, composer: Composer) -> str:
    text = token.text[1:-1]
    quoted = json.dumps(text, ensure_ascii=False)
    composer.report("NN001", "JSON has no single quotes", token.start, token.end, replacement=quoted)
    return text


def _read_word(token: Token, composer: Composer) -> Scalar:
    if token.text in _WORDS:
        return _WORDS[token.text]
    if token.text in _FOREIGN_WORDS:
        value, written = _FOREIGN_WORDS[token.text]
        _report(token, composer, f"JSON has no `{token.text}`", hint=f"write `{written}`")
        return value
    quoted = json.dumps(token.text)
    message = f"the text `{token.text}` stands without quotes"
    composer.report("NN001", message, token.start, token.end, hint=f"write `{quoted}`", replacement=quoted)
    return token.text


def _read_number(token: Token, composer: Composer) -> Scalar:
    match = _NUMBER.match(token.text)
    try:
        if match is not None:
            return parse_float(token.text) if match["fraction"] else parse_integer(token.text)
        _report(token, composer, f"`{_shorten(token.text)}` is not a number in JSON")
        return resolve_plain(token.text)
    except NumberNotRepresentableError as error:
        composer.report("NN015", str(error), token.start, token.end)
        return math.inf


_SCALARS: dict[str, Callable[[Token, Composer], Scalar]] = {
    "number": _read_number,
    "word": _read_word,
    "quoted": _read_quoted,
}


def _report(token: Token, composer: Composer, message: str, *, hint: str | None = None) -> None:
    composer.report("NN001", message, token.start, token.end, hint=hint)


def _unexpected(token: Token, composer: Composer, expected: str) -> Refused:
    source = composer.source
    if token.kind == "end" and composer.depth > 0:
        start = composer.places.starts[composer.frame.node]
        return Refused(source.finding("NN001", f"`{source.text[start]}` is never closed", start=start))
    received = "the end of the file" if token.kind == "end" else f"`{_shorten(token.text)}`"
    return Refused(
        source.finding(
            "NN001",
            f"expected {expected}, received {received}",
            start=token.start,
            end=token.end,
            path=composer.path(),
        )
    )


def _shorten(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:37]}..."
