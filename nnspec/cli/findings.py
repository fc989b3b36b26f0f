"""Findings on the terminal: as text for people, as JSON for programs."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from nnspec.diagnostics.collection import Diagnostics
from nnspec.diagnostics.text import format_text


def show_findings(diagnostics: Diagnostics, *, sources: Mapping[str, str] | None = None) -> None:
    """Write findings to standard error, each with its source line where the file is still there.

    Args:
        diagnostics: what to show.
        sources: texts by file name; files that are not among them are read.
    """
    texts = dict(sources or {})
    for finding in diagnostics:
        if finding.file and finding.span is not None and finding.file not in texts:
            texts[finding.file] = read_source(finding.file)
    print(format_text(diagnostics, sources=texts, color=has_color(sys.stderr.isatty())), file=sys.stderr)


def has_color(is_terminal: bool) -> bool:
    """Tell whether to write colours: on a terminal, unless `NO_COLOR` is set."""
    return is_terminal and not os.environ.get("NO_COLOR")


def read_source(file: str) -> str:
    """Read a text for showing its lines; an unreadable one is shown without."""
    try:
        return Path(file).read_text("utf-8", errors="replace")
    except OSError:
        return ""
