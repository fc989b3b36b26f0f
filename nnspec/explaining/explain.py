"""Anything that `nnspec explain` is asked -> text."""

from __future__ import annotations

from nnspec.catalog.catalog import load_catalog
from nnspec.diagnostics.codes import CODES
from nnspec.diagnostics.spelling import suggest
from nnspec.errors import UsageError
from nnspec.explaining.language import explain_own_word, own_words
from nnspec.explaining.values import explain_place, format_explanation
from nnspec.explaining.words import explain_code, explain_names
from nnspec.linting.page_text import write_page
from nnspec.linting.registry import find_rule, rule_codes, rule_names
from nnspec.spec.spec import Spec


def explain(what: str, spec: Spec | None = None) -> str:
    """Explain a code of a finding, a rule, a word of the language, a name of the catalog, or a place in a spec.

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
    known = _explain_code(what) or (_explain_word(what) if spec is None else "")
    if known:
        return known
    try:
        return format_explanation(explain_place(what, spec))
    except UsageError as error:
        known = _explain_word(what)
        if known:
            return known
        hint = None if "." in what or "[" in what else _suggest(what)
        raise UsageError(f"nothing is called `{what}`; {hint}" if hint else str(error)) from error


def _explain_code(what: str) -> str:
    if what.upper() in CODES:
        return explain_code(what.upper())
    rule = find_rule(what.upper()) or find_rule(what.lower())
    return "" if rule is None else write_page(rule)


def _explain_word(what: str) -> str:
    return "\n\n".join(explain_own_word(what) or explain_names(what))


def _suggest(what: str) -> str | None:
    catalog = load_catalog()
    names = (name for family in catalog.families for name in catalog.names(family))
    return suggest(what, (*CODES, *rule_codes(), *rule_names(), *own_words(), *names))
