"""Rows of a measurement in, one section of RESULTS.md out; each program of this folder owns a section."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

RESULTS = Path(__file__).parent / "RESULTS.md"


def write_section(title: str, *, explanation: str, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Put a table under `## TITLE`, in place of an older one."""
    lines = [f"## {title}", "", explanation, "", _machine(), ""]
    lines += [_row(header), _row(["---"] * len(header)), *(_row(row) for row in rows), ""]
    text = RESULTS.read_text(encoding="utf-8") if RESULTS.exists() else "# Training, measured\n"
    others = re.sub(rf"\n## {re.escape(title)}\n.*?(?=\n## |\Z)", "", text, flags=re.DOTALL).rstrip("\n")
    RESULTS.write_text("\n".join([others, "", *lines]), encoding="utf-8")


def _machine() -> str:
    packages = ", ".join(f"{name} {version(name)}" for name in ("keras", "tensorflow-cpu", "numpy"))
    return f"Machine: {os.cpu_count()} cores, {platform.machine().replace('_', '-')}, no GPU; {packages}."


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
