"""Rules of seeds, precision and devices."""

from nnspec.linting.rule import Rule
from nnspec.linting.rules.running.nn804_mixed_output import mixed_output
from nnspec.linting.rules.running.nn807_unsynced_bn import unsynced_bn
from nnspec.linting.rules.running.nn809_unpinned import unpinned

RULES: tuple[Rule, ...] = (
    mixed_output,
    unsynced_bn,
    unpinned,
)
