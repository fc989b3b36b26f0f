"""Rules of the data: scaling, splits, columns."""

from nnspec.linting.rule import Rule

RULES: tuple[Rule, ...] = ()
