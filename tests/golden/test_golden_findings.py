"""Broken specs -> what a person reads about them; UPDATE_GOLDEN=1 rewrites the texts."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

import nnspec
from nnspec.diagnostics.codes import CODES
from nnspec.diagnostics.text import format_text
from nnspec.pipeline import Compiled, compile_source
from nnspec.references.project import project_paths

FINDINGS = Path(__file__).parent / "findings"
# Reads whole data files, for `nnspec card`; `validate` does not.
READING = "describing"
FOLDERS = ("spec", "validation", "graph", "references", "tables")
PACKAGE = Path(nnspec.__file__).parent
PROJECT = project_paths(FINDINGS).root
CASES = sorted(path.stem for path in FINDINGS.glob("*.yaml"))
OF_OPTIONS = Path(__file__).parent / "set_findings"


def _findings_text(name: str) -> str:
    file = Path(f"{name}.yaml")
    compiled = compile_source(file, sets=_options_of(file))
    text = format_text(compiled.diagnostics, sources=_texts(compiled))
    return text.replace(str(PROJECT), "PROJECT") + "\n"


def _texts(compiled: Compiled) -> dict[str, str]:
    """Give the texts that a terminal would show lines of; what could not be read as a spec is a file still."""
    files = (finding.file for finding in compiled.diagnostics if finding.file not in compiled.texts)
    return {**compiled.texts, **{file: Path(file).read_text(encoding="utf-8") for file in files if file}}


def _options_of(file: Path) -> tuple[str, ...]:
    """Give the `--set` options that a spec is tried with: its first lines, as comments."""
    return tuple(re.findall(r"^# --set (.*)$", file.read_text(encoding="utf-8"), re.MULTILINE))


@pytest.mark.parametrize("name", CASES)
def test_findings_of_broken_spec_read_like_the_golden_text(name, monkeypatch):
    monkeypatch.chdir(FINDINGS)
    _hold_against_golden_text(name)


@pytest.mark.parametrize("name", sorted(path.stem for path in OF_OPTIONS.glob("*.yaml")))
def test_findings_of_option_read_like_the_golden_text(name, monkeypatch):
    monkeypatch.chdir(OF_OPTIONS)
    _hold_against_golden_text(name)


def _hold_against_golden_text(name: str) -> None:
    golden, text = Path(f"{name}.txt"), _findings_text(name)
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
    files = (file for folder in FOLDERS for file in (PACKAGE / folder).rglob("*.py") if file.parent.name != READING)
    return {code for file in files for code in re.findall(r'"(NN\d{3})"', file.read_text("utf-8"))}
