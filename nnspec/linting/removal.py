"""A layer's entry -> the fix that takes it away, where the entries around it then connect as they should."""

from __future__ import annotations

from typing import Any

from nnspec.linting.rule import REMOVE, Fix
from nnspec.linting.step import Step
from nnspec.spec.spec import Spec


def removal_of(step: Step, spec: Spec) -> Fix | None:
    """Make the fix; None where the entry has a `name`, that others may use, or a `from` of its own.

    Args:
        step: the layer.
        spec: that it stands in.
    """
    written: Any = spec.document.data
    for part in step.path:
        written = written[part]
    if not step.path or step.written is None or step.written.written is None:
        return None
    content = next(iter(written.values())) if isinstance(written, dict) else None
    is_wired = isinstance(content, dict) and not content.keys().isdisjoint({"name", "from"})
    return None if is_wired else Fix(step.path, REMOVE)
