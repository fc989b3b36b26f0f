"""Every rule's page: complete, and its examples do what they claim."""

import sys
from collections.abc import Iterator
from types import ModuleType

import pytest

from nnspec.linting.page import Page, page_of
from nnspec.linting.rule import Fault, Rule
from nnspec.linting.subject import Subject
from rule_cases import card_of, lint_text, rules_with_pages

RULES = [pytest.param(rule, page, id=rule.code) for rule, page in rules_with_pages()]


@pytest.mark.parametrize(("rule", "page"), RULES)
def test_page_of_a_rule_says_everything(rule: Rule, page: Page) -> None:
    assert page.title.endswith(".")
    assert all(page.sections.get(name) for name in ("What", "Why", "Fires", "Passes", "Fix", "Source"))


@pytest.mark.parametrize(("rule", "page"), RULES)
def test_example_that_fires_has_a_finding_of_the_rule(rule: Rule, page: Page) -> None:
    for text in page.examples("Fires"):
        linted = lint_text(text, [rule], card=card_of(page.sections.get("Card", "")))
        assert linted.findings, text


@pytest.mark.parametrize(("rule", "page"), RULES)
def test_example_that_passes_has_none(rule: Rule, page: Page) -> None:
    for text in page.examples("Passes"):
        linted = lint_text(text, [rule], card=card_of(page.sections.get("Card", "")))
        assert not linted.findings, f"{linted.findings}\n{text}"
        assert not linted.skipped


def test_rule_without_a_docstring_has_no_page(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValueError, match="NN000 has no page"):
        _page_of(None, monkeypatch)


def test_page_with_an_unknown_heading_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValueError, match="no page has a heading `Wherefore`"):
        _page_of("NN000: x.\n\nWhat: y.\n\nWherefore: z.", monkeypatch)


def _page_of(text: str | None, monkeypatch: pytest.MonkeyPatch) -> Page:
    module = ModuleType("a_rule", text)
    monkeypatch.setitem(sys.modules, "a_rule", module)

    def check(subject: Subject) -> Iterator[Fault]:
        return iter(())

    check.__module__ = "a_rule"
    return page_of(Rule(code="NN000", name="a-rule", severity="info", check=check))


def test_modules_of_rules_bear_their_code_and_name() -> None:
    for rule, _ in rules_with_pages():
        module = rule.check.__module__.rpartition(".")[2]
        assert module == f"{rule.code.lower()}_{rule.name.replace('-', '_')}"


def test_codes_are_unique() -> None:
    codes = [rule.code for rule, _ in rules_with_pages()]
    assert len(codes) == len(set(codes))
