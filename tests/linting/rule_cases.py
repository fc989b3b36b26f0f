"""Rules and their pages, as the tests of rules take them."""

from collections.abc import Iterator
from functools import cache

import yaml

from nnspec.inference.facts import gather_facts
from nnspec.inference.infer import infer_network
from nnspec.linting.lint import Linted, apply_rules
from nnspec.linting.page import Page, page_of
from nnspec.linting.registry import all_rules
from nnspec.linting.rule import Rule
from nnspec.linting.subject import Subject
from nnspec.pipeline import compile_source
from nnspec.tables.card import Card, card_from_data


def rules_with_pages() -> Iterator[tuple[Rule, Page]]:
    return ((rule, page_of(rule)) for rule in all_rules())


@cache
def card_of(text: str) -> Card | None:
    """Read a page's card: YAML, where what is not said is not known."""
    return card_from_data({"nnspec_card": 1, **yaml.safe_load(text)}) if text else None


def lint_text(text: str, rules: list[Rule], *, card: Card | None = None) -> Linted:
    compiled = compile_source(text, checked_data=False)
    assert compiled.spec is not None, str(compiled.diagnostics)
    assert compiled.graph is not None, str(compiled.diagnostics)
    facts = gather_facts(compiled.spec, card=card)
    return apply_rules(Subject(compiled.spec, infer_network(compiled.spec, compiled.graph, facts), facts), rules)
