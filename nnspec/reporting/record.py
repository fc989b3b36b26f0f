"""What a run came to, as one frozen value."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any, Literal

from nnspec.records import field, record
from nnspec.spec.expect import Bound
from nnspec.spec.spec import Spec

Status = Literal["finished", "interrupted", "failed"]


@record(kw_only=True)
class Expectation:
    """A bound of `expect` and the value that was reached; None where it was not measured."""

    bound: Bound
    value: float | None

    @property
    def holds(self) -> bool:
        """Whether the bound holds."""
        return self.value is not None and self.bound.holds(self.value)


@record(kw_only=True)
class RunRecord:
    """A run: the spec it came from and what it came to.

    Args:
        spec: as it was trained.
        folder: where the run was written; None while nothing is on disk.
        status: whether training came to its end.
        metrics: split -> metric -> value, over all rows of the split.
        parameters: `total`, `trainable` and `non_trainable` numbers of weights.
        flops: floating-point operations of one forward pass for one example.
        epochs: that were finished.
        steps: optimizer steps.
        best_epoch: the epoch whose weights were kept, from 1; None where the last one's were.
        seconds: wall time from the data to the report.
        history: one mapping per epoch: `epoch`, `step`, `seconds` and the logs.
        data: `files`, `sha256`, `bytes`, and `rows` by split.
        state: `file` of what the training split taught, inside the run's folder, and its `sha256`.
        weights: likewise of the weights.
        environment: versions and devices.
        resolved: what each default and `auto` became.
        expectations: the bounds of `expect`.
        lineage: the report this run repeats, and the bases it stands on.
        notes: what the run has to say about itself.
    """

    spec: Spec
    folder: Path | None
    status: Status
    metrics: Mapping[str, Mapping[str, float]]
    parameters: Mapping[str, int]
    flops: int
    epochs: int
    steps: int
    best_epoch: int | None
    seconds: float
    history: tuple[Mapping[str, float], ...]
    data: Mapping[str, Any]
    state: Mapping[str, str]
    weights: Mapping[str, str]
    environment: Mapping[str, Any]
    resolved: Mapping[str, Any]
    expectations: tuple[Expectation, ...] = ()
    lineage: Mapping[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether every bound of `expect` holds."""
        return all(expectation.holds for expectation in self.expectations)

    def _repr_html_(self) -> str:
        """Show the metrics as a table in a notebook."""
        names = list(dict.fromkeys(name for values in self.metrics.values() for name in values))
        head = "".join(f"<th>{escape(split)}</th>" for split in self.metrics)
        rows = "".join(
            f"<tr><th>{escape(name)}</th>{''.join(_cell(values.get(name)) for values in self.metrics.values())}</tr>"
            for name in names
        )
        title = f"<b>{escape(self.spec.name)}</b>: {self.status}, {self.epochs} epochs, {self.seconds:.1f} s"
        return f"<p>{title}</p><table><tr><th></th>{head}</tr>{rows}</table>"


def _cell(value: float | None) -> str:
    return "<td></td>" if value is None else f"<td>{value:.4f}</td>"
