"""What an expansion has found and made so far; it ends where a bound is reached."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from nnspec.diagnostics.diagnostic import Diagnostic, Path
from nnspec.document.document import Document, Origin
from nnspec.document.limits import MAX_DEPTH, MAX_FINDINGS, MAX_NODES
from nnspec.records import field, record
from nnspec.spec.expansion.part import Part

MAX_LAYERS: Final = 10_000
# A text counts as one node for each of so many characters.
_CHARACTERS_PER_NODE: Final = 100
_MOST_VIA: Final = 4


class Exhausted(Exception):  # noqa: N818
    """A bound of the expansion is reached; its finding is in the ledger."""


class Filled(NamedTuple):
    """What a text with values from elsewhere became.

    Args:
        origin: where the text was written, and what the value came through.
        data: the value.
    """

    origin: Origin
    data: Any


@record(frozen=False, eq=False)
class Ledger:
    """Counts what is made before it is made, and collects findings.

    Args:
        n_layers: entries, constructs included.
        n_nodes: keys and values.
        findings: in the order in which they were found, each place once.
        filled: every text that values were filled into, once for each time.
    """

    n_layers: int = 0
    n_nodes: int = 0
    findings: dict[tuple[Any, ...], Diagnostic] = field(default_factory=dict)
    filled: list[Filled] = field(default_factory=list)

    def report(self, part: Part, code: str, message: str, **details: Any) -> None:
        """Add a finding about a part; the same said of the same written place counts once.

        Raises:
            Exhausted: there are 500 findings.
        """
        origin = part.document.origin(part.path)
        written, via = origin.document, (*part.via, *origin.via)
        span = written.key_span(origin.path) if part.at_key else written.span(origin.path)
        finding = Diagnostic(
            code=code, message=message, file=written.file, span=span, path=origin.path, via=via, **details
        )
        self.findings.setdefault((written.file, span, code, message), finding)
        if len(self.findings) >= MAX_FINDINGS:
            raise Exhausted

    def count_layer(self, part: Part) -> None:
        """Count an entry that is about to be made.

        Raises:
            Exhausted: NN049, there are more than 10,000 in all.
        """
        self.require_layers(part, 1)
        self.n_layers += 1

    def require_layers(self, part: Part, n_layers: int) -> None:
        """See whether so many more entries may be made.

        Raises:
            Exhausted: NN049.
        """
        if self.n_layers + n_layers > MAX_LAYERS:
            message = f"expanded, the spec has more than {MAX_LAYERS:,} layers"
            hint = "every entry counts, those of constructs and of each round"
            self.report(part, "NN049", message, hint=hint)
            raise Exhausted

    def count_node(self, part: Part, at: Path) -> None:
        """Count one key, value or entry that is about to be made at a path.

        Raises:
            Exhausted: NN010 for more than 100,000, or NN009.
        """
        self.n_nodes += 1
        if self.n_nodes > MAX_NODES:
            self.report(part, "NN010", f"expanded, the spec has more than {MAX_NODES:,} nodes")
            raise Exhausted
        self.check_depth(part, at)

    def check_depth(self, part: Part, at: Path) -> None:
        """See whether something may stand at a path.

        Raises:
            Exhausted: NN009 for more than 64 levels.
        """
        if len(at) > MAX_DEPTH:
            message = f"expanded, the spec is nested deeper than {MAX_DEPTH} levels"
            # The way down is as long as it is deep; its beginning tells enough.
            self.report(part._replace(via=part.via[:_MOST_VIA]), "NN009", message)
            raise Exhausted

    def count_text(self, part: Part, n_characters: int) -> None:
        """Count a text that values were filled into.

        Raises:
            Exhausted: NN010.
        """
        self.n_nodes += n_characters // _CHARACTERS_PER_NODE
        self.count_node(part, ())


def describe_place(document: Document, path: Path) -> str:
    """Write where the key at a path stands: `spec.yaml:14:5`."""
    origin = document.origin(path)
    span = origin.document.key_span(origin.path)
    return f"{origin.document.file}:{span.line}:{span.column}"
