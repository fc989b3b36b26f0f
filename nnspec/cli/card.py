"""`nnspec card DATA`: say what is known of data, and keep it for the rules that need it."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Mapping
from pathlib import Path

from nnspec.cli.card_table import format_card
from nnspec.cli.options import add_allow, add_format
from nnspec.cli.reading import read_sound_spec
from nnspec.cli.rewriting import write_content
from nnspec.diagnostics.diagnostic import Path as Place
from nnspec.errors import UsageError
from nnspec.references.project import ProjectPaths, caller_paths, project_paths
from nnspec.tables.card import Card, card_to_json
from nnspec.tables.card_cache import stamp_of, store_card
from nnspec.tables.data_files import find_data_files
from nnspec.tables.describing.describe import DESCRIBERS, describe_files
from nnspec.training.located import concerning, located_in

SPECS = (".yaml", ".yml", ".json")
PARTS = ("source", "train", "validation", "test")


def declare(parser: ArgumentParser) -> None:
    """Declare the arguments of `nnspec card`."""
    parser.add_argument("data", metavar="DATA")
    parser.add_argument("--output", "-o", type=Path, metavar="FILE", help="write the card as JSON")
    add_format(parser, "text", "json")
    add_allow(parser)


def command(data: str, output: Path | None, form: str, allow: tuple[str, ...]) -> int:
    """Read DATA and print their card: a file, a glob, a folder, `sklearn:NAME`, or a spec, for its own data.

    The card says what is known of each column: dtype, shape, missing values, range, mean, classes. It is kept in the
    user's cache, where `nnspec lint` finds it until the data change.
    """
    cards = _cards_of_spec(data, allow) if Path(data).suffix.lower() in SPECS or data == "-" else _cards_of_data(data)
    if output is not None:
        if len(cards) > 1:
            raise UsageError(f"`{data}` has data for {', '.join(cards)}; write the card of each of them")
        write_content(output, f"{card_to_json(next(iter(cards.values())), indent=1)}\n".encode())
    elif form == "json":
        print(_as_json(cards))
    else:
        print("\n\n".join(map(format_card, cards.values())))
    return 0


def _cards_of_data(text: str) -> Mapping[str, Card]:
    with concerning(text):
        return {"data": make_card(text, paths=caller_paths(), path=())}


def _cards_of_spec(name: str, allow: tuple[str, ...]) -> Mapping[str, Card]:
    spec = read_sound_spec(name, allow=allow)
    data = spec.data
    if data is None:
        raise UsageError(f"`{name}` names no data")
    paths = project_paths(spec.folder, allowed=allow)
    references = {part: getattr(data, part) for part in PARTS if getattr(data, part) is not None}
    is_short = isinstance(spec.document.data["data"], str)
    with located_in(spec.document):
        return {
            part: make_card(text, paths=paths, path=data.path if is_short else (*data.path, part))
            for part, text in references.items()
        }


def make_card(text: str, *, paths: ProjectPaths, path: Place) -> Card:
    """Make the card of data, and keep it.

    Args:
        text: a reference.
        paths: which paths may be named.
        path: where a document names the data.

    Raises:
        SpecError: NN651 for a row that cannot be read, NN654 for files that are absent or damaged.
        UsageError: where an extra has to be installed.
    """
    found = find_data_files(text, paths=paths, path=path)
    stamp = stamp_of(text, paths=paths)
    if found.kind in DESCRIBERS:
        card = describe_files(found, source=text, path=path)
    else:
        card = _describe_with_packages(text, found.kind, paths, path)
    store_card(card, kind=found.kind, stamp=stamp)
    return card


def _describe_with_packages(text: str, kind: str, paths: ProjectPaths, path: Place) -> Card:
    try:
        from nnspec.datasets.describing import describe_source
    except ModuleNotFoundError as error:
        extra = "sklearn" if kind == "sklearn" else "cpu"
        raise UsageError(f"{kind} data need `{error.name}`: pip install 'nnspec[{extra}]'") from error
    return describe_source(text, paths=paths, path=path)


def _as_json(cards: Mapping[str, Card]) -> str:
    """Write a card alone, or several by the part of the data that they are of."""
    texts = [card_to_json(card) for card in cards.values()]
    parts = (f"{json.dumps(part)}: {text}" for part, text in zip(cards, texts, strict=True))
    return texts[0] if len(texts) == 1 else "{" + ", ".join(parts) + "}"
