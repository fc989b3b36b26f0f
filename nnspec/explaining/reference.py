"""The language's declarations -> the whole language on a few pages, for people and for programs that write specs.

The prose and the examples stand in `reference.md`; the keys come from the same declarations as the schema.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from nnspec.explaining.words import write_value
from nnspec.spec.bases import Base
from nnspec.spec.data import Data, Split
from nnspec.spec.inputs import INPUT_TYPES, Input
from nnspec.spec.keys import Key, keys_of, split_type
from nnspec.spec.outputs import Output
from nnspec.spec.spec import Spec
from nnspec.spec.train import Stage, Train

TEMPLATE = Path(__file__).with_name("reference.md")
_SECTIONS = {section.__name__: section for section in (Spec, Data, Split, Output, Base, Train, Stage)}
_EXPLAINED_BELOW = ("extends", "vars", "blocks", "data", "inputs", "bases", "hidden", "outputs", "train", "expect")
_PLACEHOLDER = re.compile(r"\{\{(\w+)\}\}")
_LARGEST = re.compile(r"\.\.(2147483647|4294967295)\)")
_COMMON = tuple(key.name for key in keys_of(Input))


def language_reference() -> str:
    """Write the reference of the language as Markdown, at most two thousand words."""
    return _PLACEHOLDER.sub(lambda match: _section(match[1]), TEMPLATE.read_text("utf-8"))


def _section(name: str) -> str:
    if name == "Spec":
        return _key_lines(key for key in keys_of(Spec) if key.name not in _EXPLAINED_BELOW)
    if name == "inputs":
        return "\n\n".join(_input_lines(name, section) for name, section in INPUT_TYPES.items())
    return _key_lines(keys_of(_SECTIONS[name]))


def _input_lines(name: str, section: type[Input]) -> str:
    about = (section.__doc__ or "").strip().splitlines()[0]
    keys = [key for key in keys_of(section) if key.name not in _COMMON]
    return "\n".join((f"`{name}`: {about}", *([_key_lines(keys)] if keys else [])))


def _key_lines(keys: Iterable[Key]) -> str:
    return "\n".join(f"- `{key.name}`{_form(key)}: {key.about}" for key in keys)


def _form(key: Key) -> str:
    """Write type and default, as far as the catalog's notation says them: ` (int(1..)=32)`."""
    _, rest = split_type(key.type)
    kind = "" if rest is None else _LARGEST.sub("..)", rest).replace('"', "").replace(" | ", "|")
    plain = isinstance(key.default, str | int | float | bool) and not key.required
    form = f"{kind}={write_value(key.default)}" if plain and kind else kind
    return " (required)" if key.required else f" ({form})" if form else ""
