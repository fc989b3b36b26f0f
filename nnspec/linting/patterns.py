"""What `--select` and settings may name: codes of rules, beginnings of them, `ALL`."""

from __future__ import annotations

from nnspec.diagnostics.codes import CODES
from nnspec.errors import UsageError
from nnspec.linting.registry import nearest_code, rule_codes
from nnspec.linting.settings import ALL

# Findings of linting itself, which can be ignored as rules can.
OF_COMMENTS = ("NN050", "NN051")


def read_patterns(text: str) -> tuple[str, ...]:
    """Read patterns between commas.

    Raises:
        UsageError: one means no rule.
    """
    patterns = tuple(part.strip() for part in text.split(",") if part.strip())
    for pattern in patterns:
        check_pattern(pattern)
    return patterns


def check_pattern(pattern: str) -> None:
    """Refuse what means no rule.

    Raises:
        UsageError: with the nearest code, or why it cannot be switched.
    """
    known = (*rule_codes(), *OF_COMMENTS)
    if pattern == ALL or (pattern.startswith("NN") and any(code.startswith(pattern) for code in known)):
        return
    if pattern in CODES:
        raise UsageError(f"`{pattern}` is no rule: it says that a spec cannot work, and is always reported")
    meant = nearest_code(pattern)
    hint = f"did you mean `{meant}`?" if meant else "`nnspec explain --all-rules` lists them"
    raise UsageError(f"no rule `{pattern}`; {hint}")
