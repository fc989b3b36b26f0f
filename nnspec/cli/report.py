"""`nnspec report RUN`: print a run's report for people."""

from __future__ import annotations

from pathlib import Path

import click

from nnspec.cli.reading import REPORT
from nnspec.reporting.report import report_document
from nnspec.reporting.run_folder import read_run_record
from nnspec.reporting.text import format_report


@click.command("report")
@click.argument("run", type=click.Path(path_type=Path))
def command(run: Path) -> int:
    """Print the report of RUN: the folder that `nnspec train` wrote, or its report.yaml."""
    folder = run.parent if run.name == REPORT else run
    click.echo(format_report(report_document(read_run_record(folder), folder=folder)))
    return 0
