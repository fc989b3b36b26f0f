"""`nnspec evaluate RUN`: judge a run on its own splits, or on other data."""

from __future__ import annotations

import json
from pathlib import Path

import click

from nnspec.cli.backend import load_backend


@click.command("evaluate")
@click.argument("run", type=click.Path(path_type=Path))
@click.option("--data", metavar="REFERENCE", help="Other data than the run's own splits.")
@click.option("--allow", multiple=True, metavar="FOLDER", help="A folder outside the project that the report may name.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How metrics are written.")
def command(run: Path, data: str | None, allow: tuple[str, ...], form: str) -> int:
    """Print the metrics of RUN, the folder that `nnspec train` wrote."""
    load_backend()
    from nnspec.training.evaluate import evaluate

    metrics = evaluate(run, data, allow=allow)
    if form == "json":
        click.echo(json.dumps(metrics, indent=2))
        return 0
    for split, values in metrics.items():
        click.echo(f"{split:12}" + "  ".join(f"{name} {value:.4f}" for name, value in values.items()))
    return 0
