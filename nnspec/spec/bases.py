"""`bases`: networks that someone trained before."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nnspec.diagnostics.diagnostic import Path
from nnspec.records import record
from nnspec.spec.keys import key


@record(kw_only=True, eq=False)
class Base:
    """A transfer base.

    `arguments` holds the application's other arguments by their Keras names (`alpha`, `classes`, ...).
    """

    name: str
    path: Path = ()
    source: str = key("@reference", "`keras:NAME` (an application of Keras) or `run:FOLDER` (an earlier run).")
    weights: str = key(
        '"imagenet" | "none" | @reference',
        "The published weights, random ones, or a local weights file; a run brings its own.",
        default="imagenet",
    )
    sha256: str | None = key("@sha256", "The sha256 that the weights file must have.", default=None)
    until: str | None = key("str", "The last layer that is kept; the whole base by default.", default=None)
    pooling: str | None = key('"avg" | "max"', "Global pooling of the last feature map.", default=None)
    include_top: bool = key("bool", "Keep the base's own classifier.", default=False)
    freeze: tuple[str, ...] = key(
        '"all" | "none" | str | list[str]', "Layers that do not train, by name or pattern.", default=("all",)
    )
    arguments: Mapping[str, Any] = key("@application_arguments", "Other arguments of the application.", default=None)
