"""The canonical specs as pictures; UPDATE_GOLDEN=1 rewrites the texts."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import nnspec
from nnspec.drawing.dot import write_dot
from nnspec.drawing.mermaid import write_mermaid
from nnspec.drawing.picture import draw_graph
from nnspec.pipeline import compile_source

DRAWINGS = Path(__file__).parent / "drawings"
SPECS = Path(__file__).parents[2] / "specs"
NAMES = sorted(path.name for path in SPECS.iterdir())
WRITERS = {"mermaid": write_mermaid, "dot": write_dot}


@pytest.mark.parametrize("language", WRITERS)
@pytest.mark.parametrize("name", NAMES)
def test_canonical_spec_is_drawn_as_in_the_golden_text(name, language):
    compiled = compile_source(SPECS / name, checked_data=False)
    text = WRITERS[language](draw_graph(nnspec.lower(compiled.spec)))
    golden = DRAWINGS / f"{Path(name).stem}.{language}"
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")
