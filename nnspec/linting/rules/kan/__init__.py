"""Rules of Kolmogorov-Arnold layers."""

from nnspec.linting.rule import Rule

RULES: tuple[Rule, ...] = ()
