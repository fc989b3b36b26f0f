"""`outputs`: what comes out, and the head, loss and metrics that follow from it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from nnspec.diagnostics.diagnostic import Path
from nnspec.records import record
from nnspec.spec.calls import Call
from nnspec.spec.entries import Entry
from nnspec.spec.keys import key
from nnspec.spec.sources import Source

OutputType = Literal["number", "category", "binary", "multilabel", "array"]
OUTPUT_TYPES: tuple[OutputType, ...] = ("number", "category", "binary", "multilabel", "array")
PER_POSITION: tuple[OutputType, ...] = ("number", "category", "binary")


@record(kw_only=True, eq=False)
class Output:
    """One output of the network.

    `head`, `loss` and `metrics` hold what the type fixes where the spec is silent (see
    `nnspec.spec.heads`). `head` is None where the tensor itself is the output; its `units` argument
    is absent until the data or `classes` say how many there are.
    """

    name: str
    path: Path = ()
    type: OutputType = key(
        '"number" | "category" | "binary" | "multilabel" | "array"',
        "What is predicted: it fixes the head, the loss and the metrics.",
    )
    columns: tuple[str, ...] = key(
        "@columns", "The columns that hold the truth; the output's own name by default.", default=()
    )
    source: Source | None = key(
        "@tensor", "The entry that the output is made from; the last one by default.", default=None, name="from"
    )
    layers: tuple[Entry, ...] = key("@entries", "Entries before the head.", default=())
    head: Call | None = key(
        '@head | "none"', "An entry in place of the default head; `none`: the tensor itself.", default=None
    )
    units: int | None = key("int(1..)", "Neurons of the default head.", default=None)
    activation: str | None = key("activation", "Activation of the default head.", default=None)
    classes: Any = key(
        "int(2..) | list[str | int | bool, 2..]", "How many classes there are, or their names.", default=None
    )
    loss: Call = key("loss", "The loss; the type's own by default.", default=None)
    metrics: tuple[Call, ...] = key("list[metric]", "The metrics; the type's own by default.", default=None)
    weight: float = key("float(0..)", "The weight of this output's loss in the sum.", default=1.0)
    class_weight: str | Mapping[Any, float] | None = key(
        '"balanced" | dict[float(0..)]', "Weights by class; `balanced`: by inverse frequency.", default=None
    )
    target: str | None = key("str", "Another column, or an input, that holds the truth (an autoencoder).", default=None)
    scale: str = key(
        '"none" | "standard"',
        "Train on the standardised target; predictions keep the data's unit.",
        default="none",
    )
    labels: str = key(
        '"auto" | "index" | "onehot"',
        "What the data hold, where `auto` would read it wrongly.",
        default="auto",
    )
    per_position: bool = key(
        "bool", "A number or class for every step of a sequence, or every pixel of a picture.", default=False
    )
