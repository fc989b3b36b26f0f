"""Dollar signs that are meant as such -> as a spec writes them."""

from __future__ import annotations

from typing import Any


def escape(value: Any) -> Any:
    """Write dollar signs that are meant as such."""
    if isinstance(value, str):
        return value.replace("$", "$$")
    if isinstance(value, list):
        return [escape(item) for item in value]
    if isinstance(value, dict):
        return {name: escape(item) for name, item in value.items()}
    return value
