"""Which rules there are, which are asked, and which findings make others superfluous."""

from __future__ import annotations

import pytest

import nnspec
from nnspec.errors import UsageError
from nnspec.linting.lint import Superseded, entry_of
from nnspec.linting.registry import TOPICS, all_rules, find_rule, nearest_code, rule_codes, rules_of
from nnspec.linting.rule import Rule
from nnspec.linting.settings import Settings

TEXT = """\
nnspec: 1
inputs: {x: {columns: [a, b]}}
hidden: [{Dense: {units: 8, activation: relu}}, ReLU]
outputs: {y: number}
"""


def test_every_file_of_a_rule_is_registered():
    assert {rule.code: topic for topic in TOPICS for rule in rules_of(topic)} == rule_codes()


def test_rules_of_a_topic_stand_in_the_order_of_their_codes():
    for topic in TOPICS:
        codes = [rule.code for rule in rules_of(topic)]
        assert codes == sorted(codes)


def test_rules_never_supersede_each_other_in_a_circle():
    superseded = {rule.code: rule.supersedes for rule in all_rules()}

    def below(code: str, above: tuple[str, ...]) -> None:
        assert code not in above, (*above, code)
        for lower in superseded.get(code, ()):
            below(lower, (*above, code))

    for code in superseded:
        below(code, ())


def test_rule_is_found_by_its_code():
    found = find_rule("NN201")
    assert found is not None
    assert found.name == "softmax-one-unit"
    assert find_rule("NN999") is None


@pytest.mark.parametrize(
    ("word", "code"), [("nn201", "NN201"), ("NN2O1", "NN201"), ("softmax-one-unit", "NN201"), ("pipes", None)]
)
def test_nearest_code_is_the_one_that_was_meant(word, code):
    assert nearest_code(word) == code


@pytest.mark.parametrize(
    ("path", "entry"),
    [
        (("hidden", 3, "Dense", "units"), ("hidden", 3)),
        (("hidden", 3, "Bidirectional", "layers", 0, "LSTM"), ("hidden", 3, "Bidirectional", "layers", 0)),
        (("outputs", "y", "head", "Dense", "activation"), ("outputs", "y")),
        (("outputs", "y", "metrics", 1), ("outputs", "y", "metrics", 1)),
        (("train", "epochs"), ("train", "epochs")),
        (("optimizer", "Adam", "learning_rate"), ("optimizer",)),
        ((), ()),
    ],
)
def test_entry_of_a_place_is_what_a_person_would_point_at(path, entry):
    assert entry_of(path) == entry


@pytest.mark.parametrize(
    ("code", "path", "covered"),
    [
        ("NN250", ("outputs", "y", "loss"), True),
        ("NN250", ("outputs", "y", "metrics", 0), True),
        ("NN250", ("outputs", "z", "loss"), False),
        ("NN251", ("outputs", "y", "loss"), False),
    ],
)
def test_finding_covers_what_its_rule_supersedes_at_the_same_entry(code, path, covered):
    rule = Rule(code="NN201", name="x", severity="error", check=lambda subject: iter(()), supersedes=("NN250",))
    assert Superseded([(rule, ("outputs", "y", "head"))]).covers(code, path) is covered


@pytest.mark.parametrize(
    ("settings", "asked"),
    [
        (Settings(), True),
        (Settings(select=("NN1",)), False),
        (Settings(select=("NN2",)), True),
        (Settings(select=("NN1",), extend_select=("NN201",)), True),
        (Settings(ignore=("NN20",)), False),
        (Settings(select=("ALL",), ignore=("NN201",)), False),
    ],
)
def test_settings_ask_the_rules_that_their_patterns_mean(settings, asked):
    rule = find_rule("NN201")
    assert rule is not None
    assert settings.asks(rule) is asked


COLD = """\
nnspec: 1
inputs: {photo: {type: image, size: [224, 224], channels: 3}}
bases: {b: {source: "keras:ResNet50", pooling: avg, freeze: none}}
hidden: [b]
outputs: {y: binary}
optimizer: {Adam: {learning_rate: 1e-5}}
"""


def test_finding_that_nobody_wants_to_hear_supersedes_no_other():
    def codes(text: str, **options: tuple[str, ...]) -> list[str]:
        return [finding.code for finding in nnspec.lint(text, select=("NN5",), **options)]

    assert codes(COLD) == ["NN511"]
    assert codes(COLD, ignore=("NN511",)) == ["NN506"]
    assert codes(COLD.replace("none}}", "none}}  # nnspec: ignore[NN511]")) == ["NN506"]
    assert codes(COLD.replace("none}}", "none}}  # nnspec: ignore[NN506, NN511]")) == []


def test_library_lints_a_text():
    assert [finding.code for finding in nnspec.lint(TEXT)] == ["NN104"]
    assert not nnspec.lint(TEXT, ignore=("NN104",))
    assert not nnspec.lint(TEXT, select=("NN2",))
    assert not nnspec.validate(TEXT)


def test_library_refuses_an_unknown_rule():
    with pytest.raises(UsageError, match="did you mean `NN104`"):
        nnspec.lint(TEXT, select=("NN1O4",))
