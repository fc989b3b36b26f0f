"""Broken specs -> what a person reads about them; UPDATE_GOLDEN=1 rewrites the texts."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

import nnspec
from nnspec.diagnostics.codes import CODES
from nnspec.diagnostics.text import format_text
from nnspec.pipeline import compile_source
from nnspec.references.project import project_paths

FINDINGS = Path(__file__).parent / "findings"
FOLDERS = ("validation", "graph", "references", "tables")
PACKAGE = Path(nnspec.__file__).parent
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


def test_every_code_that_the_pipeline_reports_has_a_golden_text():
    shown = {
        code for path in FINDINGS.glob("*.txt") for code in re.findall(r"error\[(NN\d+)\]", path.read_text("utf-8"))
    }
    assert reported_codes() - shown == set()


def test_every_code_that_the_pipeline_reports_is_explained():
    assert reported_codes() <= set(CODES)


def test_corpus_holds_250_broken_specs():
    assert len(CASES) >= 250


def test_every_golden_text_belongs_to_a_broken_spec():
    assert {path.stem for path in FINDINGS.glob("*.txt")} == set(CASES)


def reported_codes() -> set[str]:
    """Find the codes in the source of those folders whose findings `validate` shows, the document's own apart."""
    files = (file for folder in FOLDERS for file in (PACKAGE / folder).rglob("*.py"))
    return {code for file in files for code in re.findall(r'"(NN\d{3})"', file.read_text("utf-8"))}
