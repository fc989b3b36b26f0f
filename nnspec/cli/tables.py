"""A model's summary -> a table on the terminal."""

from __future__ import annotations

from nnspec.compiler.summary import LayerRow, ModelSummary


def format_summary(summary: ModelSummary) -> str:
    """Write one line per layer: name, class, output shape, parameters."""
    rows = [(_indented(row), row.kind, _shape(row.output_shape), f"{row.parameters:,}") for row in summary.layers]
    head = ("layer", "class", "output", "parameters")
    widths = [max(len(row[i]) for row in (head, *rows)) for i in range(4)]
    lines = [_line(row, widths) for row in (head, *rows)]
    total = f"{summary.parameters:,} parameters, {summary.trainable:,} trainable"
    return "\n".join([*lines, "", total])


def _indented(row: LayerRow) -> str:
    return "  " * row.depth + row.name.rpartition("/")[2]


def _line(row: tuple[str, ...], widths: list[int]) -> str:
    *texts, number = row
    cells = [text.ljust(width) for text, width in zip(texts, widths, strict=False)]
    return "  ".join([*cells, number.rjust(widths[-1])])


def _shape(shape: tuple[int | None, ...]) -> str:
    return "(" + ", ".join("-" if size is None else str(size) for size in shape) + ")"
