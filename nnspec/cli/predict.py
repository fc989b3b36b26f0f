"""`nnspec predict RUN DATA`: write what a run says of rows."""

from __future__ import annotations

from pathlib import Path

import click

from nnspec.cli.backend import load_backend
from nnspec.errors import UsageError


@click.command("predict")
@click.argument("run", type=click.Path(path_type=Path))
@click.argument("data", metavar="REFERENCE")
@click.option(
    "--output", "-o", type=click.Path(path_type=Path), required=True, help="A .csv, .parquet or .jsonl file to write."
)
@click.option("--allow", multiple=True, metavar="FOLDER", help="A folder outside the project that the report may name.")
def command(run: Path, data: str, output: Path, allow: tuple[str, ...]) -> int:
    """Predict the rows of REFERENCE with RUN; the columns of the outputs may be absent."""
    if Path(data).resolve() == output.resolve():
        raise UsageError(f"`{output}` holds the rows to predict; name another file")
    load_backend()
    from nnspec.datasets.writing import write_columns
    from nnspec.training.predict import predict

    columns = predict(run, data, allow=allow)
    write_columns(columns, output)
    rows = columns["row"]
    left_out = int(rows.max()) - len(rows) if len(rows) else 0
    skipped = f" ({left_out} left out for missing values)" if left_out else ""
    click.echo(f"wrote {output}: {len(rows)} rows{skipped}, columns {', '.join(columns)}")
    return 0
