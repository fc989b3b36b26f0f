"""Errors about words: a name outside a family of the catalog, or outside a fixed set."""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.diagnostics.diagnostic import Diagnostic
from nnspec.diagnostics.spelling import suggest
from nnspec.document.document import Document
from nnspec.spec.inputs import LATER_INPUT_TYPES
from nnspec.validation.explain_values import explain_type
from nnspec.validation.places import at_value
from nnspec.validation.refusal import Refusal
from nnspec.validation.wording import describe_schema, describe_value
from nnspec.validation.words import explain_word, is_family


def explain_name(document: Document, refusal: Refusal) -> Iterator[Diagnostic]:
    """Explain a value that is none of those allowed."""
    path = refusal.path
    context, value = refusal.context, refusal.value
    if not isinstance(value, str):
        yield from explain_type(document, refusal)
    elif value.startswith("$"):
        yield at_value(document, "NN032", "values from elsewhere (`$`) are not supported yet", path, received=value)
    elif is_family(context):
        yield explain_word(document, path, value, context, is_key=False)
    elif context == "input_type" and value in LATER_INPUT_TYPES:
        yield at_value(document, "NN032", f"inputs of type `{value}` are not supported yet", path)
    else:
        known = [item for item in refusal.schema.get("enum", ()) if isinstance(item, str)]
        word = "this" if not path else f"`{path[-1]}`"
        yield at_value(
            document,
            "NN034",
            f"{word} cannot be `{value}`",
            path,
            received=describe_value(value),
            expected=describe_schema(refusal.schema),
            hint=suggest(value, known),
        )
