"""Rules of the optimizer, its schedule, and how long it runs."""

from nnspec.linting.rule import Rule

RULES: tuple[Rule, ...] = ()
