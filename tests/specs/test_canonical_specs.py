"""Every canonical spec is sound, and so is what `nnspec show` makes of it."""

from __future__ import annotations

from pathlib import Path

import pytest

import nnspec
from canonical import SPECS
from nnspec.document.dump import dump_document
from nnspec.spec.fill import fill_defaults


@pytest.mark.parametrize("name", SPECS)
def test_canonical_spec_has_no_findings(project: Path, name: str) -> None:
    assert str(nnspec.validate(project / "specs" / name)) == ""


@pytest.mark.parametrize("name", SPECS)
def test_canonical_spec_says_what_to_expect(project: Path, name: str) -> None:
    spec = nnspec.load(project / "specs" / name)
    assert any(bound.quantity.startswith("test.") for bound in spec.expect)


@pytest.mark.parametrize("name", SPECS)
def test_canonical_spec_shown_lowers_to_the_same_graph(project: Path, name: str) -> None:
    written = nnspec.load(project / "specs" / name)
    path = project / "specs" / f"shown-{name}.yaml"
    path.write_text(dump_document(fill_defaults(written)), "utf-8")
    shown = nnspec.load(path)
    path.unlink()
    names = [(node.name, node.sources) for node in nnspec.lower(written).nodes]
    assert [(node.name, node.sources) for node in nnspec.lower(shown).nodes] == names
