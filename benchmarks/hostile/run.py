"""Measure the CPU time that each hostile input costs the document reader.

    python benchmarks/hostile/run.py

Prints one line an input and writes the largest time of three groups: refused by a cap (wanted: at most 200 ms),
refused otherwise, and just below the caps (wanted: at most 1 s).
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "document")]

from hostile import BELOW_CAPS, CAPS, HOSTILE, Hostile  # noqa: E402
from nnspec.document.document import parse_document  # noqa: E402

N_REPEATS = 3
HEAD = (
    "# Hostile input",
    "",
    f"`python benchmarks/hostile/run.py`: CPU milliseconds in the reader, the best of {N_REPEATS} for each input;",
    "2 cores, x86-64, no GPU.",
    "",
    "| inputs | how many | median | largest | wanted |",
    "|---|---|---|---|---|",
)


def main() -> None:
    """Measure, print and write the table."""
    by_cap = {name: item for name, item in HOSTILE.items() if item.code in CAPS}
    otherwise = {name: item for name, item in HOSTILE.items() if item.code not in CAPS}
    rows = [
        _measure_group("refused by a cap", by_cap, wanted_ms=200),
        _measure_group("refused otherwise", otherwise, wanted_ms=1000),
        _measure_group("just below the caps", BELOW_CAPS, wanted_ms=1000),
    ]
    table = "\n".join([*HEAD, *rows, ""])
    print(table)
    (ROOT / "benchmarks" / "hostile" / "RESULTS.md").write_text(table, encoding="utf-8")


def _measure_group(title: str, items: Mapping[str, Hostile], *, wanted_ms: float) -> str:
    times = {name: 1000 * _measure(item) for name, item in items.items()}
    for name, milliseconds in times.items():
        print(f"{title:20} {items[name].code or 'loads':6} {name:24} {milliseconds:8.1f} ms")
    slowest = max(times, key=times.__getitem__)
    middle = statistics.median(times.values())
    return f"| {title} | {len(times)} | {middle:.1f} | {times[slowest]:.0f} ({slowest}) | {wanted_ms:.0f} |"


def _measure(item: Hostile) -> float:
    content = item.build()
    times = []
    for _ in range(N_REPEATS):
        start = time.process_time()
        parse_document(content, file="hostile", syntax=item.syntax)
        times.append(time.process_time() - start)
    return min(times)


if __name__ == "__main__":
    main()
