"""JSON text -> tokens; lenient, so that the reader can say what is wrong with each."""

from __future__ import annotations

import re
from collections.abc import Iterator

_TOKEN = re.compile(
    r"""[ \t\n]*(?:
      (?P<comma>,)
    | (?P<string>"[^"\\\x00-\x1f]*+(?:\\.[^"\\\x00-\x1f]*+)*+")
    | (?P<colon>:)
    | (?P<integer>-?(?:0|[1-9][0-9]*)(?![\w.+-]))
    | (?P<float>-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?(?![\w.+-]))
    | (?P<open_mapping>\{)
    | (?P<close_mapping>\})
    | (?P<open_list>\[)
    | (?P<close_list>\])
    | (?P<word>-?[^\W\d][\w$]*)
    | (?P<malformed_number>[-+]?\.?[0-9][\w.+-]*)
    | (?P<quoted>'[^'\\\n]*+(?:\\.[^'\\\n]*+)*+')
    | (?P<comment>//[^\n]*+(?:\n[ \t]*+//[^\n]*+)*+|\#[^\n]*+|/\*.*?\*/)
    | (?P<end>\Z)
    | (?P<other>.)
    )""",
    re.VERBOSE | re.DOTALL,
)


def tokenize(text: str) -> Iterator[re.Match[str]]:
    """Give the tokens of a text, the last of kind `end`; `lastgroup` names the kind, the group is the token.

    A character that no token begins with, a quote without its end among them, is a token of kind `other`.
    """
    return _TOKEN.finditer(text)
