"""`nnspec evaluate RUN`: judge a run on its own splits, or on other data."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path

from nnspec.cli.backend import load_backend
from nnspec.cli.options import add_allow, add_format


def declare(parser: ArgumentParser) -> None:
    """Declare the arguments of `nnspec evaluate`."""
    parser.add_argument("run", type=Path, metavar="RUN")
    parser.add_argument("--data", metavar="REFERENCE", help="other data than the run's own splits")
    add_allow(parser)
    add_format(parser, "text", "json")


def command(run: Path, data: str | None, allow: tuple[str, ...], form: str) -> int:
    """Print the metrics of RUN, the folder that `nnspec train` wrote."""
    load_backend()
    from nnspec.training.evaluate import evaluate

    metrics = evaluate(run, data, allow=allow)
    if form == "json":
        print(json.dumps(metrics, indent=2))
        return 0
    for split, values in metrics.items():
        print(f"{split:12}" + "  ".join(f"{name} {value:.4f}" for name, value in values.items()))
    return 0
