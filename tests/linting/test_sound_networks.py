"""Networks that are known to be sound: the rules have nothing against them but advice."""

from __future__ import annotations

from pathlib import Path

import pytest

from nnspec.pipeline import compile_source, lint_findings

ROOT = Path(__file__).resolve().parents[2]
CANONICAL = sorted(path for path in (ROOT / "specs").iterdir() if path.suffix in (".yaml", ".json"))
APPLICATIONS = sorted((ROOT / "nnspec" / "catalog" / "applications").glob("*.yaml"))


@pytest.mark.parametrize("path", CANONICAL, ids=lambda path: path.stem)
def test_canonical_spec_has_no_error_and_no_warning(path: Path) -> None:
    assert _complaints(path) == []


@pytest.mark.parametrize("path", APPLICATIONS, ids=lambda path: path.stem)
def test_application_has_no_error_and_no_warning(path: Path) -> None:
    assert _complaints(path) == []


def test_applications_are_forty() -> None:
    assert len(APPLICATIONS) == 40


def _complaints(path: Path) -> list[str]:
    """Lint without data: what depends on more than the network is left to the canonical specs' own tests."""
    compiled = compile_source(path, checked_data=False)
    return [str(finding) for finding in lint_findings(compiled) if finding.severity != "info"]
