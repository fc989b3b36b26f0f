"""A call, an argument and its right value -> the fix that writes it, in each form that an entry can have."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nnspec.linting.rule import Fix
from nnspec.linting.subject import Subject
from nnspec.spec.calls import Call


def argument_fix(subject: Subject, call: Call | None, argument: str, value: Any) -> Fix | None:
    """Set one argument; `Dense: 16` becomes `Dense: {units: 16, use_bias: false}`.

    Args:
        subject: whose document has the entry.
        call: a layer, a loss, a metric; None, or one that nnspec supplied, has no entry to write in.
        argument: by Keras' name.
        value: plain data.
    """
    if call is None or call.written is None:
        return None
    path = (*call.path, call.written)
    content = _content(subject.spec.document.data, call)
    if content is None or isinstance(content, Mapping):
        return Fix((*path, argument), value)
    first = next(iter(call.arguments))
    return Fix(path, value if first == argument else {first: content, argument: value})


def _content(data: Any, call: Call) -> Any:
    """Give what the entry has under its name; None where it is the name alone."""
    for part in call.path:
        data = data[part]
    return data[call.written] if isinstance(data, Mapping) else None
