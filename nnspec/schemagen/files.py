"""The schemas as files: their names, their text, whether they are current."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from nnspec.diagnostics.json import diagnostics_schema
from nnspec.schemagen.card_schema import card_schema
from nnspec.schemagen.report_schema import report_schema
from nnspec.schemagen.spec_schema import spec_schema

SCHEMAS: dict[str, Callable[[], dict[str, Any]]] = {
    "spec": partial(spec_schema, written=True),
    "report": report_schema,
    "diagnostics": diagnostics_schema,
    "card": card_schema,
}


def schema_text(name: str) -> str:
    """Write a schema as text.

    Args:
        name: a key of `SCHEMAS`.
    """
    return json.dumps(SCHEMAS[name](), indent=1, ensure_ascii=False) + "\n"


def schema_path(name: str, folder: Path) -> Path:
    """Give the file of a schema."""
    return folder / f"{name}.schema.json"


def write_schemas(folder: Path) -> list[Path]:
    """Write every schema; return the files."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [schema_path(name, folder) for name in SCHEMAS]
    for name, path in zip(SCHEMAS, paths, strict=True):
        path.write_text(schema_text(name), encoding="utf-8")
    return paths


def find_stale(folder: Path) -> list[Path]:
    """List the files that are absent or differ from what would be written."""
    paths = {name: schema_path(name, folder) for name in SCHEMAS}
    return [
        path
        for name, path in paths.items()
        if not path.is_file() or path.read_text(encoding="utf-8") != schema_text(name)
    ]
