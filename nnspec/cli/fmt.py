"""`nnspec fmt SPEC ...`: write specs as they read best; comments stay, the meaning stays."""

from __future__ import annotations

import difflib
import os
import sys
from argparse import ArgumentParser
from pathlib import Path

from nnspec.cli.options import add_allow
from nnspec.cli.validate import find_files
from nnspec.document.document import Syntax
from nnspec.errors import SpecError, UsageError
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
    content = sys.stdin.buffer.read() if name == "-" else _read(Path(name))
    syntax: Syntax = "json" if name.lower().endswith(".json") else "yaml"
    formatted = format_text(content, file=name, syntax=syntax, allow=allow)
    if name == "-" and writes:
        sys.stdout.buffer.write(formatted)
    if content == formatted:
        return False
    if shows:
        print(_difference(content, formatted, name), end="")
    elif writes and name != "-":
        _write(Path(name), formatted)
    if name != "-" or not writes:
        print(f"{name}: {'formatted' if writes else 'would change'}", file=sys.stderr)
    return True


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"cannot read `{path}`: {error.strerror}") from error


def _write(path: Path, content: bytes) -> None:
    """Write a file aside, with the mode of the old one, and put it in its place; a link stays a link."""
    path = path.resolve()
    aside = path.with_name(f".{path.name}.part")
    try:
        with aside.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        aside.chmod(path.stat().st_mode)
        os.replace(aside, path)
    except OSError as error:
        aside.unlink(missing_ok=True)
        raise UsageError(f"cannot write `{path}`: {error.strerror}") from error


def _difference(before: bytes, after: bytes, name: str) -> str:
    old, new = (content.decode("utf-8-sig").splitlines(keepends=True) for content in (before, after))
    return "".join(difflib.unified_diff(old, new, name, f"{name} (formatted)"))
