"""Rules of dropout, normalisation, penalties and augmentation."""

from nnspec.linting.rule import Rule

RULES: tuple[Rule, ...] = ()
