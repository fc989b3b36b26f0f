"""Statements of a network's function, as data: what is called, on what, and how the result is called."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from nnspec.diagnostics.diagnostic import Path
from nnspec.interop.ejecting.python import WIDTH, Code, Invocation, write_expression, write_statement
from nnspec.records import record


@record(kw_only=True)
class Statement:
    """One step of a network.

    Args:
        target: the variable that takes the result.
        value: the expression; None where a layer is made and called.
        layer: the expression that makes a layer.
        layer_name: the variable for the layer, where it needs one.
        is_kept: whether the layer is called again.
        arguments: of the layer's call.
        path: where the spec says so.
    """

    target: str
    path: Path
    value: Any = None
    layer: Any = None
    layer_name: str = ""
    is_kept: bool = False
    arguments: tuple[tuple[str | None, Any], ...] = ()

    def lines(self, indent: int) -> list[str]:
        """Write it; a layer that is called once is made where it is called, if the line is long enough."""
        if self.layer is None:
            return write_statement(f"{self.target} = ", self.value, indent=indent)
        applied = Invocation(write_expression(self.layer), self.arguments)
        line = write_statement(f"{self.target} = ", Code(write_expression(applied)), indent=indent)
        if len(line[0]) <= WIDTH and not self.is_kept:
            return line
        called = Invocation(self.layer_name, self.arguments)
        return [
            *write_statement(f"{self.layer_name} = ", self.layer, indent=indent),
            *write_statement(f"{self.target} = ", called, indent=indent),
        ]


@record(kw_only=True)
class Loop:
    """A `for` loop over rounds that are alike.

    Args:
        times: how many rounds.
        start: assignments before the loop, variable and expression.
        body: one round, in terms of the counter `i`.
    """

    times: int
    start: tuple[tuple[str, str], ...]
    body: tuple[Statement, ...]

    def lines(self, indent: int) -> list[str]:
        """Write it."""
        margin = "    " * indent
        before = [f"{margin}{variable} = {value}" for variable, value in self.start]
        inside = (line for statement in self.body for line in statement.lines(indent + 1))
        return [*before, f"{margin}for i in range({self.times}):", *inside]


def write_statements(statements: Iterable[Statement | Loop], *, indent: int = 1) -> list[str]:
    """Write statements one below the other."""
    return [line for statement in statements for line in statement.lines(indent)]
