"""`pyproject.toml` (`[tool.nnspec.lint]`) or `nnspec.toml` (`[lint]`) of a project -> its settings."""

from __future__ import annotations

import os
import pathlib
import re
from collections.abc import Iterable
from functools import cache
from importlib import import_module
from typing import Any

from nnspec.diagnostics.spelling import suggest
from nnspec.errors import UsageError
from nnspec.linting.patterns import check_pattern
from nnspec.linting.settings import DEFAULTS, Settings
from nnspec.records import record
from nnspec.references.project import project_paths

SEVERITIES = ("error", "warning", "info")
# File -> the table in it. Where both have one, the first counts.
_TABLES = {"nnspec.toml": ("lint",), "pyproject.toml": ("tool", "nnspec", "lint")}
# TOML is read only where such a table may stand: its reader costs more to load than a spec to check.
_SIGNS = {
    "nnspec.toml": re.compile(rb"\blint\b"),
    "pyproject.toml": re.compile(rb"^\s*\[?\s*(?:tool\s*\.\s*[\"']?nnspec\b|tool\s*\])", re.MULTILINE),
}
_LISTS = ("select", "extend-select", "ignore")
_KEYS = (*_LISTS, "fail-on", "severity", "per-file-ignores")


def settings_of(folder: str | os.PathLike[str]) -> Settings:
    """Read the settings of the project that a folder belongs to; those by default where it has none.

    Raises:
        UsageError: a file is no TOML, or has a key, a code or a word that there is not.
    """
    for file in files_of(folder):
        try:
            changed = os.stat(file).st_mtime_ns
        except OSError:
            continue
        found = _read(file, changed)
        if found is not None:
            return found
    return DEFAULTS


def files_of(folder: str | os.PathLike[str]) -> tuple[str, ...]:
    """Give the files that may hold the settings of the project that a folder belongs to, the first to count first."""
    root = _root_of(os.path.abspath(folder))
    return tuple(os.path.join(root, name) for name in _TABLES)


@cache
def _root_of(folder: str) -> str:
    return str(project_paths(folder).root)


@cache
def _read(file: str, changed: int) -> Settings | None:
    """Read one file, again where it has changed; None where it has no table of ours."""
    path = pathlib.Path(file)
    content = path.read_bytes()
    # Of text in UTF-16, every other byte is 0.
    if not _SIGNS[path.name].search(content.replace(b"\0", b"")):
        return None
    toml = import_module("tomllib")
    try:
        data = toml.loads(content.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise UsageError(f"{file}: no TOML, which is text in UTF-8: {error}") from error
    except toml.TOMLDecodeError as error:
        raise UsageError(f"{file}: no TOML: {error}") from error
    for key in _TABLES[path.name]:
        data = data.get(key) if isinstance(data, dict) else None
    return None if data is None else _Table(path, content.decode("utf-8"), data).settings()


@record
class _Table:
    """The table of a file.

    Args:
        path: of the file.
        text: of the file, for the lines of findings.
        data: what stands in the table.
    """

    path: pathlib.Path
    text: str
    data: Any

    def settings(self) -> Settings:
        """Check the table and make the settings."""
        data = self._mapping(self.data, ".".join(_TABLES[self.path.name]))
        for key in data:
            self._check_word(key, _KEYS, "key")
        return Settings(
            select=self._patterns(data["select"], "select") if "select" in data else None,
            extend_select=self._patterns(data.get("extend-select", []), "extend-select"),
            ignore=self._patterns(data.get("ignore", []), "ignore"),
            fail_on=self._check_word(data.get("fail-on", "error"), SEVERITIES, "severity"),
            severity=self._severities(self._mapping(data.get("severity", {}), "severity")),
            per_file_ignores=self._ignores(self._mapping(data.get("per-file-ignores", {}), "per-file-ignores")),
            folder=self.path.parent,
        )

    def _severities(self, data: dict[str, Any]) -> dict[str, Any]:
        checked = (*self._patterns(list(data), "severity"),)
        return {code: self._check_word(data[code], SEVERITIES, "severity") for code in checked}

    def _ignores(self, data: dict[str, Any]) -> dict[str, tuple[str, ...]]:
        for pattern in data:
            if "[" in pattern and "]" not in pattern.partition("[")[2]:
                raise self._refusal("per-file-ignores", f"`{pattern}` is no pattern of files: a bracket stays open")
        return {file: self._patterns(codes, "per-file-ignores") for file, codes in data.items()}

    def _patterns(self, data: Any, key: str) -> tuple[str, ...]:
        if not isinstance(data, list) or not all(isinstance(item, str) for item in data):
            raise self._refusal(key, f"`{key}` takes a list of codes")
        for pattern in data:
            try:
                check_pattern(pattern)
            except UsageError as error:
                raise self._refusal(pattern, str(error)) from error
        return tuple(data)

    def _mapping(self, data: Any, key: str) -> dict[str, Any]:
        if not isinstance(data, dict):
            raise self._refusal(key, f"`{key}` takes a table")
        return data

    def _check_word(self, word: Any, known: Iterable[str], kind: str) -> Any:
        if word in known:
            return word
        hint = suggest(str(word), known) or f"there are {', '.join(known)}"
        raise self._refusal(str(word), f"unknown {kind} `{word}`; {hint}")

    def _refusal(self, word: str, message: str) -> UsageError:
        """Make an error that names the first line below the table's beginning that holds a word."""
        lines = self.text.splitlines()
        last = _TABLES[self.path.name][-1]
        start = next((i for i, line in enumerate(lines) if re.search(rf"\b{last}\b", line)), 0)
        number = next((i for i in range(start, len(lines)) if word in lines[i]), start) + 1
        return UsageError(f"{self.path}:{number}: {message}")
