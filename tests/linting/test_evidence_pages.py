"""benchmarks/evidence without a backend: its cases show what they claim, and its sections leave pages as they were."""

import sys
from pathlib import Path

import pytest

from nnspec.linting.page import Page, page_of
from nnspec.linting.rule import Rule
from rule_cases import rules_with_pages

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "benchmarks" / "evidence"))

from cases import CASES, Case
from checking import check_case
from effect import Figure, Pair, describe, estimate
from pages import put_effect

EFFECT = estimate(
    [Pair(sound=0.9, faulty=0.8), Pair(sound=0.8, faulty=0.75), Pair(sound=0.9, faulty=0.8)], figure="accuracy"
)
RULES = [pytest.param(rule, page, id=rule.code) for rule, page in rules_with_pages()]


def _text_of(rule: Rule) -> str:
    return Path(str(sys.modules[rule.check.__module__].__file__)).read_text(encoding="utf-8")


@pytest.mark.parametrize(("rule", "page"), RULES)
def test_effect_written_twice_stands_once(rule: Rule, page: Page) -> None:
    text = _text_of(rule)
    written = put_effect(text, describe([("digits", EFFECT)]))
    assert put_effect(written, describe([("digits", EFFECT)])) == written
    assert written.count("\nEffect: ") == 1
    assert max(map(len, written.splitlines())) <= max(120, *map(len, text.splitlines()))


@pytest.mark.parametrize(("rule", "page"), RULES)
def test_effect_taken_away_leaves_the_rest(rule: Rule, page: Page) -> None:
    without = put_effect(_text_of(rule), None)
    assert put_effect(put_effect(without, describe([("digits", EFFECT)])), None) == without
    assert "\nEffect: " not in without


def test_effect_is_read_between_fix_and_source(monkeypatch: pytest.MonkeyPatch) -> None:
    rule, page = next(rules_with_pages())
    module = sys.modules[rule.check.__module__]
    written = put_effect(f'"""{module.__doc__}"""\n', "Effect: " + "words " * 40)
    monkeypatch.setattr(module, "__doc__", written.split('"""')[1])
    read = page_of(rule)
    assert read.sections == {**page.sections, "Effect": ("words " * 40).strip()}
    assert list(read.sections)[-3:] == ["Fix", "Effect", "Source"]


def test_page_without_source_is_refused() -> None:
    with pytest.raises(ValueError, match="no `Source:`"):
        put_effect('"""NN1: words.\n\nFix: none.\n"""\n', "Effect: none.")


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.code}-{case.task}")
def test_rule_tells_the_faulty_spec_from_the_sound_one(case: Case) -> None:
    check_case(case)


def test_interval_holds_student_s_margin() -> None:
    assert EFFECT.difference == pytest.approx(-0.25 / 3)
    assert EFFECT.margin == pytest.approx(4.303 * 0.05 / 3, rel=1e-3)


@pytest.mark.parametrize(
    ("faulty", "figure", "verdict"),
    [
        ((0.5, 0.51), "accuracy", "hurts"),
        ((0.5, 0.51), "cross-entropy", "helps"),
        ((0.99, 1.0), "RMSE in deviations", "hurts"),
        ((0.99, 1.0), "accuracy", "helps"),
        ((0.5, 1.1), "accuracy", "no effect measured"),
    ],
)
def test_verdict_follows_from_the_interval(faulty: tuple[float, float], figure: Figure, verdict: str) -> None:
    pairs = [Pair(sound=0.8, faulty=faulty[0]), Pair(sound=0.81, faulty=faulty[1])]
    assert estimate(pairs, figure=figure).verdict == verdict


def test_broken_trainings_are_told() -> None:
    pairs = [Pair(sound=0.8, faulty=0.1, broke=True), Pair(sound=0.8, faulty=0.1, broke=True)]
    assert "2 of them ended by NaN" in describe([("digits", estimate(pairs, figure="accuracy"))])
