"""The rows of data in JSON lines, each with the number of its line; what is none is a finding."""

from __future__ import annotations

import pathlib
from collections.abc import Iterator
from typing import Any

from nnspec.diagnostics.diagnostic import Path
from nnspec.errors import spec_error
from nnspec.tables.json_lines import LineError, read_objects


def read_rows(file: pathlib.Path, *, path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Read the rows of data, as `read_objects` does.

    Args:
        file: with an object a line.
        path: where the document names the file.

    Raises:
        SpecError: NN651 for a line that is no JSON object.
    """
    try:
        yield from read_objects(file)
    except LineError as error:
        raise spec_error("NN651", f"`{file.name}` {error}", path=path, received=error.received) from error
