"""One defect of 20 kinds in each of 50 valid specs: is it found, and is it found where it is?

The specs are the canonical ones with hidden layers, repaired programs of the development set with their cards, and
those in `specs/` here: convolutions, recurrent networks, Transformers, tables, several inputs, autoencoders, transfer,
splines. A defect is caught by an error or a warning of `nnspec lint`; the unbroken specs have none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from mutants import HERE, KINDS, TESTS, mutate
from nnspec.diagnostics.diagnostic import Diagnostic
from nnspec.pipeline import compile_source, lint_findings
from nnspec.tables.card import load_card

_CANONICAL = (
    *("autoencoder", "fashion-mnist", "images-digits", "kan", "lstm", "multi-task", "multiclass-tabular", "resnet"),
    *("several-inputs-outputs", "transfer-base", "transformer", "two-tower", "u-net"),
)
_REPAIRED = (
    *("deeplocalize-47724077", "deeplocalize-48385830", "deeplocalize-48934338", "deeplocalize-58609115"),
    *("defect4ml-048", "defect4ml-036", "defect4ml-086", "defect4ml-090", "defect4ml-092"),
    *(
        "neuralint-github-8",
        "neuralint-so-38584268",
        "neuralint-so-45378493",
        "neuralint-so-51749207",
        "neuralint-so-58844149",
    ),
)
SPECS = (
    *(TESTS.parent / "specs" / f"{name}.yaml" for name in _CANONICAL),
    *(TESTS / "development" / "programs" / name / "repaired.yaml" for name in _REPAIRED),
    *sorted((HERE / "specs").glob("*.yaml")),
)

# Wanted: 1 and 5 in a hundred. Held here is what was reached: 1 and 5 of 1,000.
MOST_MISSED = 0.002
MOST_ELSEWHERE = 0.01


@dataclass(frozen=True)
class Verdict:
    """What became of one mutant.

    Args:
        name: the spec and the kind of defect.
        caught: something is said that is not said of the unbroken spec.
        located: it is said of the line of the defect.
    """

    name: str
    caught: bool
    located: bool


@pytest.fixture(scope="module")
def verdicts() -> tuple[Verdict, ...]:
    return tuple(verdict for spec in SPECS for verdict in _judge(spec))


def test_kinds_are_twenty_and_eight_are_not_about_the_form() -> None:
    assert len({kind.name for kind in KINDS}) == 20
    assert sum(kind.semantic for kind in KINDS) >= 8


def test_specs_are_fifty() -> None:
    assert len(set(SPECS)) == 50


def test_every_kind_fits_every_spec() -> None:
    texts = {spec: spec.read_text(encoding="utf-8") for spec in SPECS}
    unfit = [(str(spec), kind.name) for spec in SPECS for kind in KINDS if mutate(texts[spec], kind) is None]
    assert unfit == []


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.stem if spec.stem != "repaired" else spec.parent.name)
def test_unbroken_spec_has_no_finding(spec: Path) -> None:
    assert [str(finding) for finding in _findings(spec.read_text(encoding="utf-8"), spec)] == []


def test_mutants_are_caught(verdicts: tuple[Verdict, ...]) -> None:
    missed = [verdict.name for verdict in verdicts if not verdict.caught]
    assert len(missed) <= MOST_MISSED * len(verdicts), missed


def test_mutants_are_found_at_their_line(verdicts: tuple[Verdict, ...]) -> None:
    elsewhere = [verdict.name for verdict in verdicts if not verdict.located]
    assert len(elsewhere) <= MOST_ELSEWHERE * len(verdicts), elsewhere


def _judge(spec: Path) -> Iterator[Verdict]:
    """Break a spec in every way; what is said of the unbroken one counts for nothing."""
    text = spec.read_text(encoding="utf-8")
    known = {(finding.code, finding.message) for finding in _findings(text, spec)}
    for kind in KINDS:
        mutant = mutate(text, kind)
        assert mutant is not None
        found = [each for each in _findings(mutant.text, spec) if (each.code, each.message) not in known]
        lines = {finding.span.line for finding in found if finding.span is not None}
        yield Verdict(f"{spec.parent.name}/{spec.stem}: {kind.name}", bool(found), mutant.line in lines)


def _findings(text: str, spec: Path) -> list[Diagnostic]:
    """Lint a text with the card beside its spec, and without the data."""
    path = spec.parent / "card.json"
    card = load_card(path) if path.exists() else None
    compiled = compile_source(text, card=card, checked_data=False)
    return [finding for finding in lint_findings(compiled) if finding.severity != "info"]
