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
    if argument not in call.arguments:
        return call.path
    if call.written is None:
        return (*call.path, argument)
    arguments = call.entry.arguments
    shorthand = len(call.arguments) == 1 and next(iter(arguments), None) == argument
    return (*call.path, call.written) if shorthand else (*call.path, call.written, argument)
