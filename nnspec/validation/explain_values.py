"""Errors about values: their type, range, size or form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from nnspec.diagnostics.diagnostic import Diagnostic, Edit, Path
from nnspec.document.document import Document
from nnspec.document.scalars import resolve_plain
from nnspec.references.reference import LATER_SCHEMES
from nnspec.spec.entries import LATER_CONSTRUCTS
from nnspec.validation.places import at_key, at_value
from nnspec.validation.refusal import Refusal
from nnspec.validation.wording import describe_schema, describe_value

_NUMERIC = {"integer", "number"}


def explain_type(document: Document, refusal: Refusal) -> Iterator[Diagnostic]:
    """Explain a value of the wrong type."""
    path = refusal.path
    value, word = refusal.value, _word_at(path)
    expected = describe_schema(refusal.schema)
    if value is None:
        yield _explain_empty(document, refusal)
    elif path and path[-1] in LATER_CONSTRUCTS:
        yield at_key(document, "NN032", f"{word} is not supported yet", path)
    elif _is_from_elsewhere(value):
        yield at_value(document, "NN032", "values from elsewhere (`$`) are not supported yet", path)
    elif isinstance(value, str) and _expects_number(refusal.schema) and _is_number(value):
        yield _explain_quoted(document, path, value, expected)
    elif isinstance(value, list) and refusal.entry is not None:
        yield at_value(document, "NN031", f"{word} takes its arguments by name", path, hint=_by_name(refusal))
    elif refusal.entry is not None and refusal.schema.get("type") == "object":
        yield at_value(document, "NN027", f"one value is not enough for {word}", path, hint=_by_name(refusal))
    elif refusal.context == "from" and isinstance(value, Mapping):
        yield at_value(document, "NN032", "`from` with a mapping is not supported yet", path)
    else:
        message = f"{word} must be {expected}"
        yield at_value(document, "NN022", message, path, received=describe_value(value), expected=expected)


def explain_range(document: Document, refusal: Refusal) -> Iterator[Diagnostic]:
    """Explain a number outside its range."""
    path = refusal.path
    if path == ("nnspec",):
        code = "NN033" if refusal.value > 1 else "NN024"
        message = f"this is version 1 of the language; the spec says {refusal.value}"
        yield at_value(document, code, message, path, received=str(refusal.value), expected="1")
        return
    expected = describe_schema(refusal.schema)
    message = f"{_word_at(path)} must be {expected}"
    yield at_value(document, "NN024", message, path, received=describe_value(refusal.value), expected=expected)


def explain_size(document: Document, refusal: Refusal) -> Iterator[Diagnostic]:
    """Explain a list or mapping that holds too little or too much."""
    path = refusal.path
    word = _word_at(path)
    if not refusal.value:
        yield at_key(document, "NN036", f"{word} is empty", path, expected="at least one item")
        return
    expected = describe_schema({"type": "array", "items": {"type": "value"}, **refusal.schema})
    received = f"{len(refusal.value)} items"
    yield at_value(document, "NN022", f"{word} has the wrong length", path, received=received, expected=expected)


def explain_pattern(document: Document, refusal: Refusal) -> Iterator[Diagnostic]:
    """Explain a text that does not have its form: a name, a reference, a quantity, a hash."""
    path = refusal.path
    text, word = refusal.value, _word_at(path)
    scheme = text.partition(":")[0]
    if path[-1] in ("name", "from") or path[0] in ("inputs", "outputs"):
        expected = "letters, digits, `_` and `-`, starting with a letter or digit"
        yield at_value(document, "NN035", f"`{text}` cannot be a name", path, received=text, expected=expected)
    elif path[0] in ("data", "bases") and path[-1] != "sha256":
        code = "NN032" if scheme in LATER_SCHEMES else "NN040"
        what = "is not supported yet" if code == "NN032" else "is not a scheme"
        expected = "a path, or `file:`, `run:`, `keras:` or `sklearn:` with a name"
        yield at_value(document, code, f"`{scheme}:` {what}", path, received=text, expected=expected)
    else:
        expected = "64 hexadecimal digits" if path[-1] == "sha256" else "a number with a unit such as `2M` or `4GiB`"
        yield at_value(document, "NN022", f"{word} must be {expected}", path, received=text, expected=expected)


def explain_either(document: Document, refusal: Refusal) -> Iterator[Diagnostic]:
    """Explain `data` that names no rows, or names them twice."""
    path = refusal.path
    if "source" in refusal.value:
        message = "`source` and `train` exclude each other"
        yield at_key(document, "NN037", message, (*path, "train"), hint="keep one of them")
    else:
        yield at_key(document, "NN021", "`data` needs the key `source`, or `train`", path)


def _explain_empty(document: Document, refusal: Refusal) -> Diagnostic:
    path = refusal.path
    entry = refusal.entry
    if entry is None:
        expected = describe_schema(refusal.schema)
        return at_key(document, "NN030", f"nothing stands after `{path[-1]}:`", path, expected=expected)
    needs = [argument.name for argument in entry.arguments.values() if argument.required]
    if needs:
        return at_key(document, "NN030", f"nothing stands after `{path[-1]}:`", path, hint=_by_name(refusal))
    span = document.key_span(path)
    line = document.lines[span.end_line - 1]
    old = line[span.column - 1 : span.end_column - 1]
    colon = line[span.end_column - 1 :].startswith(":")
    whole = Edit(type(span)(span.line, span.column, span.end_line, span.end_column + 1), f"{old}:", old)
    hint = f"without arguments a layer is a name alone: `- {path[-1]}`"
    return at_key(
        document,
        "NN030",
        f"nothing stands after `{path[-1]}:`",
        path,
        hint=hint,
        edit=whole if colon else None,
    )


def _by_name(refusal: Refusal) -> str | None:
    """Show how the arguments of a catalog entry are written."""
    entry = refusal.entry
    if entry is None:
        return None
    needs = [a.name for a in entry.arguments.values() if a.required] or list(entry.arguments)[:1]
    return f"write `{entry.name}: {{{', '.join(f'{name}: ...' for name in needs)}}}`"


def _explain_quoted(document: Document, path: Path, value: str, expected: str) -> Diagnostic:
    span = document.span(path)
    line = document.lines[span.line - 1]
    old = line[span.column - 1 : span.end_column - 1]
    return at_value(
        document,
        "NN023",
        f"{_word_at(path)} is a number in quotes, which is text",
        path,
        received=describe_value(value),
        expected=expected,
        hint=f"remove the quotes: `{value}`",
        edit=Edit(span, old, value),
    )


def _expects_number(schema: Mapping[str, Any]) -> bool:
    kinds = schema.get("type", ())
    return bool(_NUMERIC & ({kinds} if isinstance(kinds, str) else set(kinds)))


def _is_number(text: str) -> bool:
    found = resolve_plain(text.strip())
    return isinstance(found, int | float) and not isinstance(found, bool)


def _is_from_elsewhere(value: Any) -> bool:
    if isinstance(value, str):
        return bool(re.match(r"\$(?!\$)", value))
    return isinstance(value, Mapping) and "$search" in value


def _word_at(path: Path) -> str:
    if not path:
        return "the spec"
    if isinstance(path[-1], int):
        return f"item {path[-1] + 1} of `{path[-2]}`" if len(path) > 1 else "the item"
    return f"`{path[-1]}`"
