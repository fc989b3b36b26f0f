"""A type -> the words that a message uses for it: `an integer of at least 1, or a list of 2 integers`."""

from __future__ import annotations

from nnspec.catalog.types.nodes import Family, Items, Literal, Number, Plain, Table, Type, Union

_PLAIN = {
    "any": "any value",
    "bool": "`true` or `false`",
    "callable": "a function",
    "dtype": "a dtype",
    "null": "`null`",
    "path": "a path",
    "str": "text",
}


def describe_type(expected: Type) -> str:
    """Say in words what values a type takes.

    Args:
        expected: the type.
    """
    match expected:
        case Union(options):
            return _alternatives(options)
        case Plain(word):
            return _PLAIN[word]
        case Number():
            return _number(expected, plural=False)
        case Literal(text):
            return f"`{text}`"
        case Items():
            return f"a list of {_count(expected)}{_members(expected.item, expected.longest == 1)}"
        case Table(value):
            return f"a mapping to {_members(value, False)}"
        case Family(word):
            return f"an {word}" if word[0] in "aio" else f"a {word}"


def _alternatives(options: tuple[Type, ...]) -> str:
    *first, last = (describe_type(option) for option in options)
    words_only = all(isinstance(option, Literal) or option == Plain("null") for option in options)
    return f"{', '.join(first)}{' or ' if words_only else ', or '}{last}"


def _number(expected: Number, *, plural: bool) -> str:
    if expected.minimum is not None and expected.minimum == expected.maximum:
        return f"`{expected.minimum}`"
    word = "integer" if expected.whole else "number"
    article = "an" if expected.whole else "a"
    return f"{word}s{_bounds(expected)}" if plural else f"{article} {word}{_bounds(expected)}"


def _bounds(expected: Number) -> str:
    low, high = expected.minimum, expected.maximum
    if low is not None and high is not None and not expected.above_minimum and not expected.below_maximum:
        return f" from {low} to {high}"
    above = "" if low is None else f"above {low}" if expected.above_minimum else f"of at least {low}"
    below = "" if high is None else f"below {high}" if expected.below_maximum else f"of at most {high}"
    text = " and ".join(part for part in (above, below) if part)
    return f" {text}" if text else ""


def _count(expected: Items) -> str:
    shortest, longest = expected.shortest, expected.longest
    if longest is None:
        return f"at least {shortest} " if shortest > 1 else ""
    return f"{shortest} " if shortest == longest else f"{shortest} to {longest} "


def _members(item: Type, single: bool) -> str:
    """Name what a list or mapping holds, in the plural unless it holds a single thing."""
    if isinstance(item, Number):
        words = _number(item, plural=not single)
        return words.removeprefix("an ").removeprefix("a ") if single else words
    if item == Plain("any"):
        return "value" if single else "values"
    if item == Plain("str"):
        return "text" if single else "texts"
    if isinstance(item, Family):
        return item.word if single else f"{item.word}s".replace("losss", "losses")
    return f"{'value' if single else 'values'}, each {describe_type(item)}"
