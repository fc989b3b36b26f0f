"""A layer's `output_rank` expression, its arguments and the rank of its input -> the rank of its output.

The batch axis counts. An expression is one of:

- a whole number: always this rank
- `"same"`: the rank of the input (of the first call argument; of the inputs' largest where there are several)
- null: it depends on more than ranks
- `{"plus": 1}`: so many more than the input
- `{"length_of": "target_shape", "plus": 1}`: the length of a list argument, plus so many
- `{"without_axes": "axis"}`: less one for each axis that an argument names, 0 where it names none
- `{"with_axes": "axis"}`: one more for each axis that an argument names
- `{"if": "keepdims", "then": ..., "else": ...}`: by whether an argument is set and true
- `{"if_equal": "output_mode", "to": "int", "then": ..., "else": ...}`: by the value of an argument
- `{"of": "layer", "without": 1}`: what the layer in an argument gives; `without` so many axes, which come back
"""

from __future__ import annotations

from collections.abc import Mapping, Sized
from typing import Any


def resolve_output_rank(expression: Any, *, arguments: Mapping[str, Any], input_rank: int | None) -> int | None:
    """Work out the rank of a layer's output; None where the expression alone does not tell it.

    Args:
        expression: an entry's `output_rank`.
        arguments: the layer's arguments, defaults included.
        input_rank: the rank of the layer's input; None where it is unknown.
    """
    match expression:
        case int():
            return expression
        case "same":
            return input_rank
        case {"length_of": name, "plus": more}:
            return len(arguments[name]) + int(more)
        case {"plus": more}:
            return _moved(input_rank, int(more))
        case {"without_axes": name}:
            axes = arguments.get(name)
            return 0 if axes is None else _moved(input_rank, -_length(axes))
        case {"with_axes": name}:
            return _moved(input_rank, _length(arguments[name]))
        case {"if": name, "then": then, "else": otherwise}:
            chosen = then if arguments.get(name) else otherwise
        case {"if_equal": name, "to": value, "then": then, "else": otherwise}:
            chosen = then if arguments.get(name) == value else otherwise
        case _:
            return None
    return resolve_output_rank(chosen, arguments=arguments, input_rank=input_rank)


def _moved(rank: int | None, by: int) -> int | None:
    return None if rank is None else rank + by


def _length(axes: int | Sized) -> int:
    return len(axes) if isinstance(axes, Sized) else 1
