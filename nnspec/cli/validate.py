"""`nnspec validate SPEC ...`: list everything that is provably wrong."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path

from nnspec.cli.options import add_allow, add_format, add_set
from nnspec.diagnostics.collection import Diagnostics
from nnspec.document.document import parse_document, read_document
from nnspec.errors import UsageError
from nnspec.pipeline import Compiled, compile_document

SUFFIXES = (".yaml", ".yml", ".json")


def declare(parser: ArgumentParser) -> None:
    """Declare the arguments of `nnspec validate`."""
    parser.add_argument("specs", nargs="+", metavar="SPEC")
    add_format(parser, "text", "json")
    add_set(parser)
    add_allow(parser)
    parser.add_argument("--verbose", action="store_true", help="also say what could not be checked")


def command(specs: tuple[str, ...], form: str, sets: tuple[str, ...], allow: tuple[str, ...], verbose: bool) -> int:
    """Check specs: files, folders of specs, or `-` for standard input.

    Needs neither the data nor a backend; columns are checked where the data's header can be read.
    """
    compiled = [_compile(name, sets, allow) for name in find_files(specs)]
    diagnostics = Diagnostics.collect(finding for item in compiled for finding in item.diagnostics)
    if form == "json":
        from nnspec.diagnostics.json import format_json

        print(format_json(diagnostics))
    else:
        _write_text(compiled, diagnostics)
    if verbose:
        _write_unchecked(compiled)
    return 1 if diagnostics.errors else 0


def find_files(names: tuple[str, ...]) -> Iterator[str]:
    """Give the specs that a command names: files, those in folders, and `-` for standard input.

    Raises:
        UsageError: a folder holds none.
    """
    for name in names:
        path = Path(name)
        if name == "-" or not path.is_dir():
            yield name
            continue
        files = sorted(str(file) for file in path.rglob("*") if file.suffix.lower() in SUFFIXES and file.is_file())
        if not files:
            raise UsageError(f"the folder `{name}` holds no spec ({', '.join(SUFFIXES)})")
        yield from files


def _compile(name: str, sets: tuple[str, ...], allow: tuple[str, ...]) -> Compiled:
    if name == "-":
        document, findings = parse_document(sys.stdin.buffer.read(), file="-")
    else:
        document, findings = read_document(Path(name), file=name)
    if document is None or findings:
        return Compiled(document, None, None, Diagnostics.collect(findings))
    return compile_document(document, sets=sets, allowed=allow)


def _write_text(compiled: list[Compiled], diagnostics: Diagnostics) -> None:
    sources = {file: text for item in compiled for file, text in item.texts.items()}
    if diagnostics:
        from nnspec.cli.findings import has_color, read_source
        from nnspec.diagnostics.text import format_text

        for finding in diagnostics:
            if finding.file and finding.file not in sources:
                sources[finding.file] = read_source(finding.file)
        print(format_text(diagnostics, sources=sources, color=has_color(sys.stdout.isatty())))
    print(_summary(len(compiled), diagnostics), file=sys.stderr)


def _summary(n_files: int, diagnostics: Diagnostics) -> str:
    files = "1 spec" if n_files == 1 else f"{n_files} specs"
    n_errors = len(diagnostics.errors)
    return f"{files}: {'no errors' if not n_errors else '1 error' if n_errors == 1 else f'{n_errors} errors'}"


def _write_unchecked(compiled: list[Compiled]) -> None:
    for item in compiled:
        for reason in item.unchecked:
            print(f"{item.document.file if item.document else '?'}: unchecked: {reason}", file=sys.stderr)
