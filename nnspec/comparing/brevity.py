"""A call with all its arguments -> what of it does not hold by default."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nnspec.catalog.catalog import load_catalog
from nnspec.spec.calls import Call
from nnspec.spec.fill import fill_call


def without_defaults(value: Any) -> Any:
    """Write a filled-in call such as `{Adam: {...}}`, or a list of them, without defaults; the rest as it is."""
    if isinstance(value, list):
        return [without_defaults(item) for item in value]
    if not isinstance(value, Mapping) or len(value) != 1:
        return value
    ((name, arguments),) = value.items()
    families = (family for family in load_catalog().families if name in load_catalog().names(family))
    family = next(families, None)
    if family is None or not isinstance(arguments, Mapping):
        return value
    default = fill_call(Call(family, name))
    known = default[name] if isinstance(default, dict) else {}
    kept = {key: item for key, item in arguments.items() if key not in known or known[key] != item}
    return {name: kept} if kept else name
