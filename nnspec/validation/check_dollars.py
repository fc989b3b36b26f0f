"""Texts with a `$`: values from elsewhere, which come with a later version."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from nnspec.diagnostics.diagnostic import Diagnostic, Path
from nnspec.spec.spec import Spec


def check_dollars(spec: Spec) -> Iterator[Diagnostic]:
    """Report NN032 for `$name` and NN041 for a dollar sign that is not doubled."""
    if "$" not in spec.document.text and "\\" not in spec.document.text:
        return
    for key, value in spec.document.data.items():
        if key != "report":
            yield from _walk(value, (key,))


def _walk(value: Any, path: Path) -> Iterator[Diagnostic]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _walk(item, (*path, key))
    elif isinstance(value, list):
        for i, item in enumerate(value):
            yield from _walk(item, (*path, i))
    elif isinstance(value, str) and "$" in value:
        yield from _check_text(value, path)


def _check_text(text: str, path: Path) -> Iterator[Diagnostic]:
    rest = text.replace("$$", "")
    position = rest.find("$")
    if position < 0:
        return
    if rest[position + 1 : position + 2].isidentifier() or rest[position + 1 : position + 2] == "(":
        message = "values from elsewhere (`$`) are not supported yet"
        yield Diagnostic(code="NN032", message=message, path=path, received=text, hint="a dollar sign is written `$$`")
    else:
        message = "a single `$` means nothing"
        yield Diagnostic(code="NN041", message=message, path=path, received=text, hint="write `$$` for a dollar sign")
