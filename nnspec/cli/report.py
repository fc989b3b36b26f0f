"""`nnspec report RUN`: print a run's report for people."""

from __future__ import annotations

from pathlib import Path

import click

from nnspec.cli.reading import REPORT
from nnspec.diagnostics.collection import Diagnostics
from nnspec.diagnostics.diagnostic import Diagnostic
from nnspec.document.document import read_document
from nnspec.errors import SpecError
from nnspec.pipeline import compile_document
from nnspec.reporting.text import format_report


@click.command("report")
@click.argument("run", type=click.Path(path_type=Path))
def command(run: Path) -> int:
    """Print the report of RUN: the folder that `nnspec train` wrote, or its report.yaml."""
    path = run / REPORT if run.is_dir() else run
    document, findings = read_document(path, file=str(path))
    if document is None or findings:
        raise SpecError(Diagnostics.collect(findings))
    compiled = compile_document(document, checked_data=False)
    if compiled.diagnostics.errors:
        raise SpecError(compiled.diagnostics)
    if "report" not in document.data:
        message = "this spec has no report: it was not written by a run"
        raise SpecError(Diagnostics.collect([Diagnostic(code="NN851", message=message, file=str(path))]))
    click.echo(format_report(document.data))
    return 0
