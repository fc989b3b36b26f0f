"""`nnspec diff A B`: say what differs in the meaning of two specs, or in two runs."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from nnspec.cli.options import add_allow, add_format
from nnspec.cli.reading import read_spec_argument
from nnspec.comparing.comparison import Comparison, compare
from nnspec.comparing.text import format_comparison
from nnspec.errors import UsageError
from nnspec.pipeline import lower
from nnspec.records import values


def declare(parser: ArgumentParser) -> None:
    """Declare the arguments of `nnspec diff`."""
    parser.add_argument("first", metavar="A", help="a spec, a report, or the folder of a run; `-` for standard input")
    parser.add_argument("second", metavar="B", help="likewise")
    add_format(parser, "text", "json")
    add_allow(parser)


def command(first: str, second: str, form: str, allow: tuple[str, ...]) -> int:
    """Compare the meaning of A and B: layers, inputs, outputs, data, training, and the figures of two runs.

    Defaults that one writes out, aliases, the order of keys and constructs that expand to the same layers are no
    difference. Leaves with 0 where both mean the same, and with 1 where they differ.
    """
    if first == second == "-":
        raise UsageError("standard input holds one spec; name a file for the other")
    before, after = (read_spec_argument(name, allow=allow) for name in (first, second))
    comparison = compare(before, after, before_graph=lower(before), after_graph=lower(after))
    if form == "json":
        print(json.dumps(_data(comparison), indent=1, ensure_ascii=False))
    else:
        print(format_comparison(comparison, before=first, after=second))
    return 0 if comparison.is_equal else 1


def _data(comparison: Comparison) -> dict[str, Any]:
    return {
        "equal": comparison.is_equal,
        "changes": [values(change) for change in comparison.changes],
        "figures": [{**values(figure), "difference": figure.difference} for figure in comparison.figures],
    }
