"""Statements with the rounds of a `repeat` unrolled -> the same with a `for` loop, where the rounds are alike."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import groupby

from nnspec.document.document import Document
from nnspec.interop.ejecting.alike import Joining, UnlikeError, count_rounds, join_rounds
from nnspec.interop.ejecting.python import Code, Invocation
from nnspec.interop.ejecting.statements import Loop, Statement
from nnspec.records import replace

_ROUND = re.compile(r"round (\d+) of (.*)")
_NAME = re.compile(r"[A-Za-z_]\w*")
_Round = Sequence[Statement]


def fold_rounds(
    statements: Sequence[Statement], document: Document
) -> tuple[list[Statement | Loop], Mapping[str, str]]:
    """Make loops of rounds.

    Args:
        statements: of one function, in order.
        document: tells which construct each came through.

    Returns:
        Statements and loops; and how variables are called below a loop that had another name in the last round.
    """
    folded: list[Statement | Loop] = []
    renamed: dict[str, str] = {}
    for repeat, group in groupby(statements, key=lambda each: _repeat_of(each, document)):
        below = [_rename_below(each, renamed) for each in group]
        loop = None if repeat is None else _fold(below, document, others=_names_outside(statements, below))
        if loop is None:
            folded += below
        else:
            folded.append(loop[0])
            renamed |= loop[1]
    return folded, renamed


def _repeat_of(statement: Statement, document: Document) -> tuple[str, ...] | None:
    """Name the outermost `repeat` that a statement came through; None where there is none."""
    via = document.origin(statement.path).via
    for i, line in enumerate(via):
        found = _ROUND.fullmatch(line)
        if found is not None:
            return (*via[:i], found[2])
    return None


def _round_of(statement: Statement, document: Document) -> int:
    lines = document.origin(statement.path).via
    return next(int(found[1]) for line in lines if (found := _ROUND.fullmatch(line)))


def _fold(
    statements: Sequence[Statement], document: Document, *, others: frozenset[str]
) -> tuple[Loop, dict[str, str]] | None:
    grouped = groupby(statements, key=lambda each: _round_of(each, document))
    rounds = [tuple(group) for _, group in grouped]
    if len(rounds) < 2 or len({len(each) for each in rounds}) > 1:
        return None
    try:
        return _Rounds(rounds, others).fold()
    except UnlikeError:
        return None


class _Rounds:
    """The rounds of one `repeat`, and how their variables are called in the loop."""

    def __init__(self, rounds: Sequence[_Round], others: frozenset[str]) -> None:
        self.rounds = rounds
        self.called = [self._names_in_loop(each, others) for each in rounds]
        self.start: dict[str, str] = {}
        self.place = 0

    def fold(self) -> tuple[Loop, dict[str, str]]:
        body = []
        for place, column in enumerate(zip(*self.rounds, strict=True)):
            self.place = place
            body.append(self._join(column))
        start = tuple((variable, value) for variable, value in self.start.items() if variable != value)
        return Loop(times=len(self.rounds), start=start, body=tuple(body)), self.called[-1]

    def _names_in_loop(self, statements: _Round, others: frozenset[str]) -> dict[str, str]:
        """Call variables of every round as those of the first, without the number where that is free."""
        first = [name for each in self.rounds[0] for name in (each.target, each.layer_name) if name]
        own = [name for each in statements for name in (each.target, each.layer_name) if name]
        if len(own) != len(first):
            raise UnlikeError
        stems = {name: re.sub(r"_\d+(_layer)?$", r"\1", name) for name in first}
        plain = {
            name: stem for name, stem in stems.items() if stem not in others and [*stems.values()].count(stem) == 1
        }
        return {name: plain.get(model, model) for name, model in zip(own, first, strict=True)}

    def _join(self, column: tuple[Statement, ...]) -> Statement:
        first = column[0]
        if len({(each.layer is None, each.is_kept, len(each.arguments)) for each in column}) > 1:
            raise UnlikeError
        joining = Joining(self._variable, count_rounds)
        joined = {
            key: None if getattr(first, key) is None else join_rounds([getattr(each, key) for each in column], joining)
            for key in ("value", "layer")
        }
        calls = [Invocation("", each.arguments) for each in column]
        arguments = join_rounds(calls, joining).arguments
        names = {name: self.called[0].get(name, name) for name in (first.target, first.layer_name)}
        return replace(
            first, **joined, arguments=arguments, target=names[first.target], layer_name=names[first.layer_name]
        )

    def _variable(self, texts: Sequence[str]) -> str:
        """Join a variable of each round: one from above the loop, of the same round, or of the round before."""
        inside = [_substitute(text, called) for text, called in zip(texts, self.called, strict=True)]
        if len(set(inside)) == 1:
            return inside[0]
        before = [_substitute(text, called) for text, called in zip(texts[1:], self.called, strict=False)]
        variable = before[0]
        if len(set(before)) > 1 or not _NAME.fullmatch(variable) or self._is_made_above(variable):
            raise UnlikeError
        if self.start.setdefault(variable, texts[0]) != texts[0]:
            raise UnlikeError
        return variable

    def _is_made_above(self, variable: str) -> bool:
        """Tell whether a round has overwritten what the round before left, before it is read."""
        above = self.rounds[0][: self.place]
        return any(self.called[0].get(each.target) == variable for each in above)


def _rename_below(statement: Statement, names: dict[str, str]) -> Statement:
    """Write a statement below loops in terms of the names that these leave, until it gives a name anew."""
    if not names:
        return statement
    written = replace(
        statement,
        value=_renamed(statement.value, names),
        layer=_renamed(statement.layer, names),
        arguments=tuple((name, _renamed(value, names)) for name, value in statement.arguments),
    )
    names.pop(statement.target, None)
    return written


def _renamed(value: object, names: Mapping[str, str]) -> object:
    match value:
        case Code(text):
            return Code(_substitute(text, names))
        case Invocation(function, arguments):
            return Invocation(function, tuple((name, _renamed(item, names)) for name, item in arguments))
        case list():
            return [_renamed(item, names) for item in value]
    return value


def _substitute(text: str, names: Mapping[str, str]) -> str:
    """Exchange the variable that an expression begins with: `lstm[0]`."""
    found = _NAME.match(text)
    if found is None or found[0] not in names:
        return text
    return names[found[0]] + text[found.end() :]


def _names_outside(statements: Sequence[Statement], inside: Sequence[Statement]) -> frozenset[str]:
    paths = {each.path for each in inside}
    outside = (each for each in statements if each.path not in paths)
    return frozenset(name for each in outside for name in (each.target, each.layer_name))
