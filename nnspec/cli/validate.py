"""`nnspec validate SPEC ...`: list everything that is provably wrong."""

from __future__ import annotations

from argparse import ArgumentParser

from nnspec.cli.checking import (
    compile_named,
    declare_checking,
    read_card_argument,
    without_network,
    write_findings,
    write_unchecked,
)
from nnspec.cli.spec_files import find_files
from nnspec.diagnostics.collection import Diagnostics
from nnspec.pipeline import Compiled


def declare(parser: ArgumentParser) -> None:
    """Declare the arguments of `nnspec validate`."""
    declare_checking(parser)


def command(
    specs: tuple[str, ...],
    form: str,
    card: str | None,
    sets: tuple[str, ...],
    allow: tuple[str, ...],
    watch: bool,
    verbose: bool,
) -> int:
    """Check specs: files, folders of specs, or `-` for standard input.

    Needs neither the data nor a backend; columns are checked where the data's header can be read. The errors of
    `nnspec lint` are among the findings, its warnings and advice are not.
    """

    def check() -> tuple[int, list[Compiled]]:
        known = read_card_argument(card)
        named = (compile_named(name, sets=sets, allow=allow, card=known) for name in find_files(specs))
        compiled = [without_network(each) for each in named]
        diagnostics = Diagnostics.collect(finding for item in compiled for finding in item.diagnostics)
        write_findings(form, compiled, diagnostics)
        if verbose:
            write_unchecked(compiled)
        return 1 if diagnostics.errors else 0, compiled

    if not watch:
        return check()[0]
    from nnspec.cli.watching import keep_checking

    return keep_checking(check, names=specs, card=card)
