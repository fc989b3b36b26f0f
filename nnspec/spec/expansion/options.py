"""`--set PATH=VALUE` -> what it changes in a document's data, found by walking the path."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from nnspec.diagnostics.diagnostic import Diagnostic, Path, render_path
from nnspec.document.document import Document, parse_value
from nnspec.document.limits import MAX_DEPTH
from nnspec.document.places import Places
from nnspec.document.source import Source, shorten
from nnspec.errors import UsageError

FILE: Final = "--set"
MAX_OPTIONS: Final = 100
_STEP: Final = re.compile(r'\.?(?:"(?P<quoted>[^"]+)"|(?P<key>[^.\[\]="]+))|\[(?P<index>[0-9]{1,9})\]')


class Option(NamedTuple):
    """One `--set`.

    Args:
        written: the path, as the option has it.
        document: its value under that one key, in a pseudo file that holds all options, a line each.
        findings: what is wrong with the text of the value.
    """

    written: str
    document: Document | None
    findings: tuple[Diagnostic, ...]

    @property
    def value(self) -> Any:
        """The value, as YAML reads it."""
        return None if self.document is None else self.document.data[self.written]


def read_options(sets: Sequence[str]) -> tuple[Option, ...]:
    """Read options.

    Args:
        sets: such as `train.epochs=3`.

    Raises:
        UsageError: one is not of the form PATH=VALUE.
    """
    if len(sets) > MAX_OPTIONS:
        raise UsageError(f"`--set` may be given {MAX_OPTIONS} times; put the values into a file that extends the spec")
    source = Source("\n".join(sets), file=FILE)
    starts = [sum(len(text) + 1 for text in sets[:n]) for n in range(len(sets))]
    return tuple(_read_option(text, start, source) for text, start in zip(sets, starts, strict=True))


def split_steps(written: str) -> tuple[str | int, ...]:
    """Part a path into keys and indices, at every dot outside quotes.

    Raises:
        UsageError: it is none.
    """
    steps: list[str | int] = []
    position = 0
    while position < len(written):
        match = _STEP.match(written, position)
        if match is None or (match[0].startswith(".") and position == 0):
            raise _not_an_option(written)
        steps.append(int(match["index"]) if match["index"] else match["quoted"] or match["key"])
        position = match.end()
        if (position < len(written) and written[position] not in ".[") or len(steps) > MAX_DEPTH:
            raise _not_an_option(written)
    return tuple(steps)


def find_steps(steps: Sequence[str | int], data: Any) -> Path:
    """Join steps to the keys that are there: a key may hold dots, as `test.accuracy` and `ops.mean` do."""
    found: list[str | int] = []
    position = 0
    while position < len(steps):
        n_joined = _longest_key(steps[position:], data)
        step = steps[position] if n_joined == 1 else ".".join(map(str, steps[position : position + n_joined]))
        found.append(step)
        position += n_joined
        data = _inside(data, step)
    return tuple(found)


def _longest_key(steps: Sequence[str | int], data: Any) -> int:
    texts = next((n for n, step in enumerate(steps) if isinstance(step, int)), len(steps))
    for n in range(texts, 1, -1) if isinstance(data, dict) else ():
        if ".".join(map(str, steps[:n])) in data:
            return n
    return 1


def _inside(data: Any, step: str | int) -> Any:
    if isinstance(data, dict) and isinstance(step, str):
        return data.get(step)
    if isinstance(data, list) and isinstance(step, int) and step < len(data):
        return data[step]
    return None


def _read_option(text: str, start: int, source: Source) -> Option:
    written, equals, value = text.partition("=")
    if not equals or not written.strip():
        raise _not_an_option(text)
    split_steps(written)
    begin = start + len(written) + 1
    data, places, findings = parse_value(source, begin, begin + len(value))
    if findings or places is None:
        return Option(written, None, findings)
    return Option(written, Document(source, {written: data}, _under_key(places, written, start)), ())


def _under_key(places: Places, written: str, start: int) -> Places:
    """Put a value's places under its key: two nodes come first, the mapping and the key."""
    tables: dict[int, Any] = {0: {written: 1}}
    for node, table in places.tables.items():
        moved = {key: child + 2 for key, child in table.items()} if isinstance(table, dict) else [c + 2 for c in table]
        tables[node + 2] = moved
    end = start + len(written)
    return Places([start, start, *places.starts], [end, end, *places.ends], tables)


def _not_an_option(text: str) -> UsageError:
    return UsageError(
        f"`--set` takes PATH=VALUE, such as `train.epochs=3` or `hidden[0].Dense.units=64`, received `{shorten(text)}`"
    )


def describe_obstacle(data: Any, path: Path) -> tuple[str, str, str | None]:
    """Say why nothing can be set at the last step of a path: code, message and hint.

    Args:
        data: what stands above the last step.
        path: up to that step.
    """
    above, step = path[:-1], path[-1]
    place = f"`{render_path(above)}`" if above else "the spec"
    if isinstance(data, list) and isinstance(step, int):
        n_items = "1 item" if len(data) == 1 else f"{len(data)} items"
        return "NN024", f"{place} has {n_items}, counted from 0; there is no item {step}", None
    if isinstance(data, list):
        return "NN022", f"{place} is a list; `{step}` is no number of an item", f"write `{render_path((*above, 0))}`"
    if isinstance(data, dict):
        return "NN022", f"{place} is a mapping; its keys are names", None
    hint = f"set it as a whole: `--set '{render_path(above)}={{{step}: ...}}'`" if isinstance(step, str) else None
    return "NN022", f"{place} is a single value and holds no `{step}`", hint
