"""Random calls of a function of `keras.ops`: shapes, dtypes and arguments around a sample that works."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from keras_functions import BATCH_SIZE, Given, Situation, Symbol

DTYPES = ("float32", "float16", "bfloat16", "float64", "int32", "int64", "uint8", "uint16", "uint32", "int8", "bool")
_AXES = frozenset({"axis", "axis1", "axis2", "axisa", "axisb", "axisc", "source", "destination", "axes"})
_EINSUMS = ("...a,...b->...ab", "ab...,...c->a...c", "abc->ca", "abc,abd", "...ij,...jk->...ik", "ab,cb->acb", "ij,jk")


def random_calls(sample: Situation, count: int, seed: int) -> Iterator[Situation]:
    """Vary a sample.

    Args:
        sample: that Keras takes.
        count: of calls.
        seed: of the choices.
    """
    chance = random.Random(f"{sample.entry.name} {seed}")
    for _ in range(count):
        yield _varied(sample, chance)


def _varied(sample: Situation, chance: random.Random) -> Situation:
    tensors = _shaken(sample, chance)
    arguments = dict(sample.arguments)
    for name, declared in sample.entry.arguments.items():
        if name in sample.entry.call_arguments:
            if name in ("x2", "y") and chance.random() < 0.15 and len(tensors) > 1:
                tensors.pop(name, None)
                arguments[name] = chance.choice([2, 0.5, True, [1, 2, 3], [[0.5], [1.5]], [True, False]])
        elif chance.random() < 0.5:
            value = _random_argument(name, declared.type, chance)
            arguments |= {} if value is None else {name: value}
    return replace(sample, tensors=tensors, arguments=arguments)


def _shaken(sample: Situation, chance: random.Random) -> dict[str, Given]:
    """Give the tensors other dtypes, and now and then other shapes; partners are made alike or broadcast."""
    dtype = chance.choice(DTYPES) if chance.random() < 0.6 else None
    base = _random_shape(chance) if chance.random() < 0.5 else None
    found: dict[str, Given] = {}
    for name, given in sample.tensors.items():
        symbols = given if isinstance(given, list) else [given]
        made = [_shaken_symbol(symbol, base, dtype, chance) for symbol in symbols]
        found[name] = made if isinstance(given, list) else made[0]
    return found


def _shaken_symbol(symbol: Symbol, base: tuple[int, ...] | None, dtype: str | None, chance: random.Random) -> Symbol:
    shape = symbol.shape if base is None else base
    if chance.random() < 0.3:
        shape = tuple(1 if chance.random() < 0.2 and size != BATCH_SIZE else size for size in shape)
    if chance.random() < 0.2:
        shape = tuple(size if size == BATCH_SIZE or chance.random() < 0.7 else chance.randint(1, 9) for size in shape)
    if chance.random() < 0.15:
        shape = shape[chance.randint(0, len(shape)) :]
    other = chance.choice(DTYPES) if chance.random() < 0.2 else dtype
    return Symbol(shape, other or symbol.dtype)


def _random_shape(chance: random.Random) -> tuple[int, ...]:
    rank = chance.choice([0, 1, 2, 2, 3, 3, 3, 4, 4, 5])
    shape = tuple(chance.choice([1, 2, 3, 4, 4, 6, 8, 12]) for _ in range(rank))
    return (BATCH_SIZE, *shape[1:]) if shape and chance.random() < 0.7 else shape


def _random_argument(name: str, type: str, chance: random.Random) -> Any:
    if name == "key":
        return ", ".join(chance.choice(_KEY_PARTS) for _ in range(chance.randint(1, 4)))
    if name == "subscripts":
        return chance.choice(_EINSUMS)
    if name in _AXES:
        several = "list[" in type and chance.random() < 0.4
        return [chance.randint(-4, 3) for _ in range(chance.randint(1, 3))] if several else _single_axis(type, chance)
    if name == "newshape":
        return chance.choice([[-1], [-1, 4], [2, -1], [4, 3], [-1, 2, 2], 12, -1, [3, -1, 5]])
    if type == "bool":
        return chance.random() < 0.5
    if type.startswith("dtype"):
        return chance.choice(DTYPES)
    if type.startswith('"'):
        return chance.choice([option.strip(' "') for option in type.split("|") if '"' in option])
    return _random_number(type, chance)


_KEY_PARTS = ("0", "-1", ":", "1:", ":-1", "::2", "1:3", "...", "None", "::-1", "-2:", "2", ":100")


def _single_axis(type: str, chance: random.Random) -> Any:
    return chance.randint(-4, 3) if type.startswith("int") else [0, 2, 1][: chance.randint(1, 3)]


def _random_number(type: str, chance: random.Random) -> Any:
    low = 1 if "1.." in type else 2 if "2.." in type else 0
    if "list[int" in type and chance.random() < 0.4:
        length = _length(type, chance)
        return [chance.randint(low, 5) for _ in range(length)]
    return chance.randint(low, 5) if type.startswith("int") else None


def _length(type: str, chance: random.Random) -> int:
    fixed = re.search(r"list\[int[^,]*, (\d)\]", type)
    return int(fixed[1]) if fixed else chance.randint(1, 3)
