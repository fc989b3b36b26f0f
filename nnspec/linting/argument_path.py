"""A call and the name of an argument -> where the spec writes its value."""

from __future__ import annotations

from nnspec.diagnostics.diagnostic import Path
from nnspec.spec.calls import Call


def argument_path(call: Call, argument: str) -> Path:
    """Point at an argument where the spec writes it, else at the entry.

    Args:
        call: a layer, an optimizer, a callback; one that nnspec supplied has its arguments right at its path.
        argument: by Keras' name.
    """
    # Of a value right at the class's name (`Adam: 0.1`) the place is that of the path above, which does exist.
    return argument_place(call, argument) if argument in call.arguments else call.path


def argument_place(call: Call, argument: str) -> Path:
    """Say where an argument of a call stands, or would if the spec wrote it."""
    return (*call.path, argument) if call.written is None else (*call.path, call.written, argument)
