"""`nnspec evaluate RUN`: judge a run on its own splits, or on other data."""

from __future__ import annotations

import json
from pathlib import Path

import click

from nnspec.cli.backend import load_backend
from nnspec.cli.reading import reference_from_here


@click.command("evaluate")
@click.argument("run", type=click.Path(path_type=Path))
@click.option("--data", metavar="REFERENCE", help="Other data than the run's own splits.")
@click.option("--allow", multiple=True, metavar="FOLDER", help="A folder outside the project that may be read.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How metrics are written.")
def command(run: Path, data: str | None, allow: tuple[str, ...], form: str) -> int:
    """Print the metrics of RUN, the folder that `nnspec train` wrote."""
    load_backend()
    from nnspec.training.evaluate import evaluate

    reference, folders = (None, allow) if data is None else reference_from_here(data, allow)
    metrics = evaluate(run, reference, allow=folders)
    if form == "json":
        click.echo(json.dumps(metrics, indent=2))
        return 0
    for split, values in metrics.items():
        click.echo(f"{split:12}" + "  ".join(f"{name} {value:.4f}" for name, value in values.items()))
    return 0
