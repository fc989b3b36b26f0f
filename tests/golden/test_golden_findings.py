"""Broken specs -> what a person reads about them; UPDATE_GOLDEN=1 rewrites the texts."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from nnspec.diagnostics.text import format_text
from nnspec.pipeline import compile_source
from nnspec.references.project import project_paths

FINDINGS = Path(__file__).parent / "findings"
PROJECT = project_paths(FINDINGS).root
CASES = sorted(path.stem for path in FINDINGS.glob("*.yaml"))


def _findings_text(name: str) -> str:
    file = Path(f"{name}.yaml")
    text = format_text(compile_source(file).diagnostics, sources={file.name: file.read_text(encoding="utf-8")})
    return text.replace(str(PROJECT), "PROJECT") + "\n"


@pytest.mark.parametrize("name", CASES)
def test_findings_of_broken_spec_read_like_the_golden_text(name, monkeypatch):
    monkeypatch.chdir(FINDINGS)
    golden = FINDINGS / f"{name}.txt"
    text = _findings_text(name)
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")
