"""The names that a script uses -> the functions of `snippets` and of the house that it needs, and its imports."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

_HOUSE = Path(__file__).parents[2]
_SNIPPETS = "interop/ejecting/snippets"
# Which modules are pasted from, and of each the names; None stands for all that it defines.
_SOURCES: tuple[tuple[str, tuple[str, ...] | None], ...] = (
    (f"{_SNIPPETS}/reading.py", None),
    (f"{_SNIPPETS}/values.py", None),
    ("tables/moments.py", None),
    (f"{_SNIPPETS}/splitting.py", None),
    (f"{_SNIPPETS}/encoding.py", None),
    ("compiler/dates.py", ("calendar_date",)),
    ("datasets/dates.py", ("years_of",)),
    (f"{_SNIPPETS}/connecting.py", None),
    (f"{_SNIPPETS}/targets.py", None),
    (f"{_SNIPPETS}/positions.py", None),
    (f"{_SNIPPETS}/training.py", None),
    ("transfer/freeze.py", ("leaf_layers",)),
)
_STANDARD = (
    "import glob",
    "import gzip",
    "import hashlib",
    "import json",
    "import math",
    "import re",
    "import struct",
    "from collections import Counter",
    "from collections.abc import Iterator",
    "from datetime import UTC, datetime",
    "from fnmatch import fnmatchcase",
    "from pathlib import Path",
    "from typing import Any",
)
_INSTALLED = (
    "import keras",
    "import numpy as np",
    "import pyarrow as pa",
    "from keras import layers, ops",
    "from nnspec.layers import KAN",
    "from PIL import Image, ImageOps",
    "from pyarrow import csv, parquet",
    "from sklearn import datasets",
)


def paste_snippets(text: str) -> tuple[str, ...]:
    """Find what a script needs of the snippets and of the house, and what these need of each other.

    Args:
        text: the script so far.

    Returns:
        The source of each function, class and constant, in the order of their modules.
    """
    snippets = _snippets()
    needed: dict[str, str] = {}
    waiting = [name for name in _names_in(text) if name in snippets]
    while waiting:
        name = waiting.pop()
        if name not in needed:
            needed[name] = snippets[name]
            waiting += [other for other in _names_in(snippets[name]) if other in snippets]
    return tuple(source for name, source in snippets.items() if name in needed)


def reserved_names() -> frozenset[str]:
    """List the names that a script's modules and snippets have, so that no variable takes one."""
    modules = (word for line in (*_STANDARD, *_INSTALLED) for word in re.findall(r"\w+", line.rpartition("import ")[2]))
    return frozenset((*_snippets(), *modules))


def write_imports(text: str) -> list[str]:
    """Write the imports of a whole script, in isort's order and groups."""
    used = frozenset(_names_in(text))
    groups = [
        [line for statement in group for line in _import_of(statement, used)] for group in (_STANDARD, _INSTALLED)
    ]
    standard, installed = groups
    return [*standard, *([""] if standard and installed else []), *installed]


@cache
def _snippets() -> Mapping[str, str]:
    """Read the functions, classes and constants that may be pasted, by name."""
    found: dict[str, str] = {}
    for file, names in _SOURCES:
        text = (_HOUSE / file).read_text("utf-8")
        lines = text.splitlines()
        for node in ast.parse(text).body:
            name = _name_of(node)
            if name is not None and (names is None or name in names):
                found[name] = "\n".join(lines[node.lineno - 1 : node.end_lineno])
    return found


def _name_of(node: ast.stmt) -> str | None:
    match node:
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            return name
        case ast.Assign(targets=[ast.Name(id=name)]):
            return name
    return None


def _names_in(text: str) -> Iterator[str]:
    yield from (node.id for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Name))


def _import_of(statement: str, used: frozenset[str]) -> list[str]:
    head, _, names = statement.rpartition("import ")
    if not head:
        return [statement] if names.split(" as ")[-1] in used else []
    wanted = [name for name in names.split(", ") if name in used]
    return [f"{head}import {', '.join(wanted)}"] if wanted else []
