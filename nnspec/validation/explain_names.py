"""Errors about words: a name outside a family of the catalog, or outside a fixed set."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from nnspec.diagnostics.diagnostic import Diagnostic
from nnspec.diagnostics.spelling import suggest
from nnspec.document.document import Document
from nnspec.validation.explain_values import explain_quoted, explain_type, is_quoted_number
from nnspec.validation.places import at_value
from nnspec.validation.refusal import Refusal
from nnspec.validation.wording import describe_schema, describe_value
from nnspec.validation.words import explain_word, is_family


def explain_name(document: Document, refusal: Refusal) -> Iterator[Diagnostic]:
    """Explain a value that is none of those allowed."""
    path = refusal.path
    context, value = refusal.context, refusal.value
    known = list(_words_of(refusal.schema))
    if not isinstance(value, str) or not (known or context):
        yield from explain_type(document, refusal)
    elif is_quoted_number(refusal):
        yield explain_quoted(document, refusal)
    elif is_family(context):
        expected = refusal.expected if ", or " in refusal.expected and context != "entry" else None
        yield explain_word(document, path, value, context, is_key=False, expected=expected)
    else:
        yield at_value(
            document,
            "NN034",
            f"{refusal.word} cannot be `{value}`",
            path,
            received=describe_value(value),
            expected=describe_schema(refusal.schema) if context else refusal.expected,
            hint=suggest(value, known),
        )


def _words_of(schema: Mapping[str, Any]) -> Iterator[str]:
    """Go through the words that a schema of texts allows; a family of the catalog counts as one."""
    yield from (item for item in schema.get("enum", ()) if isinstance(item, str))
    for option in schema.get("anyOf", ()):
        yield from _words_of(option)
    if "$ref" in schema:
        yield schema["$ref"].rsplit("/", 1)[1]
