"""Measure CPU seconds per epoch of nnspec's loop, Keras' `fit` and a bare loop: `python benchmarks/train/run.py`.

Each contestant trains in a process of its own, in turns; the first epoch, which traces, does not count.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from pathlib import Path

from results import write_section

_HERE = Path(__file__).parent
_NAMES = ("nnspec", "nnspec, jit: true", "keras fit, numpy", "keras fit, tf.data", "bare tf.function")
_ROUNDS, _EPOCHS = 5, 3


def main() -> None:
    """Run all rounds, and write the table."""
    seconds: dict[str, list[float]] = {name: [] for name in _NAMES}
    for _ in range(_ROUNDS):
        for name in _NAMES:
            seconds[name].append(measure(name))
            print(f"{name}: {seconds[name][-1]:.2f} s", flush=True)
    medians = {name: statistics.median(values) for name, values in seconds.items()}
    write_section(
        "CPU seconds per epoch",
        explanation="60,000 x 784 float32 (synthetic), Dense 128 relu, Dense 10 softmax, Adam, accuracy, batch 128. "
        f"Medians of {_ROUNDS} processes each, in turns; per process the mean of {_EPOCHS} epochs after the first.",
        header=("way", "CPU s per epoch", "range", "nnspec takes"),
        rows=[
            (
                name,
                f"{median:.2f}",
                f"{min(seconds[name]):.2f} to {max(seconds[name]):.2f}",
                f"{medians['nnspec'] / median:.2f} of it",
            )
            for name, median in medians.items()
        ],
    )


def measure(name: str) -> float:
    """Train in a fresh process, and give the mean CPU seconds of the epochs after the first."""
    command = [sys.executable, str(_HERE / "contestants.py"), name, str(_EPOCHS + 1)]
    paths = os.pathsep.join([str(_HERE.parents[1]), os.environ.get("PYTHONPATH", "")])
    environment = {**os.environ, "PYTHONPATH": paths, "TF_CPP_MIN_LOG_LEVEL": "3"}
    finished = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    return statistics.mean(json.loads(finished.stdout.splitlines()[-1])[1:])


if __name__ == "__main__":
    main()
