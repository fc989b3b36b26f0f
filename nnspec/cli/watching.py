"""`--watch`: a check is made again whenever a file that it reads changes."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from nnspec.cli.spec_files import find_files
from nnspec.errors import SpecError, UsageError
from nnspec.linting.settings_file import files_of
from nnspec.pipeline import Compiled

_PAUSE_S = 0.2
Check = Callable[[], tuple[int, list[Compiled]]]
Stamps = dict[str, tuple[int, int] | None]


def keep_checking(check: Check, *, names: tuple[str, ...], card: str | None) -> int:
    """Check, and check again at each change, until Ctrl-C.

    Args:
        check: prints what it finds; gives what it read.
        names: of the specs, as the command line has them.
        card: the file of a card.

    Raises:
        UsageError: standard input can be read only once.
        KeyboardInterrupt: when the user stops it.
    """
    if "-" in names:
        raise UsageError("`--watch` needs files, received `-`")
    files = _files(names, card)
    before: Stamps | None = None
    while True:
        found = _stamps({*files, *_files(names, card)})
        if found != before:
            files = _check_once(check, names, card)
            before = _stamps({*files, *_files(names, card)})
            before.update({file: found[file] for file in found if file in before})
        time.sleep(_PAUSE_S)


def _check_once(check: Check, names: tuple[str, ...], card: str | None) -> set[str]:
    """Check and print the time; give the files that were read."""
    print(f"--- {time.strftime('%H:%M:%S')}", file=sys.stderr, flush=True)
    compiled: Iterable[Compiled] = ()
    try:
        _, compiled = check()
    except UsageError as error:
        print(f"nnspec: {error}", file=sys.stderr)
    except SpecError as error:
        from nnspec.cli.findings import show_findings

        show_findings(error.diagnostics, sources=error.texts)
    sys.stdout.flush()
    sys.stderr.flush()
    read = {file for item in compiled if item.document is not None for file in item.document.texts}
    return read | _files(names, card)


def _files(names: tuple[str, ...], card: str | None) -> set[str]:
    """Give the specs that are there now, the card, and where settings may stand."""
    try:
        specs = set(find_files(names))
    except UsageError:
        specs = set(names)
    folders = {str(Path(name).parent) for name in specs}
    return {*specs, *([] if card is None else [card]), *(file for folder in folders for file in files_of(folder))}


def _stamps(files: Iterable[str]) -> Stamps:
    return {file: _stamp(file) for file in sorted(files)}


def _stamp(file: str) -> tuple[int, int] | None:
    """Give what changes when a file does; None where there is none."""
    try:
        status = Path(file).stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size
