"""Specs with silent mistakes -> what a person reads about them; UPDATE_GOLDEN=1 rewrites the texts."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import yaml

from nnspec.diagnostics.text import format_text
from nnspec.linting.settings import Settings
from nnspec.pipeline import compile_source, lint_findings
from nnspec.tables.card import card_from_data

LINT = Path(__file__).parent / "lint"
CASES = sorted(path.stem for path in LINT.glob("*.yaml") if not path.stem.endswith(".card"))


def _text_of(name: str) -> str:
    """Lint a spec with the card beside it, if there is one, and all rules where its first line asks for them."""
    file, card_file = Path(f"{name}.yaml"), Path(f"{name}.card.yaml")
    card = card_from_data(yaml.safe_load(card_file.read_text("utf-8"))) if card_file.exists() else None
    settings = Settings(select=("ALL",) if file.read_text("utf-8").startswith("# --select ALL\n") else None)
    compiled = compile_source(file, settings=settings, card=card, checked_data=False)
    return format_text(lint_findings(compiled), sources={str(file): file.read_text("utf-8")}) + "\n"


@pytest.mark.parametrize("name", CASES)
def test_findings_of_unwise_spec_read_like_the_golden_text(name, monkeypatch):
    monkeypatch.chdir(LINT)
    golden, text = Path(f"{name}.txt"), _text_of(name)
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")


def test_corpus_holds_30_unwise_specs():
    assert len(CASES) >= 30


def test_every_golden_text_belongs_to_an_unwise_spec():
    assert {path.stem for path in LINT.glob("*.txt")} == set(CASES)
