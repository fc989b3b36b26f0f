"""CPU seconds of a whole process, from the spec to the report, beside a plain Keras script that does the same.

    python benchmarks/train/whole.py [--runs 5]

5,000 rows of 20 features in a CSV file, 2 x 64 neurons, 10 epochs, batch 128; the peer is `plain_keras.py`.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

import numpy as np  # noqa: E402
from results import write_section  # noqa: E402

from processes import Usage, measure, median_cpu, peak, tool  # noqa: E402

SPEC = """\
nnspec: 1
data: {source: rows.csv, split: {validation: 0.15, test: 0.15, stratify: label}}
inputs: {features: {columns: "x*"}}
hidden:
  - Dense: {units: 64, activation: relu}
  - Dense: {units: 64, activation: relu}
outputs: {label: category}
train: {epochs: 10, batch_size: 128}
"""


def main() -> None:
    """Measure, print and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as name:
        ours, peer = _measure(Path(name), runs)
    ratio = median_cpu(ours) / median_cpu(peer)
    print(f"ratio {ratio:.2f}, wanted at most 1.3")
    write_section(
        "A whole run",
        explanation="From the spec (or the script) to the report: 5,000 rows of 20 features in a CSV file, 2 x 64 "
        f"neurons, 10 epochs, batch 128. CPU seconds of whole processes, medians of {runs} in turns.",
        header=("way", "CPU s", "peak MiB", "nnspec takes"),
        rows=[
            (name, f"{median_cpu(used):.2f}", f"{peak(used):.0f}", f"{median_cpu(ours) / median_cpu(used):.2f} of it")
            for name, used in (("`nnspec train`", ours), ("`plain_keras.py`", peer))
        ],
    )


def _measure(folder: Path, runs: int) -> tuple[list[Usage], list[Usage]]:
    _write_rows(folder / "rows.csv")
    (folder / "spec.yaml").write_text(SPEC, encoding="utf-8")
    ours, peer = [], []
    for number in range(runs + 1):
        train = [tool("nnspec"), "train", "spec.yaml", "--quiet", "--output", f"ours-{number}"]
        ours.append(measure(train, cwd=folder))
        script = [sys.executable, str(HERE / "plain_keras.py"), "rows.csv", f"peer-{number}"]
        peer.append(measure(script, cwd=folder))
    return ours[1:], peer[1:]


def _write_rows(path: Path) -> None:
    generator = np.random.default_rng(0)
    features = generator.normal(size=(5000, 20))
    labels = np.argmax(features @ generator.normal(size=(20, 4)) + generator.normal(size=(5000, 4)), axis=1)
    lines = [",".join([*(f"x{i}" for i in range(20)), "label"])]
    for row, label in zip(features, labels, strict=True):
        lines.append(",".join([*(f"{value:.6f}" for value in row), f"class_{label}"]))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
