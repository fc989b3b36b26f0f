"""A rule's page -> text for people; and all rules -> a table."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable

from nnspec.linting.page import EXAMPLES, SECTIONS, page_of
from nnspec.linting.rule import Rule

_WIDTH = 100
_HEADINGS = {"Card": "Data card of the examples", "Fires": "Has a finding", "Passes": "Has none"}


def write_page(rule: Rule) -> str:
    """Write the page of a rule."""
    page = page_of(rule)
    default = rule.severity if rule.enabled else f"{rule.severity}, off by default: ask with `--select {rule.code}`"
    blocks = [f"{rule.code} {rule.name} ({default})\n{_fill(page.title[:1].upper() + page.title[1:])}"]
    for section in (name for name in SECTIONS if name in page.sections):
        heading = _HEADINGS.get(section, section)
        if section in EXAMPLES:
            blocks.append(f"{heading}:\n\n{textwrap.indent(page.sections[section], '    ')}")
        else:
            blocks.append(_fill(f"{heading}: {page.sections[section]}"))
    return "\n\n".join(blocks)


def write_table(rules: Iterable[Rule]) -> str:
    """Write one line a rule: its code, name, severity, and whether it is on."""
    rows = [(rule.code, rule.name, rule.severity, "on" if rule.enabled else "off") for rule in rules]
    widths = [max((len(row[i]) for row in rows), default=0) for i in range(4)]
    return "\n".join("  ".join(map(str.ljust, row, widths)).rstrip() for row in rows)


def _fill(text: str) -> str:
    return textwrap.fill(text, _WIDTH, break_long_words=False, break_on_hyphens=False)
