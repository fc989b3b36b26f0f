"""A lower-case word of the language -> what it means, in each place that has it."""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.catalog.catalog import load_catalog
from nnspec.explaining.values import explain_place, format_explanation
from nnspec.spec.bases import Base
from nnspec.spec.data import Data, Split
from nnspec.spec.entries import CONSTRUCTS, OPS_PREFIX
from nnspec.spec.inputs import INPUT_TYPES
from nnspec.spec.keys import keys_of
from nnspec.spec.outputs import OUTPUT_TYPES, Output
from nnspec.spec.spec import LATER_KEYS, Spec
from nnspec.spec.train import Stage, Train

_SECTIONS = {
    "": Spec,
    "data.": Data,
    "data.split.": Split,
    "outputs.NAME.": Output,
    "train.": Train,
    "train.stages[0].": Stage,
}
_WRITTEN_ONLY = ("extends", "vars", "blocks")
_OF_EVERY_ENTRY = ("name", "from")


def explain_own_word(word: str) -> tuple[str, ...]:
    """Say what a construct, a key or a type means, and that Keras has something of the same name, if it has.

    Args:
        word: such as `repeat`, `freeze` or `category`.

    Returns:
        A text for each place that has it; none for a word that the language does not have.
    """
    found = [format_explanation(explain_place(place)) for place in _places(word)]
    found += [*_of_every_entry(word), *_of_inputs_and_bases(word), *_types(word)]
    return (*found, *_namesakes(word)) if found else ()


def own_words() -> Iterator[str]:
    """Give the constructs, the keys of sections, and the types."""
    yield from (*CONSTRUCTS, *_WRITTEN_ONLY, *_OF_EVERY_ENTRY, *INPUT_TYPES, *OUTPUT_TYPES)
    for declared in (*_SECTIONS.values(), *INPUT_TYPES.values(), Base):
        yield from (key.name for key in keys_of(declared) if key.name not in LATER_KEYS)


def _places(word: str) -> Iterator[str]:
    """Write the places that may hold a word, as `nnspec explain` takes them."""
    if word in CONSTRUCTS:
        yield f"hidden[0].{word}"
    if word in _WRITTEN_ONLY:
        yield word
    for section, declared in _SECTIONS.items():
        if word not in LATER_KEYS and any(word == key.name for key in keys_of(declared)):
            yield f"{section}{word}"
    for construct in CONSTRUCTS if word not in _OF_EVERY_ENTRY else ():
        if word in explain_place(f"hidden[0].{construct}").meaning.keys:
            yield f"hidden[0].{construct}.{word}"


def _of_every_entry(word: str) -> Iterator[str]:
    if word in _OF_EVERY_ENTRY:
        some, every = f"hidden[0].{CONSTRUCTS[0]}.{word}", f"hidden[0].ENTRY.{word}"
        yield format_explanation(explain_place(some)).replace(some, every)


def _of_inputs_and_bases(word: str) -> Iterator[str]:
    """Explain a key of inputs, whose types share a line where they say the same of it, and one of bases."""
    types: dict[str, list[str]] = {}
    for name, declared in INPUT_TYPES.items():
        for key in keys_of(declared):
            if key.name == word:
                types.setdefault(key.about.rstrip("."), []).append(name)
    yield from (f"bases.NAME.{word}: {key.about.rstrip('.')}" for key in keys_of(Base) if key.name == word)
    for about, names in types.items():
        yield f"inputs.NAME.{word}: {about}" + ("" if len(names) == len(INPUT_TYPES) else f" ({', '.join(names)})")


def _types(word: str) -> Iterator[str]:
    if word in INPUT_TYPES:
        yield f"inputs.NAME: {word}: {(INPUT_TYPES[word].__doc__ or '').strip().splitlines()[0].rstrip('.')}"
    if word in OUTPUT_TYPES:
        yield f"outputs.NAME: {word}: a type of output; it fixes head, loss and metrics"


def _namesakes(word: str) -> Iterator[str]:
    catalog = load_catalog()
    for family in catalog.families:
        entry = catalog.find(family, word)
        if entry is not None:
            name = f"{OPS_PREFIX if family == 'ops' else ''}{entry.name}"
            yield f"there is also `{name}`: {entry.summary.rstrip('.')}; see `nnspec explain {name}`"
