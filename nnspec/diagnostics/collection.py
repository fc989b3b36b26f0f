"""All findings of one or several files, in source order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from nnspec.diagnostics.diagnostic import Diagnostic, Span
from nnspec.records import record

_START = Span(0, 0, 0, 0)


@record
class Diagnostics:
    """An immutable, ordered collection of findings.

    Args:
        items: the findings; `Diagnostics.collect` sorts them by file and place.
    """

    items: tuple[Diagnostic, ...] = ()

    @classmethod
    def collect(cls, findings: Iterable[Diagnostic]) -> Diagnostics:
        """Put findings into source order and drop exact repetitions."""
        unique = dict.fromkeys(findings)
        return cls(tuple(sorted(unique, key=lambda d: (d.file or "", d.span or _START, d.code))))

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """The findings that make a spec invalid."""
        return tuple(d for d in self.items if d.severity == "error")

    @property
    def warnings(self) -> tuple[Diagnostic, ...]:
        """The findings that most likely hurt."""
        return tuple(d for d in self.items if d.severity == "warning")

    def __iter__(self) -> Iterator[Diagnostic]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    def __bool__(self) -> bool:
        return bool(self.items)

    def __add__(self, other: Iterable[Diagnostic]) -> Diagnostics:
        return Diagnostics.collect((*self.items, *other))

    def _repr_html_(self) -> str:
        """Show the findings in a notebook."""
        # `html.escape` would cost every `validate` the import of all named entities.
        escaped = str(self).replace("&", "&amp;").replace("<", "&lt;")
        return f"<pre>{escaped or 'no findings'}</pre>"

    def __str__(self) -> str:
        return "\n".join(str(d) for d in self.items)
