"""A docstring in Google's style -> its first sentence, and the text of each argument."""

from __future__ import annotations

import inspect
import re
from typing import Any

_SECTION = re.compile(r"^(Args|Arguments|Call arguments):\s*$")
_ARGUMENT = re.compile(r"^ {2,4}\**`?(\w+)`?\**(?: \([^)]*\))?:\s*(.*)$")
_SENTENCE_END = re.compile(r"(?<=[.!?])(?<!e\.g\.)(?<!i\.e\.)(?<!etc\.)(?<!vs\.)(?<!Fig\.)\s+(?=[A-Z`\"'(\[-])")
_PLACEHOLDER = re.compile(r"\{\{\w+\}\}")
_MIN_SUMMARY = 26
_MAX_SUMMARY = 160


def summarize(value: Any) -> str:
    """Give the first sentence of an object's docstring."""
    return first_sentence((inspect.getdoc(value) or "").split("\n\n", maxsplit=1)[0])


def explain_arguments(value: Any) -> dict[str, str]:
    """Give each documented argument's text, joined to one line."""
    found: dict[str, list[str]] = {}
    current: list[str] | None = None
    inside = False
    for line in (inspect.getdoc(value) or "").splitlines():
        if line and not line.startswith(" "):
            inside, current = bool(_SECTION.match(line)), None
        elif inside and (match := _ARGUMENT.match(line)):
            current = found.setdefault(match[1], [match[2]])
        elif current is not None:
            current.append(line.strip())
    return {name: " ".join(part for part in lines if part) for name, lines in found.items()}


def first_sentence(text: str) -> str:
    """Cut a text to its first sentence that says more than a type, without the period, on a line or two."""
    joined = re.sub(r"\s+", " ", _PLACEHOLDER.sub("", text)).strip()
    sentences = _SENTENCE_END.split(joined)
    n_kept = 2 if len(sentences[0]) < _MIN_SUMMARY else 1
    summary = " ".join(sentences[:n_kept]).rstrip(".: ")
    return summary if len(summary) <= _MAX_SUMMARY else summary[:_MAX_SUMMARY].rsplit(" ", 1)[0] + " ..."
