"""A case -> its two specs, and whether its rule tells one from the other; nothing is trained, no backend is loaded."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from cases import Case

from nnspec.datasets.describing import describe_source
from nnspec.errors import SpecError
from nnspec.linting.settings import Settings
from nnspec.pipeline import Compiled, compile_source
from nnspec.references.project import project_paths
from nnspec.spec.spec import Spec
from nnspec.tables.card import Card
from nnspec.tables.data_files import find_data_files
from nnspec.tables.describing.describe import DESCRIBERS, describe_files

ROOT = Path(__file__).resolve().parents[2]


class CaseError(Exception):
    """A case does not show what it claims."""


def check_case(case: Case) -> None:
    """Check that the rule speaks of the faulty spec, and not of the sound one.

    Raises:
        CaseError: it does not.
        SpecError: one of the specs cannot be read.
    """
    card = card_of(read_spec(case.spec, sets=case.sound))
    for sets, expected in ((case.sound, False), (case.faulty, True)):
        examined = _compile(case.spec, sets, settings=Settings(select=(case.code,)), card=card).examined
        if expected != any(finding.code == case.code for finding in examined.findings):
            said = "says nothing" if expected else "speaks without the fault"
            raise CaseError(f"{case.code} on {case.task}: the rule {said}")


def read_spec(text: str, *, sets: tuple[str, ...]) -> Spec:
    """Read one of the specs of a case; what `validate` refuses for the fault's sake trains all the same.

    Raises:
        SpecError: its structure is wrong.
    """
    compiled = _compile(text, sets)
    if compiled.spec is None or compiled.graph is None:
        raise SpecError(compiled.diagnostics)
    return compiled.spec


def card_of(spec: Spec) -> Card:
    """Describe the data of a spec."""
    assert spec.data is not None
    assert spec.data.source is not None
    return _describe(spec.data.source)


@cache
def _describe(source: str) -> Card:
    paths = project_paths(ROOT)
    found = find_data_files(source, paths=paths, path=())
    if found.kind in DESCRIBERS:
        return describe_files(found, source=source, path=())
    return describe_source(source, paths=paths)


def _compile(
    text: str, sets: tuple[str, ...], *, settings: Settings | None = None, card: Card | None = None
) -> Compiled:
    return compile_source(text, file=str(ROOT / "evidence.yaml"), sets=sets, settings=settings, card=card)
