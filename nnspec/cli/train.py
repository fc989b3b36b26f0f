"""`nnspec train SPEC`: train, and write the run with its report."""

from __future__ import annotations

import signal
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import TYPE_CHECKING

from nnspec.cli.backend import load_backend
from nnspec.cli.options import add_allow, add_allow_download, add_set, whole_number
from nnspec.cli.reading import read_spec_argument
from nnspec.cli.signals import stopped_by_signals

if TYPE_CHECKING:
    from nnspec.reporting.record import RunRecord
    from nnspec.training.progress import Progress


def declare(parser: ArgumentParser) -> None:
    """Declare the arguments of `nnspec train`."""
    parser.add_argument("spec", metavar="SPEC", help="a file, or a run's folder to train again")
    about = "the run's folder; default: a new one under runs/"
    parser.add_argument("--output", "-o", type=Path, metavar="FOLDER", help=about)
    about = "how many devices; without GPUs, logical CPU devices"
    parser.add_argument("--devices", type=whole_number, metavar="N", help=about)
    add_set(parser)
    add_allow(parser)
    add_allow_download(parser)
    about = "repeat a report on other data than it was made from"
    parser.add_argument("--allow-changed-data", action="store_true", help=about)
    parser.add_argument("--quiet", action="store_true", help="say nothing while training")


def command(
    spec: str,
    output: Path | None,
    devices: int | None,
    sets: tuple[str, ...],
    allow: tuple[str, ...],
    allow_download: bool,
    allow_changed_data: bool,
    quiet: bool,
) -> int:
    """Train SPEC, a file or a run's folder, and write a run: report, weights, model and history."""
    with stopped_by_signals() as received:
        read = read_spec_argument(spec, sets=sets, allow=allow)
        load_backend()
        from nnspec.training.train import Options, train

        options = Options(
            output=output,
            devices=devices,
            allow=allow,
            allow_download=allow_download,
            allow_changed_data=allow_changed_data,
        )
        record = train(read, options, progress=_progress(quiet))
        if record.folder is not None:
            _show(record, record.folder)
    if record.status == "interrupted":
        return 128 + (received[0] if received else signal.SIGINT)
    return 0 if record.holds else 1


def _show(record: RunRecord, folder: Path) -> None:
    from nnspec.reporting.report import report_document
    from nnspec.reporting.text import format_report

    print(format_report(report_document(record, folder=folder)))
    print(f"\nwrote {folder}")


def _progress(quiet: bool) -> Progress | None:
    from nnspec.training.progress import LineProgress

    if quiet:
        return None
    if not sys.stderr.isatty():
        return LineProgress(print)
    from nnspec.training.progress_bar import BarProgress

    return BarProgress()
