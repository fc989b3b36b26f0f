"""Keras' applications -> RESULTS.md: how short their specs are, and whether these give the same networks.

python benchmarks/import/run.py [NAME ...] [--all] [--same] [--log FILE]

`--all` takes all applications in place of the ten of the first table; `--same` builds original and spec with the same
weights and compares their outputs, which takes gigabytes for the largest. Each application has a process of its own.
What was measured is added to the log as it comes; the page is written from the whole log.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from table import TEN, write_results

from nnspec.transfer.applications import APPLICATIONS

HERE = Path(__file__).resolve().parent
LOG = HERE.parent.parent / "build" / "imported-applications.jsonl"
LARGEST = (
    *("DenseNet201", "InceptionResNetV2", "EfficientNetV2L", "EfficientNetB7", "ConvNeXtLarge"),
    *("ConvNeXtXLarge", "NASNetLarge"),
)
TIMEOUT_S = 1800


def main() -> None:
    """Measure, print, and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--same", action="store_true")
    parser.add_argument("--log", type=Path, default=LOG)
    options = parser.parse_args()
    names = options.names or (APPLICATIONS if options.all else TEN)
    options.log.parent.mkdir(parents=True, exist_ok=True)
    for name in _largest_last(names):
        line = json.dumps(_measure(name, ["--same"] if options.same else []))
        print(line, flush=True)
        with options.log.open("a", encoding="utf-8") as log:
            log.write(f"{line}\n")
    (HERE / "RESULTS.md").write_text(write_results(_read(options.log)), encoding="utf-8")


def _largest_last(names: Iterable[str]) -> list[str]:
    return sorted(names, key=lambda name: LARGEST.index(name) if name in LARGEST else -1)


def _measure(name: str, options: list[str]) -> dict[str, Any]:
    command = [sys.executable, str(HERE / "measure.py"), name, *options]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=TIMEOUT_S, check=False)
    except subprocess.TimeoutExpired:
        return {"name": name, "failure": f"not done after {TIMEOUT_S} s"}
    if done.returncode != 0:
        said = done.stderr.strip().splitlines() or [f"exit code {done.returncode}"]
        return {"name": name, "failure": said[-1][:200]}
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _read(log: Path) -> Iterator[dict[str, Any]]:
    for line in log.read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


if __name__ == "__main__":
    main()
