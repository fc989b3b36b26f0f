"""Rules with and without their fault on small real tasks -> RESULTS.md, and the `Effect:` of each rule's page.

python benchmarks/evidence/run.py [CODE ...] [--seeds 5] [--write]

What was measured is kept in build/evidence.jsonl, a line for each case and seed. Without codes, what is missing there
is measured; with codes, these are measured anew; with `--write`, nothing is. The pages are written from all.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from cases import CASES, Case
from checking import ROOT, check_case
from effect import Effect, Pair, describe, estimate
from measuring import measure
from pages import put_effect

from nnspec.linting.registry import find_rule

HERE = Path(__file__).resolve().parent
KEPT = ROOT / "build" / "evidence.jsonl"
Pairs = dict[str, dict[int, Pair]]


def main() -> None:
    """Measure, print, and write the table and the pages."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("codes", nargs="*", metavar="CODE")
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--write", action="store_true", help="only write what was measured before")
    options = parser.parse_args()
    if options.seeds < 2:
        parser.error("an interval takes at least two seeds")
    kept = _read_kept()
    for case in () if options.write else _wanted(options.codes, kept):
        kept[case.key] = {seed: measure(case, seed=seed) for seed in range(1, options.seeds + 1)}
        print(f"{case.code} {case.task}: {_effect(case, kept).interval}", file=sys.stderr, flush=True)
        _keep(kept)
    measured = [(case, _effect(case, kept)) for case in CASES if case.key in kept]
    (HERE / "RESULTS.md").write_text(_table(measured), encoding="utf-8")
    _write_pages(measured)


def _wanted(codes: Sequence[str], kept: Pairs) -> list[Case]:
    """Give the cases to measure; all are checked before the first is trained."""
    wanted = [case for case in CASES if case.code in codes or (not codes and case.key not in kept)]
    for case in wanted:
        check_case(case)
    return wanted


def _read_kept() -> Pairs:
    kept: dict[str, dict[int, Pair]] = defaultdict(dict)
    for line in KEPT.read_text(encoding="utf-8").splitlines() if KEPT.exists() else ():
        read = json.loads(line)
        key, seed = read.pop("case"), read.pop("seed")
        kept[key][seed] = Pair(**read)
    return kept


def _keep(kept: Pairs) -> None:
    """Keep what belongs to the cases as they are now."""
    KEPT.parent.mkdir(exist_ok=True)
    rows = (
        {"case": case.key, "seed": seed, **asdict(pair)}
        for case in CASES
        for seed, pair in kept.get(case.key, {}).items()
    )
    KEPT.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def _effect(case: Case, kept: Pairs) -> Effect:
    return estimate(list(kept[case.key].values()), figure=case.figure)


def _table(measured: Sequence[tuple[Case, Effect]]) -> str:
    head = ("rule", "severity", "task", "fault", "figure", "sound", "faulty", "difference", "seeds", "verdict")
    rows = [head, ("---",) * len(head), *(_row(case, effect) for case, effect in measured)]
    table = "".join(f"| {' | '.join(row)} |\n" for row in rows)
    missing = dict.fromkeys(case.code for case in CASES if case not in {case for case, _ in measured})
    return _HEADING + table + (f"\nNot measured yet: {', '.join(missing)}.\n" if missing else "")


def _row(case: Case, effect: Effect) -> tuple[str, ...]:
    rule = find_rule(case.code)
    fault = " ".join(f"`{change}`" for change in case.fault)
    broken = f", {effect.n_broken} NaN" if effect.n_broken else ""
    figures = (f"{effect.sound:.3f}", f"{effect.faulty:.3f}", effect.interval, f"{effect.n}{broken}")
    return (case.code, rule.severity if rule else "", case.task, fault, case.figure, *figures, effect.verdict)


def _write_pages(measured: Sequence[tuple[Case, Effect]]) -> None:
    by_code: dict[str, list[tuple[str, Effect]]] = defaultdict(list)
    for case, effect in measured:
        by_code[case.code].append((case.task, effect))
    for code, effects in by_code.items():
        rule = find_rule(code)
        assert rule is not None
        page = Path(str(sys.modules[rule.check.__module__].__file__))
        page.write_text(put_effect(page.read_text(encoding="utf-8"), describe(effects)), encoding="utf-8")


_HEADING = """\
# What faults do

`python benchmarks/evidence/run.py`: each task of `cases.py` is trained with and without a rule's fault. Figures are
of the test rows (30 %), means over seeds, which vary split, weights and order: accuracy; where it is said so the
cross-entropy of the predicted probabilities (less is better); for numbers the root of the mean squared error as a
share of the data's standard deviation (less is better). The difference is taken seed by seed, with the 95 % interval
of Student's t. Where it holds 0, no effect is measured, which is not to say there is none.

"""

if __name__ == "__main__":
    main()
