"""`nnspec predict RUN DATA`: write what a run says of rows."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path

from nnspec.cli.backend import load_backend
from nnspec.cli.options import add_allow
from nnspec.errors import UsageError


def declare(parser: ArgumentParser) -> None:
    """Declare the arguments of `nnspec predict`."""
    parser.add_argument("run", type=Path, metavar="RUN")
    parser.add_argument("data", metavar="REFERENCE")
    about = "a .csv, .parquet or .jsonl file to write"
    parser.add_argument("--output", "-o", type=Path, required=True, metavar="FILE", help=about)
    add_allow(parser)


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
    print(f"wrote {output}: {len(rows)} rows{skipped}, columns {', '.join(columns)}")
    return 0
