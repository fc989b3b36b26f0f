"""`nnspec train SPEC`: train, and write the run with its report."""

from __future__ import annotations

import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from nnspec.cli.backend import load_backend
from nnspec.cli.reading import read_spec_argument
from nnspec.cli.signals import stopped_by_signals

if TYPE_CHECKING:
    from nnspec.training.progress import Progress


@click.command("train")
@click.argument("spec")
@click.option(
    "--output", "-o", type=click.Path(path_type=Path), help="The run's folder; default: a new one under runs/."
)
@click.option("--devices", type=click.IntRange(min=1), help="How many devices; without GPUs, logical CPU devices.")
@click.option("--allow", multiple=True, metavar="FOLDER", help="A folder outside the project that the spec may name.")
@click.option("--allow-download", is_flag=True, help="Let Keras fetch published weights.")
@click.option("--allow-changed-data", is_flag=True, help="Repeat a report on other data than it was made from.")
@click.option("--quiet", is_flag=True, help="Say nothing while training.")
def command(
    spec: str,
    output: Path | None,
    devices: int | None,
    allow: tuple[str, ...],
    allow_download: bool,
    allow_changed_data: bool,
    quiet: bool,
) -> int:
    """Train SPEC, a file or a run's folder, and write a run: report, weights, model and history."""
    read = read_spec_argument(spec, allow=allow)
    load_backend()
    from nnspec.reporting.report import report_document
    from nnspec.reporting.text import format_report
    from nnspec.training.train import Options, train

    options = Options(
        output=output,
        devices=devices,
        allow=allow,
        allow_download=allow_download,
        allow_changed_data=allow_changed_data,
    )
    with stopped_by_signals() as received:
        record = train(read, options, progress=_progress(quiet))
    if record.folder is None:
        return 0
    click.echo(format_report(report_document(record, folder=record.folder)))
    click.echo(f"\nwrote {record.folder}")
    if record.status == "interrupted":
        return 128 + (received[0] if received else signal.SIGINT)
    return 0 if record.holds else 1


def _progress(quiet: bool) -> Progress | None:
    from nnspec.training.progress import LineProgress

    if quiet:
        return None
    if not sys.stderr.isatty():
        return LineProgress(click.echo)
    from nnspec.training.progress_bar import BarProgress

    return BarProgress()
