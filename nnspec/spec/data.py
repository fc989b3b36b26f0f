"""`data`: where rows come from and how they are split."""

from __future__ import annotations

from nnspec.diagnostics.diagnostic import Path
from nnspec.records import record
from nnspec.spec.keys import key

DEFAULT_FRACTION = 0.15


@record(kw_only=True, eq=False)
class Split:
    """How one source is cut into training, validation and test rows."""

    path: Path = ()
    validation: float = key("float(0..<1)", "Fraction of the rows for validation.", default=0.0)
    test: float = key("float(0..<1)", "Fraction of the rows for the test.", default=0.0)
    stratify: str | None = key("str", "A column whose classes keep their shares in each part.", default=None)
    group: str | None = key("str", "A column whose equal values stay in one part.", default=None)
    time: str | None = key("str", "A column that orders the rows; the latest are the test.", default=None)


@record(kw_only=True, eq=False)
class Data:
    """Where rows come from.

    `split` is None for `split: none` (train on all) and for files that are given apart;
    `default_split` tells that the spec did not say: 0.15 and 0.15, stratified where there are classes.
    """

    path: Path = ()
    source: str | None = key(
        "@reference",
        "A file, a glob, a folder of images by class, or a reference such as `sklearn:iris`.",
        default=None,
    )
    train: str | None = key("@reference", "The training rows, where they are a file of their own.", default=None)
    validation: str | None = key("@reference", "The validation rows, likewise.", default=None)
    test: str | None = key("@reference", "The test rows, likewise.", default=None)
    split: Split | None = key('@split | "none"', "How `source` is cut into parts.", default=None)
    missing: str = key(
        '"error" | "drop"', "What happens to rows with missing values that no `fill` covers.", default="error"
    )
    weight: str | None = key("str", "A column that weighs the examples.", default=None)
    default_split: bool = False
