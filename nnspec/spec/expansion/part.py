"""A part of what was written, on its way into the expanded document."""

from __future__ import annotations

from typing import Any, NamedTuple

from nnspec.diagnostics.diagnostic import Path
from nnspec.document.document import Document, Origin
from nnspec.spec.expansion.scope import Scope


class Part(NamedTuple):
    """Plain data that may hold values from elsewhere.

    Args:
        data: what stands there.
        document: where it was written.
        path: its place there.
        via: the constructs that it comes through, outermost first.
        scope: the names that it sees; None where all values have been filled in, and `$` is a dollar sign.
        repeated: what makes it several times, so that names in it have to differ: the innermost counter, or `block`;
            None where it is made once.
        active: the blocks that it stands in.
        at_key: whether a finding about it is shown at its key.
    """

    data: Any
    document: Document
    path: Path
    via: tuple[str, ...] = ()
    scope: Scope | None = None
    repeated: str | None = None
    active: tuple[str, ...] = ()
    at_key: bool = False

    @property
    def origin(self) -> Origin:
        """Where it was written, for the expanded document."""
        return Origin(self.document, self.path, self.via)

    def child(self, step: str | int) -> Part:
        """Give the part at a key or index."""
        return self._replace(data=self.data[step], path=(*self.path, step), at_key=False)

    def key(self) -> Part:
        """Give the same part, shown at its key."""
        return self._replace(at_key=True)
