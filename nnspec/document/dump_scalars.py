"""A scalar -> the shortest YAML that every reader understands alike."""

from __future__ import annotations

import json
import math
import re

from nnspec.document.scalars import resolve_plain

_PLAIN = re.compile(r"(?:[^\W\d]|[$/]|[0-9](?=.*[^\W\d]))(?:[\w./$()*+=<>@%^~;!-]|:(?=[\w/])| (?=[^ #]))*\Z")
_YAML_1_1 = re.compile(
    r"(?:y|n|yes|no|on|off)\Z|[0-9][0-9_]*\Z|0b[01_]+\Z|0x[0-9a-f_]+\Z"
    r"|[0-9_]+(?::[0-9_]+)+(?:\.[0-9_]*)?\Z|[0-9_.]+e[-+0-9_]*\Z|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}",
    re.IGNORECASE,
)
_ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_NOT_IN_BLOCK = re.compile("[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]|[\u2028\u2029]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def dump_scalar(value: object) -> str:
    """Write a scalar in one line, for any place in a document.

    Raises:
        ValueError: a text holds half of a surrogate pair.
        TypeError: not text, a number, a boolean or None.
    """
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(int(value))
    if isinstance(value, float):
        return _dump_float(float(value))
    if isinstance(value, str):
        return str(value) if _is_safe_plain(value) else _dump_quoted(value)
    raise TypeError(f"cannot write a {type(value).__name__}")


def dump_block_text(text: str) -> list[str] | None:
    """Write text of several lines as a literal block: its header, and its lines without indentation.

    Returns:
        None where the text must be quoted: blanks at its beginning, or signs that only an escape can write.
    """
    body = text.rstrip("\n")
    if "\n" not in text or not body or body[0] in " \t\n" or _NOT_IN_BLOCK.search(text):
        return None
    n_breaks = len(text) - len(body)
    if n_breaks > 1:
        return ["|+", *text[:-1].split("\n")]
    return ["|" if n_breaks else "|-", *body.split("\n")]


def _dump_float(value: float) -> str:
    if math.isnan(value):
        return ".nan"
    if math.isinf(value):
        return ".inf" if value > 0 else "-.inf"
    return re.sub(r"e([-+])0*", lambda match: "e-" if match[1] == "-" else "e+", repr(value))


def _is_safe_plain(text: str) -> bool:
    return (
        len(text) < 1000
        and _PLAIN.match(text) is not None
        and _YAML_1_1.match(text) is None
        and isinstance(resolve_plain(text), str)
    )


def _dump_quoted(text: str) -> str:
    if _SURROGATE.search(text):
        raise ValueError("text holds half of a surrogate pair")
    return _ESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", json.dumps(text, ensure_ascii=False))
