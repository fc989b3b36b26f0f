"""Measure whole child processes: CPU seconds and peak memory, several commands in turn."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Usage:
    """What one run of a command used."""

    cpu_s: float
    peak_mib: float


def measure_interleaved(commands: Mapping[str, Sequence[str]], *, runs: int, cwd: Path) -> dict[str, list[Usage]]:
    """Run each command once for warming up, then all in turn, `runs` times.

    Raises:
        RuntimeError: a command left with another code than 0.
    """
    for command in commands.values():
        measure(command, cwd=cwd)
    measured: dict[str, list[Usage]] = {name: [] for name in commands}
    for _ in range(runs):
        for name, command in commands.items():
            measured[name].append(measure(command, cwd=cwd))
    return measured


def measure(command: Sequence[str], *, cwd: Path) -> Usage:
    """Run a command and ask the kernel what it used, children included."""
    environment = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3", "NO_COLOR": "1"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # installed packages have theirs; the warming run writes ours
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, cwd=cwd, env=environment, **quiet) as child:
        assert child.stderr is not None
        errors = child.stderr.read()
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise RuntimeError(f"{' '.join(command)} left with {child.returncode}: {errors.decode()[-2000:]}")
    return Usage(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def median_cpu(usages: Sequence[Usage]) -> float:
    """The median of the CPU seconds."""
    return statistics.median(usage.cpu_s for usage in usages)


def peak(usages: Sequence[Usage]) -> float:
    """The highest peak in MiB."""
    return max(usage.peak_mib for usage in usages)


def tool(name: str) -> str:
    """The command of that name beside the running interpreter."""
    return str(Path(sys.executable).with_name(name))
