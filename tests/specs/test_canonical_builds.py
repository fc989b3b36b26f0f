"""Every canonical spec builds, as written and as `nnspec show` prints it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import nnspec
from canonical import BASES, SPECS
from nnspec.document.dump import dump_document
from nnspec.spec.fill import fill_defaults
from nnspec.training.build import build_models_of

pytestmark = pytest.mark.backend


@pytest.mark.parametrize("name", SPECS)
def test_canonical_spec_shown_builds_the_same_layers(
    complete_project: Path, run_of: Callable[[str], nnspec.RunRecord], name: str
) -> None:
    if name in BASES:
        run_of(BASES[name])
    path = complete_project / "specs" / name
    written = build_models_of(path).summary
    shown_path = path.with_name(f"shown-{path.stem}.yaml")
    shown_path.write_text(dump_document(fill_defaults(nnspec.load(path))), "utf-8")
    shown = build_models_of(shown_path).summary
    assert [(layer.name, layer.parameters) for layer in shown.layers] == [
        (layer.name, layer.parameters) for layer in written.layers
    ]
    assert shown.parameters == written.parameters > 0
