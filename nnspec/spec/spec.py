"""The meaning of a document as one frozen value, every default filled in."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from nnspec.document.document import Document
from nnspec.records import record
from nnspec.spec.bases import Base
from nnspec.spec.calls import Call
from nnspec.spec.data import Data
from nnspec.spec.entries import Entry
from nnspec.spec.expect import Bound
from nnspec.spec.inputs import Input
from nnspec.spec.keys import key
from nnspec.spec.outputs import Output
from nnspec.spec.train import Train

LANGUAGE_VERSION = 1
LATER_KEYS = ("search",)


@record(kw_only=True, eq=False)
class Spec:
    """A whole spec.

    Args:
        document: where it was read, expanded; findings take their places from it.
        written: the same with `vars`, blocks and rounds as people wrote them; what a report keeps.
    """

    document: Document
    written: Document
    nnspec: int = key("@version", "The version of the language: 1.")
    name: str = key("str", "A name for people; the file's own by default.", default=None)
    description: str | None = key("str", "What the network is for.", default=None)
    seed: int = key("int(0..4294967295)", "Seeds splits, shuffles, weights and dropout.", default=0)
    data: Data | None = key("@data", "Where rows come from and how they are split.", default=None)
    inputs: tuple[Input, ...] = key("@inputs", "What goes in: name, and type or mapping.")
    bases: tuple[Base, ...] = key("@bases", "Networks that someone trained before, by name.", default=())
    hidden: tuple[Entry, ...] = key("@hidden", "The layers between inputs and outputs, top to bottom.", default=())
    outputs: tuple[Output, ...] = key("@outputs", "What comes out: name, and type or mapping.")
    optimizer: Call = key("@optimizer", "The optimizer; Adam with a learning rate of 1e-3 by default.", default=None)
    train: Train = key("@train", "How long, in what batches, on what devices.", default=None)
    expect: tuple[Bound, ...] = key("@expect", "Bounds that must hold.", default=())
    report: Mapping[str, Any] | None = key("@report", "Written by nnspec: the results of a run.", default=None)

    @property
    def folder(self) -> Path:
        """The folder that relative paths start from: the file's own, or the current one for a text."""
        return Path(self.document.file).parent if self.document.is_file else Path()
