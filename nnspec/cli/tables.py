"""A model's summary -> a table on the terminal."""

from __future__ import annotations

from nnspec.cli.columns import align
from nnspec.compiler.summary import LayerRow, ModelSummary


def format_summary(summary: ModelSummary) -> str:
    """Write one line per layer: name, class, output shape, parameters."""
    rows = [(_indented(row), row.kind, _shape(row.output_shape), f"{row.parameters:,}") for row in summary.layers]
    lines = align([("layer", "class", "output", "parameters"), *rows], texts=3)
    total = f"{summary.parameters:,} parameters, {summary.trainable:,} trainable"
    return "\n".join([*lines, "", total])


def _indented(row: LayerRow) -> str:
    return "  " * row.depth + row.name.rpartition("/")[2]


def _shape(shape: tuple[int | None, ...]) -> str:
    return "(" + ", ".join("-" if size is None else str(size) for size in shape) + ")"
