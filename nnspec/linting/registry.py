"""All rules, by topic; the rules of a topic are loaded only for specs that have to do with it."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module

from nnspec.diagnostics.spelling import nearest
from nnspec.linting.rule import Rule
from nnspec.linting.subject import Subject


def _always(subject: Subject) -> bool:
    return True


def _has_bases(subject: Subject) -> bool:
    return bool(subject.spec.bases)


def _has_kan(subject: Subject) -> bool:
    return subject.flow.has({"KAN"})


# Folder of `nnspec.linting.rules` -> whether a spec has to do with it. Each folder lists its `RULES`.
TOPICS: dict[str, Callable[[Subject], bool]] = {
    "architecture": _always,
    "outputs": _always,
    "optimization": _always,
    "regularization": _always,
    "transfer": _has_bases,
    "data": _always,
    "kan": _has_kan,
    "running": _always,
}


def topics_for(subject: Subject) -> Iterator[str]:
    """Give the topics whose rules may have something to say of a spec."""
    return (topic for topic, concerns in TOPICS.items() if concerns(subject))


def all_rules() -> Iterator[Rule]:
    """Give every rule."""
    for topic in TOPICS:
        yield from rules_of(topic)


def rules_of(topic: str) -> tuple[Rule, ...]:
    """Give the rules of a topic."""
    rules: tuple[Rule, ...] = import_module(f"nnspec.linting.rules.{topic}").RULES
    return rules


def find_rule(word: str) -> Rule | None:
    """Find a rule by its code or its name; only its topic is loaded."""
    found = next((file for file in _files() if word in file[1:]), None)
    return None if found is None else next(rule for rule in rules_of(found[0]) if rule.code == found[1])


@cache
def rule_codes() -> dict[str, str]:
    """Give the codes of all rules, in order, each with its topic; told by the names of files, without loading one."""
    return {code: topic for topic, code, _ in sorted(_files(), key=lambda found: found[1])}


def rule_names() -> tuple[str, ...]:
    """Give the names of all rules."""
    return tuple(name for _, _, name in _files())


def nearest_code(word: str) -> str | None:
    """Find the code that was meant: with a letter that looks like a digit, or the name of the rule instead."""
    code = word.upper().translate(_LOOK_ALIKES)
    names = {name: code for _, code, name in _files()}
    return code if code in rule_codes() else names.get(nearest(word, names) or "")


_LOOK_ALIKES = str.maketrans("OIL", "011")
_FILE = re.compile(r"(nn[0-9]+)_(\w+)\.py")


@cache
def _files() -> tuple[tuple[str, str, str], ...]:
    """Give topic, code and name of each rule."""
    folder = os.path.join(os.path.dirname(__file__), "rules")
    listed = ((topic, _FILE.fullmatch(file)) for topic in TOPICS for file in os.listdir(os.path.join(folder, topic)))
    return tuple((topic, file[1].upper(), file[2].replace("_", "-")) for topic, file in listed if file is not None)
