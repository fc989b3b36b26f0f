"""YAML text -> its comments: everything between two tokens that is not blank."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

import yaml

from nnspec.records import record

_Loader: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_COMMENT = re.compile(r"#[^\n]*")


@record
class Comment:
    """A comment and its surroundings.

    Args:
        start: its offset.
        text: from `#` on, without blanks at its end.
        column: counted from 0.
        is_alone: whether nothing stands before it in its line.
        next_column: the column of the token after it, -1 at the end of the text.
        closes: whether that token closes a bracket.
    """

    start: int
    text: str
    column: int
    is_alone: bool
    next_column: int
    closes: bool


def find_comments(text: str) -> Iterator[Comment]:
    """Find all comments of a well-formed text, those in the first line of a block text apart, which belong to it."""
    end = 0
    for token in yaml.scan(text, Loader=_Loader):
        start = token.start_mark.index
        if start > end:
            yield from _comments_between(text, end, start, token)
        end = max(end, block_end(text, start, token.end_mark.index))
    yield from _comments_between(text, end, len(text), None)


def block_end(text: str, start: int, end: int) -> int:
    """Give the end of a token; that of a block text lies before its trailing blank lines, unless `+` keeps them."""
    if end <= start or text[start] not in "|>" or "+" in text[start : start + 3]:
        return end
    return start + len(text[start:end].rstrip("\n \t"))


def _comments_between(text: str, start: int, end: int, following: Any) -> Iterator[Comment]:
    for match in _COMMENT.finditer(text, start, end):
        line_start = text.rfind("\n", 0, match.start()) + 1
        at_end = following is None or following.start_mark.index >= len(text.rstrip())
        yield Comment(
            start=match.start(),
            text=match[0].rstrip(),
            column=match.start() - line_start,
            is_alone=not text[line_start : match.start()].strip(),
            next_column=-1 if at_end else _column(text, end),
            closes=type(following) in (yaml.FlowMappingEndToken, yaml.FlowSequenceEndToken),
        )


def _column(text: str, offset: int) -> int:
    return offset - text.rfind("\n", 0, offset) - 1
