"""An exception of Keras -> a finding that says where, what was received and what to do."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nnspec.diagnostics.diagnostic import Diagnostic
from nnspec.errors import RunError
from nnspec.graph.graph import Node
from nnspec.spec.calls import Call

# What Keras raises when layers are made or connected; anything else is a defect of nnspec: a traceback.
KERAS_FAILURES = (ValueError, TypeError, IndexError, ZeroDivisionError, NotImplementedError)

_ANSI = re.compile(r"\x1b\[[0-9;]*m")
_PREAMBLE = re.compile(
    r"^Exception encountered when calling [^\n]*\n+|^Input \d+ with name [^\n]* is incompatible with the layer: "
)
_SENTENCE_END = re.compile(r"(?<=[\w`'\")\]])\.(?=\s|$)|\n")
_RANK = re.compile(r"expected (?:max_|min_)?ndim=(\d+), found ndim=(\d+)")
_TOO_SMALL = ("egative dimension", "output size would be zero or negative")
_ALLOCATED = re.compile(r"allocating tensor with shape\[([0-9,]+)\]")
_POOLING = {3: "GlobalAveragePooling1D", 4: "GlobalAveragePooling2D", 5: "GlobalAveragePooling3D"}
_LONGEST_MESSAGE = 240


def construction_finding(call: Call, error: Exception) -> Diagnostic:
    """Say that a Keras constructor refused its arguments.

    Args:
        call: what was to be made.
        error: a TypeError becomes NN022, anything else NN024.
    """
    return Diagnostic(
        code="NN022" if isinstance(error, TypeError) else "NN024",
        message=f"`{call.name}` cannot be made: {first_sentence(error)}",
        path=call.path,
    )


def connection_finding(node: Node, error: Exception, *, received: Sequence[tuple[int | None, ...]]) -> Diagnostic:
    """Say NN157: a layer cannot take the tensors that it gets.

    Args:
        node: the layer, base, nested model or function.
        error: what Keras raised.
        received: shapes of the tensors, batch axis included.
    """
    word = f"ops.{node.function}" if node.function else node.base or (node.call.name if node.call else node.kind)
    return Diagnostic(
        code="NN157",
        message=f"`{word}` (layer `{node.name}`) does not fit: {first_sentence(error)}",
        path=node.path,
        received=" and ".join(describe_shape(shape) for shape in received),
        hint=_hint(str(error)),
    )


def memory_failure(node: Node, error: Exception) -> RunError:
    """Say NN853: the weights of a layer do not fit into memory."""
    shape = _ALLOCATED.search(str(error))
    what = "its weights do" if shape is None else f"a weight of shape ({shape[1].replace(',', ', ')}) does"
    word = node.base or (node.call.name if node.call else node.kind)
    message = f"`{word}` (layer `{node.name}`): {what} not fit into memory"
    return RunError([Diagnostic(code="NN853", message=message, path=node.path, hint="fewer units need less memory")])


def describe_shape(shape: Sequence[int | None]) -> str:
    """Write the shape of one example of a batched tensor: `(28, 28, 1)`."""
    return str(tuple(shape[1:]))


def first_sentence(error: Exception) -> str:
    """Return the first sentence of what Keras says, without colours and without its preamble."""
    text = _PREAMBLE.sub("", _ANSI.sub("", str(error)).strip()).strip()
    found = _SENTENCE_END.split(text, maxsplit=1)[0].strip()
    return found[:_LONGEST_MESSAGE] or type(error).__name__


def _hint(text: str) -> str | None:
    rank = _RANK.search(text)
    if rank is not None and rank[1] == "2":
        pooling = _POOLING.get(int(rank[2]))
        return f"put `Flatten`{f' or `{pooling}`' if pooling else ''} above"
    if rank is not None:
        return "change the number of axes with `Reshape`"
    if any(phrase in text for phrase in _TOO_SMALL):
        return "use `padding: same`, a smaller kernel, or fewer pooling layers"
    return None
