"""Plain data -> YAML as people write it in a hurry: every style, blank lines, and a comment wherever one may stand."""

from __future__ import annotations

import json
from itertools import count
from random import Random
from typing import Any

from nnspec.document.dump_scalars import dump_scalar


class MessyWriter:
    """Writes data at random; `comments` holds what was written between the values, from top to bottom.

    Args:
        random: decides everything.
        shuffled: whether mappings that are no names keep their order of keys.
    """

    def __init__(self, random: Random) -> None:
        self.random = random
        self.numbers = count()

    def write(self, data: dict[str, Any]) -> str:
        lines = self.block(data, 0)
        return "\n".join([*self.above(0), *lines, *self.above(0)]) + "\n"

    def comment(self) -> str:
        return f"# c{next(self.numbers)}{self.random.choice(['', ' ', ': x', ' {a: 1}', chr(9) + 'tab'])}"

    def chance(self, likelihood: float) -> bool:
        return self.random.random() < likelihood

    def above(self, indent: int) -> list[str]:
        blank = [""] * self.random.choice([0, 0, 0, 0, 1, 2])
        return blank + [" " * indent + self.comment() for _ in range(self.random.choice([0, 0, 0, 0, 0, 1, 2]))]

    def beside(self) -> str:
        return f"{' ' * self.random.randint(1, 9)}{self.comment()}" if self.chance(0.15) else ""

    def scalar(self, value: object) -> str:
        if isinstance(value, str) and self.chance(0.3) and value.isprintable():
            return "'" + value.replace("'", "''") + "'" if self.chance(0.5) else json.dumps(value)
        return dump_scalar(value)

    def block(self, data: Any, indent: int) -> list[str]:
        lines: list[str] = []
        margin = " " * indent
        items = data.items() if isinstance(data, dict) else ((None, value) for value in data)
        for key, value in items:
            lines += self.above(indent)
            start = f"{margin}-" if key is None else f"{margin}{self.scalar(key)}:"
            if not isinstance(value, dict | list) or not value:
                lines.append(f"{start} {self.flow(value)}{self.beside()}")
            elif self.chance(0.4):
                lines += f"{start} {self.flow(value, margin=indent + 3)}{self.beside()}".split("\n")
            else:
                deeper = indent + (self.random.choice([2, 4, 3]))
                lines += [f"{start}{self.beside()}", *self.block(value, deeper), *self.tail(deeper)]
        return lines

    def tail(self, indent: int) -> list[str]:
        return [" " * indent + self.comment()] if self.chance(0.08) else []

    def flow(self, data: Any, margin: int | None = None) -> str:
        if not isinstance(data, dict | list):
            return self.scalar(data)
        pairs = (
            [f"{self.scalar(key)}: {self.flow(value, margin)}" for key, value in data.items()]
            if isinstance(data, dict)
            else [self.flow(value, margin) for value in data]
        )
        opening, closing = "{}" if isinstance(data, dict) else "[]"
        text = opening
        for i, pair in enumerate(pairs):
            text += pair + (", " if i < len(pairs) - 1 else "") + self.turn(margin)
        return text + closing

    def turn(self, margin: int | None) -> str:
        if margin is None or not self.chance(0.2):
            return ""
        own_line = f"\n{' ' * margin}{self.comment()}" if self.chance(0.3) else ""
        return f"{self.beside()}{own_line}\n{' ' * margin}"
