"""`nnspec schema`: write, check or print the JSON Schemas."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path

from nnspec.schemagen.files import SCHEMAS, find_stale, schema_text, write_schemas

ACTIONS = {
    "print": "print a schema (the default)",
    "write": "write all schemas into the folder",
    "check": "compare the folder's schemas with what would be written",
}


def declare(parser: ArgumentParser) -> None:
    """Declare the arguments of `nnspec schema`."""
    parser.add_argument("name", nargs="?", choices=list(SCHEMAS), default="spec", help="default: %(default)s")
    actions = parser.add_mutually_exclusive_group()
    for name, about in ACTIONS.items():
        actions.add_argument(f"--{name}", dest="action", action="store_const", const=name, default="print", help=about)
    parser.add_argument("--folder", type=Path, default=Path("schemas"), help="where they stand; default: %(default)s")


def command(action: str, folder: Path, name: str) -> int:
    """Print a schema, or write or check all of them."""
    if action == "print":
        print(schema_text(name), end="")
        return 0
    if action == "write":
        for path in write_schemas(folder):
            print(f"wrote {path}")
        return 0
    stale = find_stale(folder)
    for path in stale:
        print(f"{path} is not current; run `nnspec schema --write`", file=sys.stderr)
    return 1 if stale else 0
