"""`nnspec fmt SPEC ...`: write specs as they read best; comments stay, the meaning stays."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path

from nnspec.cli.options import add_allow
from nnspec.cli.rewriting import read_content, write_content, write_difference
from nnspec.cli.spec_files import find_files
from nnspec.document.document import Syntax
from nnspec.errors import SpecError
from nnspec.formatting import format_text


def declare(parser: ArgumentParser) -> None:
    """Declare the arguments of `nnspec fmt`."""
    parser.add_argument("specs", nargs="+", metavar="SPEC")
    parser.add_argument("--check", action="store_true", help="write nothing; name the specs that would change")
    parser.add_argument("--diff", action="store_true", help="write nothing; print what would change")
    add_allow(parser)


def command(specs: tuple[str, ...], check: bool, diff: bool, allow: tuple[str, ...]) -> int:
    """Write specs in canonical form: files, folders of specs, or `-` from standard input to standard output.

    Keys get their order, names and forms those of the documentation, and the text one layout. Comments, anchors and
    numbers stay as they are written, and so does the meaning. A spec with errors is left as it is.
    """
    changed, refused = 0, False
    for name in find_files(specs):
        try:
            changed += _format(name, writes=not check and not diff, shows=diff, allow=allow)
        except SpecError as error:
            from nnspec.cli.findings import show_findings

            show_findings(error.diagnostics)
            refused = True
    return 1 if refused or ((check or diff) and changed) else 0


def _format(name: str, *, writes: bool, shows: bool, allow: tuple[str, ...]) -> bool:
    """Format one spec; tell whether it was, or would be, changed."""
    content = sys.stdin.buffer.read() if name == "-" else read_content(Path(name))
    syntax: Syntax = "json" if name.lower().endswith(".json") else "yaml"
    formatted = format_text(content, file=name, syntax=syntax, allow=allow)
    if name == "-" and writes:
        sys.stdout.buffer.write(formatted)
    if content == formatted:
        return False
    if shows:
        print(write_difference(content, formatted, name, label="formatted"), end="")
    elif writes and name != "-":
        write_content(Path(name), formatted)
    if name != "-" or not writes:
        print(f"{name}: {'formatted' if writes else 'would change'}", file=sys.stderr)
    return True
