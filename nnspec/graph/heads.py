"""Whether a head stands on a vector or on positions, as its output says."""

from __future__ import annotations

from collections.abc import Mapping

from nnspec.diagnostics.diagnostic import Diagnostic
from nnspec.graph.graph import Edge
from nnspec.graph.ranks import edge_rank
from nnspec.spec.outputs import Output

# What is said of a head: the graph is whole, and what it stands on has the wrong kind of shape.
HEAD_CODES = frozenset({"NN110", "NN136"})

_POOLING = {3: "GlobalAveragePooling1D", 4: "GlobalAveragePooling2D", 5: "GlobalAveragePooling3D"}


def head_findings(output: Output, above: Edge, ranks: Mapping[str, int | None]) -> list[Diagnostic]:
    """Check what a head stands on.

    Reports: NN110 where it would act on every position of a feature map, NN136 where it should and there are none.
    """
    rank = edge_rank(above, ranks)
    if rank is None:
        return []
    if output.per_position:
        return [_no_positions(output, above)] if rank < 3 else []
    if rank < 3 or output.head is None or output.head.name not in ("Dense", "KAN"):
        return []
    return [_feature_map(output, above, rank)]


def _feature_map(output: Output, above: Edge, rank: int) -> Diagnostic:
    pooling = f" or `{_POOLING[rank]}`" if rank in _POOLING else ""
    positions = ", or say `per_position: true`" if output.type in ("category", "number", "binary") else ""
    return Diagnostic(
        code="NN110",
        message=f"the head of `{output.name}` would act on every position of `{above.source}`",
        path=output.path,
        received=f"a tensor with {rank - 1} axes beside the batch",
        expected="a vector per example",
        hint=f"end `hidden` with `Flatten`{pooling}{positions}",
    )


def _no_positions(output: Output, above: Edge) -> Diagnostic:
    return Diagnostic(
        code="NN136",
        message=f"`{above.source}` has no positions that `{output.name}` could have a class or number for",
        path=(*output.path, "per_position"),
        received="a vector per example",
        expected="steps of a sequence, or pixels of a picture",
        hint="let recurrent layers say `return_sequences: true`, and leave out pooling and `Flatten`",
    )
