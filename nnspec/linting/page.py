"""A rule's docstring -> its page: what, why, examples that fire and that do not, fix, source.

NN201: a softmax over one neuron says 1 whatever goes in.

What: ...
Why: ...
Card:                   the data card of the examples, as YAML; only where the rule needs one
Fires:                  one or more specs, as YAML, indented by four, with `---` between them
Passes:                 likewise
Fix: ...
Effect: ...             written by `benchmarks/evidence`, where it was measured
Source: ...
"""

from __future__ import annotations

import re
import sys
from textwrap import dedent

from nnspec.linting.rule import Rule
from nnspec.records import record

SECTIONS = ("What", "Why", "Card", "Fires", "Passes", "Fix", "Effect", "Source")
EXAMPLES = ("Card", "Fires", "Passes")
_HEADING = re.compile(r"([A-Z][a-z]+):(?: |$)")


@record
class Page:
    """The page of a rule.

    Args:
        title: the first line, without the code.
        sections: by heading; texts in one line per paragraph, examples as they stand.
    """

    title: str
    sections: dict[str, str]

    def examples(self, section: str) -> tuple[str, ...]:
        """Give the specs under `Fires` or `Passes`."""
        text = self.sections.get(section, "")
        return tuple(example.strip("\n") + "\n" for example in text.split("\n---\n")) if text else ()


def page_of(rule: Rule) -> Page:
    """Read the page of a rule from the docstring of its module.

    Raises:
        ValueError: there is no docstring, or a heading that no page has.
    """
    text = sys.modules[rule.check.__module__].__doc__
    if text is None:
        raise ValueError(f"the rule {rule.code} has no page")
    title, _, rest = text.partition("\n")
    return Page(title.partition(": ")[2], _read_sections(rest))


def _read_sections(text: str) -> dict[str, str]:
    sections: dict[str, list[str]] = {}
    lines: list[str] = []
    is_first = True
    for line in text.splitlines():
        heading = _HEADING.match(line) if is_first else None
        if heading is not None:
            if heading[1] not in SECTIONS:
                raise ValueError(f"no page has a heading `{heading[1]}`; there are {', '.join(SECTIONS)}")
            lines = sections.setdefault(heading[1], [])
            line = line[heading.end() :].strip()
        is_first = not line.strip()
        lines.append(line)
    return {name: _joined(name, found) for name, found in sections.items()}


def _joined(name: str, lines: list[str]) -> str:
    text = "\n".join(lines)
    return dedent(text).strip("\n") if name in EXAMPLES else " ".join(text.split())
