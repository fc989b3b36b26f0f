"""Public faulty programs, and the same repaired -> RESULTS.md: recall of the linter by kind of fault, and its alarms.

python benchmarks/development/run.py
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT / "tests" / "development"))

from development_set import (  # noqa: E402
    Recall,
    lint_all,
    read_faults,
    read_table,
    recall_by_kind,
    with_severity,
)
from nnspec.diagnostics.diagnostic import Diagnostic  # noqa: E402

Findings = dict[str, tuple[Diagnostic, ...]]


def main() -> None:
    """Measure, print and write the tables."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    faulty, repaired = lint_all("faulty"), lint_all("repaired")
    recalls = recall_by_kind(read_faults(), faulty)
    lines = [*_heading(faulty, recalls), *_recall_table(recalls), *_missed(recalls), *_alarms(repaired)]
    table = "\n".join(lines) + "\n"
    print(table)
    (HERE / "RESULTS.md").write_text(table, encoding="utf-8")


def _heading(faulty: Findings, recalls: tuple[Recall, ...]) -> list[str]:
    refused = sum(any(finding.severity == "error" for finding in findings) for findings in faulty.values())
    silent = sum(not findings for findings in faulty.values())
    loud = recall_by_kind(read_faults(), {name: _loud(findings) for name, findings in faulty.items()})
    return [
        "# Faults of public programs",
        "",
        f"`python benchmarks/development/run.py`: {len(faulty)} of {len(read_table('programs.csv'))} public faulty",
        "programs as specs with data cards, and a repaired twin of each (`tests/development/README.md`). A fault is",
        "visible where a spec and a card can show it; it is stated where a finding of one lint has a code for it.",
        "",
        f"Stated: {_share(recalls)} of the visible faults; by an error or a warning, and not by advice alone:",
        f"{_share(loud)}. Programs with an error: {refused}; without any finding: {silent}.",
        "",
    ]


def _loud(findings: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    return tuple(finding for finding in findings if finding.severity != "info")


def _recall_table(recalls: tuple[Recall, ...]) -> list[str]:
    rows = (
        f"| {recall.name} | {recall.n_labelled} | {recall.n_visible} | {recall.n_stated} | {_share((recall,))} |"
        for recall in recalls
    )
    labelled, visible, stated = (
        sum(getattr(recall, count) for recall in recalls) for count in ("n_labelled", "n_visible", "n_stated")
    )
    total = f"| all | {labelled} | {visible} | {stated} | {_share(recalls)} |"
    return ["| fault | labelled | visible | stated | recall |", "|---|---|---|---|---|", *rows, total, ""]


def _share(recalls: tuple[Recall, ...]) -> str:
    visible = sum(recall.n_visible for recall in recalls)
    return f"{sum(recall.n_stated for recall in recalls) / visible:.0%}" if visible else "-"


def _missed(recalls: tuple[Recall, ...]) -> list[str]:
    rows = [f"| {recall.name} | {', '.join(recall.missed)} |" for recall in recalls if recall.missed]
    return ["## Not stated", "", "| fault | programs |", "|---|---|", *rows, ""] if rows else []


def _alarms(repaired: Findings) -> list[str]:
    errors, warnings = (with_severity(severity, repaired) for severity in ("error", "warning"))
    counts = Counter((finding.severity, finding.code, finding.message) for finding in [*errors, *warnings])
    rows = (f"| {severity} | {code} | {message} | {n} |" for (severity, code, message), n in counts.most_common())
    return [
        "## On the repaired programs",
        "",
        f"{len(errors)} errors and {len(warnings)} warnings on {len(repaired)} programs: "
        f"{len(warnings) / len(repaired):.2f} warnings a program (wanted: none, and fewer than 0.1).",
        *(["", "| severity | code | finding | times |", "|---|---|---|---|", *rows] if counts else []),
    ]


if __name__ == "__main__":
    main()
