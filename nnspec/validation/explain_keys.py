"""Errors about keys: unknown, missing, too many."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from nnspec.catalog.catalog import Entry, load_catalog
from nnspec.diagnostics.diagnostic import Diagnostic, Path
from nnspec.diagnostics.spelling import nearest, suggest
from nnspec.document.document import Document
from nnspec.schemagen.constructs import WRITTEN_SECTIONS
from nnspec.schemagen.patterns import NAME_FORMS, RESERVED
from nnspec.spec.entries import CONSTRUCTS
from nnspec.spec.spec import LATER_KEYS
from nnspec.validation.entry_words import arguments_of, own_words
from nnspec.validation.places import at_key
from nnspec.validation.refusal import Refusal, word_at
from nnspec.validation.unusable import find_unusable_argument, written_name
from nnspec.validation.wording import describe_schema
from nnspec.validation.words import explain_word, is_family

_MOST_LISTED = 16
# Keras logs `val_accuracy`.
_VALIDATION = re.compile(r"val(id)?[._]")


def explain_keys(document: Document, refusal: Refusal) -> Iterator[Diagnostic]:
    """Explain keys that nothing reads."""
    path = refusal.path
    context, instance = refusal.context, refusal.value
    if is_family(context) and len(instance) > 1:
        return
    for key in _extra_keys(instance, refusal.schema):
        yield _explain_key(document, (*path, key), key, refusal)


def explain_missing(document: Document, refusal: Refusal) -> Iterator[Diagnostic]:
    """Explain required keys that are absent."""
    path = refusal.path
    section = refusal.schema if "properties" in refusal.schema else refusal.whole
    known = section["properties"]
    # Where any key may stand, nothing is said of a misspelt one.
    extra = [key for key in refusal.value if key not in known and section.get("additionalProperties") is False]
    if any(key.startswith("$") for key in extra):
        return
    misspelt = {nearest(key, known) for key in extra} | {key for key in known if _is_unwrapped(extra, known[key])}
    for key in (key for key in refusal.limit if key not in refusal.value and key not in misspelt):
        expected, about = describe_schema(known[key]), known[key]["description"].rstrip(".")
        hint = f"`{key}`: {about}"
        if (entry := refusal.entry) is not None:
            message = f"`{written_name(entry)}` needs `{key}`"
            yield at_key(document, "NN027", message, path, expected=expected, hint=hint)
        else:
            place = "the spec" if not path else word_at(path)
            yield at_key(document, "NN021", f"{place} needs the key `{key}`", path, expected=expected, hint=hint)


def _is_unwrapped(extra: Sequence[str], schema: Mapping[str, Any]) -> bool:
    """Tell whether a key takes layers, of which one stands beside it and not under it."""
    takes = schema.get("$ref", "").rsplit("/", 1)[-1] in ("entries", "layer", "layers")
    return takes and any(load_catalog().find("layers", key) for key in extra)


def explain_several(document: Document, refusal: Refusal) -> Iterator[Diagnostic]:
    """Explain an entry with more than one key: arguments indented wrongly, or two layers in one entry."""
    path = refusal.path
    keys = list(refusal.value)
    family = refusal.context
    known = set(arguments_of(keys[0], family))
    if refusal.value[keys[0]] is None and set(keys[1:]) & known:
        message = f"`{keys[1]}` stands beside `{keys[0]}` and not under it"
        hint = f"indent it further than `{keys[0]}`, or write `{keys[0]}: {{{keys[1]}: ...}}`"
        yield at_key(document, "NN029", message, (*path, keys[1]), hint=hint)
        return
    listed = ", ".join(f"`{key}`" for key in keys)
    advice = f"write one `- ` item for each: `- {keys[0]}: ...` and `- {keys[1]}: ...`"
    if _is_cut_expression(refusal.value[keys[0]]):
        advice = "an expression with a comma is quoted"
    message, hint = (
        ("one entry holds several keys", advice)
        if family == "entry"
        else (f"{word_at(path)} holds several names", "keep one of them")
    )
    yield at_key(document, "NN028", message, (*path, keys[1]), received=listed, expected="one", hint=hint)


def _is_cut_expression(value: Any) -> bool:
    """Tell whether a value is the beginning of an expression whose comma ended it: `{Dense: $(min(width, 3))}`."""
    return isinstance(value, str) and value.startswith("$(") and value.count("(") > value.count(")")


def is_unknown_use(document: Document, refusal: Refusal) -> bool:
    """Tell whether an error stands under a lower-case word in an entry that is no base of the spec."""
    path = refusal.path
    return refusal.context == "base_use" and path[-1] not in own_words(document)


def explain_use(document: Document, refusal: Refusal) -> Iterator[Diagnostic]:
    """Explain such a word; an entry with several keys is explained as a whole."""
    path = refusal.path
    entry = document.data
    for part in path[:-1]:
        entry = entry[part]
    if len(entry) == 1:
        yield explain_word(document, path, str(path[-1]), "entry", is_key=True)


def _extra_keys(instance: Mapping[str, Any], schema: Mapping[str, Any]) -> list[str]:
    known, patterns = schema.get("properties", {}), schema.get("patternProperties", {})
    return [key for key in instance if key not in known and not any(re.search(p, key) for p in patterns)]


def _explain_key(document: Document, path: Path, key: str, refusal: Refusal) -> Diagnostic:
    context = refusal.context
    if key.startswith("$") and key != "$search" and context != "names":
        hint = "values from elsewhere stand after a colon; write the key out"
        return at_key(document, "NN041", f"`{key}` cannot be a key", path, received=key, hint=hint)
    if is_family(context):
        return explain_word(document, path, key, context, is_key=True)
    if context == "names":
        return _explain_name(document, path, key, refusal)
    if context == "expect":
        return _explain_bound(document, path, key)
    if (entry := refusal.entry) is not None:
        return _explain_argument(document, path, key, entry)
    return _explain_section_key(document, path, key, list(refusal.schema.get("properties", {})))


def _explain_name(document: Document, path: Path, key: str, refusal: Refusal) -> Diagnostic:
    (pattern,) = refusal.schema["patternProperties"]
    message, expected = f"`{key}` cannot be a name", NAME_FORMS[pattern]
    if key in CONSTRUCTS or key in RESERVED:
        message, expected = f"`{key}` is a word of the language, and cannot be a name here", "another name"
    return at_key(document, "NN035", message, path, received=key, expected=expected)


def _explain_argument(document: Document, path: Path, key: str, entry: Entry) -> Diagnostic:
    refused = find_unusable_argument(document, path, key, entry)
    if refused is not None:
        return refused
    word = written_name(entry)
    if key in entry.call_arguments:
        advice = f"name it under `from`: `{word}: {{from: {{{key}: NAME}}}}`"
        return at_key(document, "NN026", f"`{key}` of `{word}` is a tensor", path, received=key, hint=advice)
    own = ("name", "from") if entry.family in ("layers", "ops") else ()
    known = (*entry.arguments, *own)
    hint = _layer_inside(key, entry) or suggest(key, known) or _listed(known)
    return at_key(document, "NN026", f"`{word}` has no argument `{key}`", path, received=key, hint=hint)


def _layer_inside(key: str, entry: Entry) -> str | None:
    """Say under which argument a layer stands that was written as an argument itself."""
    layer = load_catalog().find("layers", key)
    takes = next((a.name for a in entry.arguments.values() if "layer" in a.type), None)
    return None if layer is None or takes is None else f"write `{entry.name}: {{{takes}: {{{key}: ...}}}}`"


def _explain_bound(document: Document, path: Path, key: str) -> Diagnostic:
    expected = "`parameters`, `memory`, `flops`, or a metric such as `test.accuracy`"
    written_as_keras = _VALIDATION.match(key)
    hint = None if written_as_keras is None else f"write `validation.{key[written_as_keras.end() :]}`"
    return at_key(document, "NN025", f"`{key}` is not a quantity", path, received=key, expected=expected, hint=hint)


def _explain_section_key(document: Document, path: Path, key: str, known: list[str]) -> Diagnostic:
    if len(path) == 1 and key in LATER_KEYS:
        return at_key(document, "NN032", f"`{key}` is not supported yet", path)
    known = known if len(path) > 1 else list(dict.fromkeys((*known, *WRITTEN_SECTIONS)))
    hint = suggest(key, known) or _listed(known)
    if "layers" in known and load_catalog().find("layers", key) is not None:
        hint = f"layers stand in a list: `layers: [{{{key}: ...}}]`"
    return at_key(document, "NN020", f"{word_at(path[:-1])} has no key `{key}`", path, received=key, hint=hint)


def _listed(known: Sequence[str]) -> str | None:
    shown = ", ".join(f"`{name}`" for name in known[:_MOST_LISTED])
    more = len(known) - _MOST_LISTED
    return f"known: {shown}{f' and {more} more' if more > 0 else ''}" if known else None
