"""Anything that `nnspec explain` is asked -> text."""

from __future__ import annotations

from nnspec.diagnostics.codes import CODES
from nnspec.errors import UsageError
from nnspec.explaining.language import explain_own_word
from nnspec.explaining.values import explain_place, format_explanation
from nnspec.explaining.words import explain_code, explain_names, nearest_word
from nnspec.linting.page_text import write_page
from nnspec.linting.registry import find_rule
from nnspec.spec.spec import Spec


def explain(what: str, spec: Spec | None = None) -> str:
    """Explain a code of a finding or rule, a word of the language, a name of the catalog, or a place in a spec.

    Args:
        what: such as `NN020`, `repeat`, `Conv2D`, `ops.mean` or `hidden[2].units`.
        spec: for places: whose value to show, and where it came from.

    Raises:
        UsageError: it is none of these.

    Example:
        >>> import nnspec
        >>> nnspec.explain("NN020")
        'NN020 unknown-key: A key that nothing reads.'
    """
    if spec is None:
        if what.upper() in CODES:
            return explain_code(what.upper())
        rule = find_rule(what.upper())
        if rule is not None:
            return write_page(rule)
        found = explain_own_word(what) or explain_names(what)
        if found:
            return "\n\n".join(found)
    try:
        return format_explanation(explain_place(what, spec))
    except UsageError as error:
        hint = None if "." in what or "[" in what else nearest_word(what)
        raise UsageError(f"nothing is called `{what}`; {hint}" if hint else str(error)) from error
