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
    # Of a value right at the class's name (`Adam: 0.1`) the place is that of the path above, which does exist.
    return (*call.path, call.written, argument)
