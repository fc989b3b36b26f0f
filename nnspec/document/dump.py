"""Plain data -> YAML that this package reads back to equal data, laid out for people.

Collections of scalars stand in one line where they fit, entries of a list one below the other:

    hidden:
      - Dense: {units: 32, activation: relu}
      - Dropout: 0.2
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from nnspec.document.dump_scalars import dump_block_text, dump_scalar

_WIDTH: Final = 100
_SMALL_WIDTH: Final = 72
_SMALL_ITEMS: Final = 4
_LONGEST_SIMPLE_KEY: Final = 1000
_INDENT: Final = "  "


def dump_document(data: object) -> str:
    """Write plain data as YAML.

    Args:
        data: mappings with text keys, lists, text, numbers, booleans and None, not containing themselves.

    Raises:
        ValueError: a text holds half of a surrogate pair, which UTF-8 cannot write.
        TypeError: a value or a key of any other type.
    """
    if isinstance(data, (dict, list)) and data:
        return "\n".join(_block(data, level=0)) + "\n"
    return _one_line(data) + "\n"


def dump_line(data: object) -> str:
    """Write plain data as YAML in one line, however long.

    Args:
        data: as for `dump_document`.
    """
    return _one_line(data)


def _block(data: object, *, level: int) -> Iterator[str]:
    """Give the lines of a collection, without its parent's indentation; `level` counts the mappings above."""
    if isinstance(data, list):
        for item in data:
            yield from _item(item, level=level)
    elif isinstance(data, dict):
        for key, value in data.items():
            yield from _entry(_key(key), value, level=level + 1)


def _item(item: object, *, level: int) -> Iterator[str]:
    one_key = isinstance(item, dict) and len(item) == 1
    line = None if one_key else _flow(item, width=_WIDTH - 2 * level - 4)
    if line is not None:
        yield f"- {line}"
    elif isinstance(item, str):
        yield from _block_text("-", item)
    else:
        first, *rest = _block(item, level=level + 1)
        yield f"- {first}"
        yield from (_INDENT + line if line else line for line in rest)


def _entry(key: str, value: object, *, level: int) -> Iterator[str]:
    if len(key) > _LONGEST_SIMPLE_KEY:
        yield f"? {key}"
        key = ""
    line = _flow(value, width=_WIDTH - 2 * level - len(key))
    if line is not None and (level > 2 or _is_small(value, line)):
        yield f"{key}: {line}"
    elif isinstance(value, str):
        yield from _block_text(f"{key}:", value)
    else:
        yield f"{key}:"
        yield from (_INDENT + line if line else line for line in _block(value, level=level))


def _block_text(introduction: str, text: str) -> Iterator[str]:
    header, *lines = dump_block_text(text) or [dump_scalar(text)]
    yield f"{introduction} {header}"
    yield from (_INDENT + line if line else line for line in lines)


def _flow(value: object, *, width: int) -> str | None:
    """Give a value in one line, None where it is better written as a block."""
    if isinstance(value, str):
        return None if "\n" in value and dump_block_text(value) else dump_scalar(value)
    if not isinstance(value, (dict, list)) or not value:
        return _one_line(value)
    if not _is_plain(value):
        return None
    line = _one_line(value)
    return line if len(line) <= width else None


def _is_small(value: object, line: str) -> bool:
    if not isinstance(value, dict):
        return True
    return len(value) <= _SMALL_ITEMS and len(line) <= _SMALL_WIDTH


def _is_plain(value: object, *, height: int = 3) -> bool:
    """Tell whether a value nests at most `height` deep, without lists of mappings and without lines of text."""
    if not isinstance(value, (dict, list)):
        return not _has_lines(value)
    children = value.values() if isinstance(value, dict) else value
    if height == 0 or (isinstance(value, list) and any(isinstance(child, dict) for child in children)):
        return False
    return all(_is_plain(child, height=height - 1) for child in children)


def _has_lines(value: object) -> bool:
    return isinstance(value, str) and "\n" in value


def _one_line(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_key(key)}: {_one_line(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_one_line, value)) + "]"
    return dump_scalar(value)


def _key(key: object) -> str:
    if not isinstance(key, str):
        raise TypeError(f"a key must be text, received {key!r}")
    return dump_scalar(key)
