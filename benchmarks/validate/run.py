"""CPU seconds and peak memory of `nnspec lint` on 1 and on 500 specs, beside check-jsonschema and yamllint.

Linting is all of it: structure, graph, shapes and every rule. Without shapes and rules it is `lowering.py`.

python benchmarks/validate/run.py [--runs 7]
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(HERE.parent))

from processes import Usage, measure_interleaved, median_cpu, peak, tool  # noqa: E402
from validate.specs import write_specs  # noqa: E402

N_SPECS = 500
LIBRARIES = "argparse, yaml, jsonschema_rs"
HEAVY = "numpy keras tensorflow"


def main() -> None:
    """Measure, print and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=7)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        mean_lines = write_specs(folder, count=N_SPECS)
        files = sorted(str(path) for path in folder.iterdir())
        table = _table(_measure(files, runs), runs, mean_lines, _loaded_modules(files[0]))
    print(table)
    (HERE / "RESULTS.md").write_text(table, encoding="utf-8")


def _measure(files: list[str], runs: int) -> dict[str, list[Usage]]:
    schema = str(ROOT / "schemas" / "spec.schema.json")
    checker = [tool("check-jsonschema"), "--schemafile", schema]
    lowering = [sys.executable, str(HERE / "lowering.py")]
    linter = [tool("yamllint"), "-d", "relaxed", "--no-warnings"]
    one = {
        "Python alone": [sys.executable, "-c", "pass"],
        "its imports alone": [sys.executable, "-c", f"import {LIBRARIES}"],
        "nnspec, 1 file": [tool("nnspec"), "lint", files[0]],
        "nnspec without shapes and rules, 1 file": [*lowering, files[0]],
        "check-jsonschema, 1 file": [*checker, files[0]],
        "yamllint, 1 file": [*linter, files[0]],
    }
    many = {
        f"nnspec, {N_SPECS} files": [tool("nnspec"), "lint", *files],
        f"nnspec without shapes and rules, {N_SPECS} files": [*lowering, *files],
        f"check-jsonschema, {N_SPECS} files": [*checker, *files],
        f"yamllint, {N_SPECS} files": [*linter, *files],
    }
    return measure_interleaved(one, runs=3 * runs, cwd=ROOT) | measure_interleaved(many, runs=runs, cwd=ROOT)


def _loaded_modules(file: str) -> str:
    code = f"import sys; from nnspec.cli.main import run; run(['lint', {file!r}]); " + (
        f"print(' '.join(set('{HEAVY}'.split()) & set(sys.modules)) or 'none')"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return result.stdout.strip()


def _table(measured: dict[str, list[Usage]], runs: int, mean_lines: float, loaded: str) -> str:
    peer = median_cpu(measured[f"check-jsonschema, {N_SPECS} files"])
    ours, one = measured[f"nnspec, {N_SPECS} files"], measured["nnspec, 1 file"]
    less = "nnspec without shapes and rules"
    lines = [
        "# Checking specs",
        "",
        f"`python benchmarks/validate/run.py`: {N_SPECS} specs of {mean_lines:.0f} lines in the mean; CPU seconds of",
        f"whole processes, medians of {runs} interleaved runs ({3 * runs} for one file); 2 cores, x86-64, no GPU.",
        "",
        "| | CPU s | fastest | peak MiB |",
        "|---|---|---|---|",
        *(f"| {name} | {_cpu(usages)} | {peak(usages):.0f} |" for name, usages in measured.items()),
        "",
        f"Its imports are {LIBRARIES}.",
        "",
        "| wanted | seen | fastest |",
        "|---|---|---|",
        f"| one file within 0.200 CPU s | {_cpu(one)} |",
        f"| {N_SPECS} files within 2 CPU s | {_cpu(ours)} |",
        f"| without shapes and rules, one file within 0.150 CPU s | {_cpu(measured[f'{less}, 1 file'])} |",
        f"| without shapes and rules, {N_SPECS} files within 1 CPU s | {_cpu(measured[f'{less}, {N_SPECS} files'])} |",
        f"| {N_SPECS} files at most 0.3 of check-jsonschema | {median_cpu(ours) / peer:.3f} | |",
        f"| peak under 60 MiB | {peak([*one, *ours]):.0f} | |",
        f"| no {HEAVY.replace(' ', ', ')} loaded | {loaded} | |",
        "",
    ]
    return "\n".join(lines)


def _cpu(usages: list[Usage]) -> str:
    return f"{median_cpu(usages):.3f} | {min(usage.cpu_s for usage in usages):.3f}"


if __name__ == "__main__":
    main()
