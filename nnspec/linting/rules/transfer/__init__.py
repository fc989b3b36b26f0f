"""Rules of transfer bases."""

from nnspec.linting.rule import Rule

RULES: tuple[Rule, ...] = ()
