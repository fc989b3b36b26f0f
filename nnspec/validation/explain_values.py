"""Errors about values: their type, range, size or form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from nnspec.catalog.catalog import Entry
from nnspec.diagnostics.diagnostic import Diagnostic, Edit, Path, Span
from nnspec.document.document import Document
from nnspec.document.scalars import resolve_plain
from nnspec.errors import SpecError
from nnspec.references.reference import parse_reference
from nnspec.schemagen.patterns import NAME_FORMS, TENSOR
from nnspec.spec.entries import OPS_PREFIX
from nnspec.validation.entry_words import FORMS
from nnspec.validation.places import at_key, at_value, locate
from nnspec.validation.refusal import Refusal, word_at
from nnspec.validation.unusable import written_name
from nnspec.validation.wording import describe_value

_NUMERIC = {"integer", "number"}
# Words that older YAML readers take for `true` and `false`, and these in quotes.
_TRUTHS = {
    "true": "true",
    "false": "false",
    "yes": "true",
    "on": "true",
    "y": "true",
    "no": "false",
    "off": "false",
    "n": "false",
}


def explain_type(document: Document, refusal: Refusal) -> Iterator[Diagnostic]:
    """Explain a value of the wrong type."""
    path, value = refusal.path, refusal.value
    if value is None:
        yield from _explain_empty(document, refusal)
    elif isinstance(value, Mapping) and "$search" in value:
        yield at_key(document, "NN032", "`$search` is not supported yet", (*path, "$search"))
    elif is_quoted_number(refusal):
        yield explain_quoted(document, refusal)
    elif isinstance(value, list) and refusal.entry is not None:
        yield at_value(document, "NN031", f"`{path[-1]}` takes its arguments by name", path, hint=_by_name(refusal))
    elif refusal.entry is not None and _needs_several(refusal, refusal.entry):
        yield at_value(document, "NN027", f"one value is not enough for `{path[-1]}`", path, hint=_by_name(refusal))
    else:
        yield _explain_wrong(document, refusal)


def _needs_several(refusal: Refusal, entry: Entry) -> bool:
    """Tell whether a call takes a mapping only, because one value does not give all that it needs."""
    takes_mapping = refusal.schema.get("type") == "object" and refusal.context == refusal.owner
    return takes_mapping and bool(_required(entry))


def is_quoted_number(refusal: Refusal) -> bool:
    """Tell whether a number stands there as text, where a number is among what may stand there."""
    value = refusal.value
    if not isinstance(value, str) or not (_takes_number(refusal.whole) or _takes_number(refusal.schema)):
        return False
    found = resolve_plain(value.strip())
    return isinstance(found, int | float) and not isinstance(found, bool)


def explain_quoted(document: Document, refusal: Refusal) -> Diagnostic:
    """Explain such a number, with the edit that removes its quotes."""
    value, span = refusal.value, document.span(refusal.path)
    line = document.origin(refusal.path).document.lines[span.line - 1]
    old = line[span.column - 1 : span.end_column - 1]
    return at_value(
        document,
        "NN023",
        f"{refusal.word} is a number in quotes, which is text",
        refusal.path,
        received=describe_value(value),
        expected=refusal.expected,
        hint=f"remove the quotes: `{value}`",
        edit=None if "$" in old else Edit(span, old, value),
    )


def explain_range(document: Document, refusal: Refusal) -> Iterator[Diagnostic]:
    """Explain a number outside its range."""
    path = refusal.path
    if path == ("nnspec",):
        message = f"this is version 1 of the language; the spec says {refusal.value}"
        yield at_value(document, "NN024", message, path, received=str(refusal.value), expected="1")
        return
    expected = refusal.expected
    message = f"{refusal.word} must be {expected}"
    yield at_value(document, "NN024", message, path, received=describe_value(refusal.value), expected=expected)


def explain_size(document: Document, refusal: Refusal) -> Iterator[Diagnostic]:
    """Explain a list or mapping that holds too little or too much."""
    path, word, size = refusal.path, refusal.word, len(refusal.value)
    if not refusal.value:
        yield at_key(document, "NN036", f"{word} is empty", path, expected=refusal.expected)
        return
    received = "1 item" if size == 1 else f"{size} items"
    message = f"{word} has the wrong length"
    yield at_value(document, "NN022", message, path, received=received, expected=refusal.expected)


def explain_pattern(document: Document, refusal: Refusal) -> Iterator[Diagnostic]:
    """Explain a text that does not have its form: a name, a reference, a quantity, a hash."""
    path, text = refusal.path, refusal.value
    if refusal.limit == TENSOR and ":" in text:
        name, message = text.partition(":")[0], f"`{text}` names no tensor"
        hint = f"`{name}` is the first output of `{name}`, `{name}:1` the second"
        yield at_value(document, "NN035", message, path, received=text, expected="NAME, or NAME:NUMBER", hint=hint)
    elif refusal.limit in NAME_FORMS:
        expected = NAME_FORMS[refusal.limit]
        yield at_value(document, "NN035", f"`{text}` cannot be a name", path, received=text, expected=expected)
    elif path[0] in ("data", "bases") and path[-1] != "sha256":
        yield _explain_reference(document, path, text)
    else:
        expected = "64 hexadecimal digits" if path[-1] == "sha256" else refusal.expected
        message = f"{refusal.word} must be {expected}"
        yield at_value(document, "NN022", message, path, received=text, expected=expected)


def explain_either(document: Document, refusal: Refusal) -> Iterator[Diagnostic]:
    """Explain `data` that names no rows, or names them twice."""
    path = refusal.path
    if not isinstance(refusal.value, Mapping):
        return
    if "source" in refusal.value:
        message = "`source` and `train` exclude each other"
        yield at_key(document, "NN037", message, (*path, "train"), hint="keep one of them")
    else:
        yield at_key(document, "NN021", "`data` needs the key `source`, or `train`", path)


def _explain_reference(document: Document, path: Path, text: str) -> Diagnostic:
    try:
        parse_reference(text, path=path)
    except SpecError as refusal:
        (finding,) = refusal.diagnostics
        return next(locate([finding], document))
    return at_value(document, "NN040", f"`{text}` is not a reference", path, received=text)


def _explain_wrong(document: Document, refusal: Refusal) -> Diagnostic:
    value, expected = refusal.value, refusal.expected
    meant = _TRUTHS.get(value.lower()) if isinstance(value, str) and "`true`" in expected else None
    message = f"{refusal.word} must be {expected}"
    hint = _hint_for_form(refusal) if meant is None else f"write `{meant}`"
    received = describe_value(value)
    return at_value(document, "NN022", message, refusal.path, received=received, expected=expected, hint=hint)


def _hint_for_form(refusal: Refusal) -> str | None:
    """Show how a construct, a branch or an argument is written that stands there in another form."""
    path, value = refusal.path, refusal.value
    if path[-1] in FORMS:
        return f"write `{FORMS[str(path[-1])]}`"
    if refusal.entry is not None and refusal.entry.family == "ops" and not refusal.entry.arguments:
        return f"`{path[-1]}` has no arguments; its tensors come from above, or by `from`"
    if path[-2:-1] == ("branches",):
        return "each branch is a list of layers, such as `[Flatten]`"
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if is_number and path[-2:-1] == ("from",) and str(path[-3]).startswith(OPS_PREFIX):
        return f"a number stands beside `from`: `{path[-3]}: {{{path[-1]}: {value}, from: ...}}`"
    return f'in quotes it is text: `"{value}"`' if is_number and refusal.expected == "text" else None


def _explain_empty(document: Document, refusal: Refusal) -> Iterator[Diagnostic]:
    path, entry = refusal.path, refusal.entry
    if _stands_beside_others(document, refusal):
        return
    span = document.span(path)
    written = span.end_column > span.column and path
    message = f"{word_at(path)} cannot be `null`" if written else f"nothing stands after `{path[-1]}:`"
    if not written and isinstance(path[-1], int):
        message = f"{word_at(path)} is empty"
    if entry is None or (refusal.owner == "callbacks.EarlyStopping" and path[-1] == "stop"):
        hint = "write `[]`, or leave the key out" if path == ("hidden",) else None
        hint = f"write `{FORMS[str(path[-1])]}`" if path[-1] in FORMS else hint
        yield at_key(document, "NN030", message, path, expected=refusal.expected, hint=hint)
    elif _required(entry):
        yield at_key(document, "NN030", message, path, hint=_by_name(refusal))
    else:
        hint = f"without arguments it is a name alone: `{path[-1]}`"
        yield at_key(document, "NN030", message, path, hint=hint, edit=_without_colon(document, path))


def _stands_beside_others(document: Document, refusal: Refusal) -> bool:
    """Tell whether the empty value is one of several in a call, which is explained as a whole."""
    if (refusal.entry is None and refusal.path[-1] not in FORMS) or refusal.path[-1] == "stop":
        return False
    call = document.data
    for part in refusal.path[:-1]:
        call = call[part]
    return len(call) > 1


def _without_colon(document: Document, path: Path) -> Edit | None:
    span = document.key_span(path)
    line = document.origin(path).document.lines[span.end_line - 1]
    old = line[span.column - 1 : span.end_column - 1]
    whole = Span(span.line, span.column, span.end_line, span.end_column + 1)
    return Edit(whole, f"{old}:", old) if line[span.end_column - 1 :].strip() == ":" else None


def _required(entry: Entry) -> list[str]:
    return [argument.name for argument in entry.arguments.values() if argument.required]


def _by_name(refusal: Refusal) -> str | None:
    """Show how the arguments of a catalog entry are written."""
    entry = refusal.entry
    if entry is None:
        return None
    needs = _required(entry) or list(entry.arguments)[:1]
    return f"write `{written_name(entry)}: {{{', '.join(f'{name}: ...' for name in needs)}}}`"


def _takes_number(schema: Mapping[str, Any]) -> bool:
    branches = [*schema.get("anyOf", ()), *(schema[word] for word in ("then", "else") if word in schema)]
    kinds = schema.get("type", ())
    return bool(_NUMERIC & ({kinds} if isinstance(kinds, str) else set(kinds))) or any(map(_takes_number, branches))
