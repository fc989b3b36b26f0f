"""Cards that were made before, kept outside the user's folders: by the content of the data, found by their files.

    $XDG_CACHE_HOME/nnspec/cards/1/SHA256-KIND.json    a card
    $XDG_CACHE_HOME/nnspec/cards/1/index/STAMP         its name, for data at a place, of a size, last changed at a time

Looking a card up reads no data. A cache that cannot be read or written is no cache, and never an error.
"""

from __future__ import annotations

import os
import pathlib
import re
from collections.abc import Iterator, Sequence
from importlib import import_module

from nnspec.errors import SpecError
from nnspec.records import replace
from nnspec.references.project import ProjectPaths
from nnspec.replacing import replace_text
from nnspec.tables.card import Card, card_to_json, load_card
from nnspec.tables.discovery import parse_data_reference
from nnspec.tables.formats import is_picture, with_labels

# Another number where the same data would now get another card.
_VERSION = "1"
_CARD_NAME = re.compile(r"[0-9a-f]{64}-[a-z]+\.json")


def find_card(text: str, *, paths: ProjectPaths) -> Card | None:
    """Find the card of data that did not change since it was made.

    Args:
        text: a reference, such as `penguins.csv` or `sklearn:iris`.
        paths: which paths the spec may name.

    Returns:
        None where there is none, for whatever reason.
    """
    folder = _cache_folder()
    try:
        if folder is None or not (folder / "index").is_dir():
            return None
        stamp = stamp_of(text, paths=paths)
        name = "" if stamp is None else (folder / "index" / stamp).read_text("ascii")
        return replace(load_card(folder / name), source=text) if _CARD_NAME.fullmatch(name) else None
    except (OSError, ValueError, RecursionError, SpecError):
        return None


def store_card(card: Card, *, kind: str, stamp: str | None) -> None:
    """Keep a card for later.

    Args:
        card: that has a hash.
        kind: of the data's files: the same bytes mean something else in a file of another kind.
        stamp: of the data, taken before they were read: what changed meanwhile does not get their card.
    """
    folder, name = _cache_folder(), f"{card.sha256}-{kind}.json"
    if folder is None or stamp is None or not _CARD_NAME.fullmatch(name):
        return
    try:
        (folder / "index").mkdir(parents=True, exist_ok=True)
        replace_text(folder / name, card_to_json(card), durable=False)
        replace_text(folder / "index" / stamp, name, durable=False)
    except OSError:
        return


def stamp_of(text: str, *, paths: ProjectPaths) -> str | None:
    """Tell, without reading data, what changes when they change: their places, sizes and times of change.

    Args:
        text: a reference.
        paths: which paths may be named.

    Returns:
        64 hexadecimal digits; None where a file is not there.

    Raises:
        SpecError: NN032, NN039 and NN040 for the reference.
    """
    reference = parse_data_reference(text)
    try:
        is_bundled = reference.scheme == "sklearn"
        parts = [text] if is_bundled else list(_marks(with_labels(paths.resolve_all(reference.name))))
    except OSError:
        return None
    # Loaded here: most specs have no card to look for.
    digest: str = import_module("hashlib").sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
    return digest


def _marks(paths: Sequence[str | os.PathLike[str]]) -> Iterator[str]:
    """Describe files and what is below folders; pictures count by their folder, whose time tells of new ones."""
    for path in paths:
        status = os.stat(path)
        if not os.path.isdir(path):
            yield f"{os.fspath(path)} {status.st_size} {status.st_mtime_ns}"
            continue
        yield f"{os.fspath(path)} {status.st_mtime_ns}"
        with os.scandir(path) as inside:
            names = sorted(item.path for item in inside if not is_picture(pathlib.Path(item.name)))
        yield from _marks(names)


def _cache_folder() -> pathlib.Path | None:
    """Give the folder that the XDG base directory specification names; a relative one is to be ignored."""
    named = os.environ.get("XDG_CACHE_HOME", "")
    home = os.path.expanduser("~")
    top = pathlib.Path(named) if os.path.isabs(named) else pathlib.Path(home, ".cache")
    return top / "nnspec" / "cards" / _VERSION if top.is_absolute() else None
