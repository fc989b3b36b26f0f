"""The text of a rule's module and its effect in words -> the text with an `Effect:` before its `Source:`."""

from __future__ import annotations

import re
import textwrap

WIDTH = 120
_EFFECT = re.compile(r"^Effect:.*?\n\n(?=Source:)", re.DOTALL | re.MULTILINE)
_SOURCE = re.compile(r"^Source:", re.MULTILINE)


def put_effect(text: str, effect: str | None) -> str:
    """Write the section anew; nothing else of the text changes.

    Args:
        text: of a module whose docstring is a page.
        effect: `Effect: ...`; None takes the section away.

    Raises:
        ValueError: the page has no `Source:`.
    """
    docstring, quotes, code = text.removeprefix('"""').partition('"""')
    without = _EFFECT.sub("", docstring, count=1)
    found = _SOURCE.search(without)
    if found is None:
        raise ValueError("the page has no `Source:`")
    section = "" if effect is None else _wrapped(effect) + "\n\n"
    return f'"""{without[: found.start()]}{section}{without[found.start() :]}{quotes}{code}'


def _wrapped(effect: str) -> str:
    return textwrap.fill(effect, WIDTH, break_long_words=False, break_on_hyphens=False)
