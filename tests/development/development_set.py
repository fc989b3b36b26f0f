"""The development set -> which labelled faults of public programs are stated, and what is said of repaired ones."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import nnspec
from nnspec.diagnostics.diagnostic import Diagnostic
from nnspec.tables.card import load_card

HERE = Path(__file__).resolve().parent
PROGRAMS = HERE / "programs"


@dataclass(frozen=True)
class Fault:
    """One fault of one program.

    Args:
        program: its folder.
        name: the kind of fault, such as `missing-scaling`.
        visible: a spec and its card can show it.
        codes: a finding with one of these states it.
    """

    program: str
    name: str
    visible: bool
    codes: frozenset[str]


@dataclass(frozen=True)
class Recall:
    """How many faults of one kind are stated.

    Args:
        name: of the kind.
        n_labelled: faults that third parties named.
        n_visible: those that a spec and its card can show.
        missed: programs whose visible fault no finding states.
    """

    name: str
    n_labelled: int
    n_visible: int
    missed: tuple[str, ...]

    @property
    def n_stated(self) -> int:
        """Visible faults that a finding states."""
        return self.n_visible - len(self.missed)


def read_faults() -> tuple[Fault, ...]:
    """Read all faults of the transcribed programs."""
    return tuple(
        Fault(
            row["program"],
            row["fault"],
            row["visible"] == "yes",
            frozenset(f"{row['rules']} {row['refused_by']}".split()),
        )
        for row in read_table("faults.csv")
    )


def read_table(name: str) -> list[dict[str, str]]:
    """Read one of the two tables."""
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def program_names() -> tuple[str, ...]:
    """Name the transcribed programs."""
    return tuple(sorted(folder.name for folder in PROGRAMS.iterdir()))


def lint_program(program: str, side: str) -> tuple[Diagnostic, ...]:
    """Lint a program with the card of its data.

    Args:
        program: its folder.
        side: `faulty` or `repaired`.
    """
    folder = PROGRAMS / program
    cards = (folder / f"card-{side}.json", folder / "card.json")
    card = next((load_card(path) for path in cards if path.exists()), None)
    return tuple(nnspec.lint(folder / f"{side}.yaml", card=card))


def lint_all(side: str) -> dict[str, tuple[Diagnostic, ...]]:
    """Lint all programs."""
    return {program: lint_program(program, side) for program in program_names()}


def recall_by_kind(faults: Iterable[Fault], findings: dict[str, tuple[Diagnostic, ...]]) -> tuple[Recall, ...]:
    """Count the stated faults of each kind, the most frequent kinds first.

    Args:
        faults: of all programs.
        findings: of each faulty program.
    """
    kinds: dict[str, list[Fault]] = {}
    for fault in faults:
        kinds.setdefault(fault.name, []).append(fault)
    counted = (_recall(name, of_kind, findings) for name, of_kind in kinds.items())
    return tuple(sorted(counted, key=lambda recall: (-recall.n_visible, recall.name)))


def _recall(name: str, faults: list[Fault], findings: dict[str, tuple[Diagnostic, ...]]) -> Recall:
    visible = [fault for fault in faults if fault.visible]
    missed = (fault.program for fault in visible if not is_stated(fault, findings[fault.program]))
    return Recall(name, len(faults), len(visible), tuple(missed))


def is_stated(fault: Fault, findings: Iterable[Diagnostic]) -> bool:
    """Tell whether one of the findings states a fault."""
    return any(finding.code in fault.codes for finding in findings)


def with_severity(severity: str, findings: dict[str, tuple[Diagnostic, ...]]) -> list[Diagnostic]:
    """Take the findings of one severity out of all programs'."""
    return [finding for of_one in findings.values() for finding in of_one if finding.severity == severity]
