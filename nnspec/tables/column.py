"""One column of data, as far as it is known without reading the data."""

from __future__ import annotations

from nnspec.records import record


@record
class Column:
    """One column.

    Args:
        name: as the data spell it.
        shape: of one row's value, such as () or (28, 28); None where it is not known.
        dtype: such as `float64`; None where it is not known.
    """

    name: str
    shape: tuple[int, ...] | None = None
    dtype: str | None = None
