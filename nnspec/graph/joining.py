"""Whether several inputs can be joined without being asked: only when all are float vectors."""

from __future__ import annotations

from nnspec.diagnostics.diagnostic import Diagnostic, Path
from nnspec.graph.ranks import input_rank
from nnspec.spec.inputs import ArrayInput, Input, TextInput


def join_finding(inputs: tuple[Input, ...], path: Path) -> Diagnostic | None:
    """Report NN154 where inputs would have to be joined that are not all float vectors."""
    others = [item for item in inputs if not _is_float_vector(item)]
    if not others:
        return None
    listed = ", ".join(f"`{item.name}` ({item.type})" for item in others)
    return Diagnostic(
        code="NN154",
        message=f"several inputs meet here and cannot be joined: {listed}",
        path=path,
        received=f"{len(inputs)} inputs",
        expected="float vectors, which are joined, or `from`",
        hint=f"say which input goes in: `from: {inputs[0].name}`",
    )


def _is_float_vector(item: Input) -> bool:
    if isinstance(item, ArrayInput) and not item.dtype.startswith("float"):
        return False
    if isinstance(item, TextInput) and item.output_mode == "int":
        return False
    return input_rank(item) == 2
