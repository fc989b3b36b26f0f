"""A document that the schema refuses -> every error as a finding at its place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from jsonschema import Draft202012Validator

from nnspec.diagnostics.diagnostic import Diagnostic
from nnspec.document.document import Document
from nnspec.validation.explain_keys import (
    explain_keys,
    explain_missing,
    explain_several,
    explain_use,
    is_unknown_use,
)
from nnspec.validation.explain_names import explain_name
from nnspec.validation.explain_values import (
    explain_either,
    explain_pattern,
    explain_range,
    explain_size,
    explain_type,
)
from nnspec.validation.refusal import Refusal, read_refusal


def find_structure_errors(document: Document, schema: dict[str, Any]) -> Iterator[Diagnostic]:
    """List everything that a schema refuses in a document.

    Args:
        document: what was read.
        schema: as `Verdict.schema_for` gives it.
    """
    for error in Draft202012Validator(schema).iter_errors(document.data):
        refusal = read_refusal(error, schema)
        explain = explain_use if is_unknown_use(document, refusal) else _EXPLAIN[refusal.keyword]
        yield from explain(document, refusal)


_Explain = Callable[[Document, Refusal], Iterator[Diagnostic]]

_EXPLAIN: dict[str, _Explain] = {
    "additionalProperties": explain_keys,
    "required": explain_missing,
    "maxProperties": explain_several,
    "anyOf": explain_name,
    "enum": explain_name,
    "const": explain_name,
    "type": explain_type,
    "minimum": explain_range,
    "exclusiveMinimum": explain_range,
    "maximum": explain_range,
    "exclusiveMaximum": explain_range,
    "minItems": explain_size,
    "maxItems": explain_size,
    "minProperties": explain_size,
    "minLength": explain_size,
    "pattern": explain_pattern,
    "oneOf": explain_either,
}
