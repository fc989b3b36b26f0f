"""YAML text -> a refusal of the characters that YAML forbids or that its versions read differently."""

from __future__ import annotations

import re

from nnspec.document.source import Refused, Source

_FORBIDDEN_IN_ASCII = re.compile("[^\t\n\x20-\x7e]")
_FORBIDDEN = "[^\t\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
_LINE_ENDS = "\x85\u2028\u2029"


def refuse_forbidden_characters(source: Source) -> None:
    """Refuse control characters, and line ends that YAML 1.1 and 1.2 do not agree on.

    Raises:
        Refused: the first such character (NN001).
    """
    # The whole class takes 8 ms to compile, which most specs can do without.
    forbidden = _FORBIDDEN_IN_ASCII if source.text.isascii() else re.compile(_FORBIDDEN)
    match = forbidden.search(source.text)
    if match is None:
        return
    character = match[0]
    name = f"U+{ord(character):04X}"
    if character in _LINE_ENDS:
        message = f"`{name}` ends a line for some readers of YAML only"
    else:
        message = f"the control character `{name}` may not stand in YAML"
    hint = f'write `"\\u{ord(character):04x}"` in double quotes' if character != "\x00" else "is this a text file?"
    raise Refused(source.finding("NN001", message, start=match.start(), hint=hint))
