"""Rules of seeds, precision and devices."""

from nnspec.linting.rule import Rule

RULES: tuple[Rule, ...] = ()
