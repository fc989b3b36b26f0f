"""Measure the CPU time that each hostile input costs the document reader.

    python benchmarks/hostile/run.py

Prints one line an input, and the largest time of three groups: refused by a cap (wanted: at most 200 ms), refused
otherwise, and just below the caps (wanted: at most 1 s).
"""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "document")]

from hostile import BELOW_CAPS, CAPS, HOSTILE, Hostile  # noqa: E402

from nnspec.document.document import parse_document  # noqa: E402

N_REPEATS = 3


def main() -> None:
    """Print the table."""
    by_cap = {name: item for name, item in HOSTILE.items() if item.code in CAPS}
    otherwise = {name: item for name, item in HOSTILE.items() if item.code not in CAPS}
    groups = {
        "refused by a cap": (by_cap, 0.2),
        "refused otherwise": (otherwise, 1.0),
        "below the caps": (BELOW_CAPS, 1.0),
    }
    for title, (items, wanted_s) in groups.items():
        _print_group(title, items, wanted_s)


def _print_group(title: str, items: Mapping[str, Hostile], wanted_s: float) -> None:
    times = {name: _measure(item) for name, item in items.items()}
    for name, cpu_s in times.items():
        print(f"{title:18} {items[name].code or 'loads':6} {name:24} {cpu_s * 1000:8.1f} ms")
    slowest = max(times, key=times.__getitem__)
    verdict = "ok" if times[slowest] <= wanted_s else "TOO SLOW"
    print(
        f"{title:18} maximum {times[slowest] * 1000:.1f} ms ({slowest}), wanted {wanted_s * 1000:.0f} ms: {verdict}\n"
    )


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
