"""`nnspec report RUN`: print a run's report for people."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path

from nnspec.cli.reading import REPORT
from nnspec.reporting.report import report_document
from nnspec.reporting.run_folder import read_run_record
from nnspec.reporting.text import format_report


def declare(parser: ArgumentParser) -> None:
    """Declare the arguments of `nnspec report`."""
    parser.add_argument("run", type=Path, metavar="RUN")


def command(run: Path) -> int:
    """Print the report of RUN: the folder that `nnspec train` wrote, or its report.yaml."""
    folder = run.parent if run.name == REPORT else run
    print(format_report(report_document(read_run_record(folder), folder=folder)))
    return 0
