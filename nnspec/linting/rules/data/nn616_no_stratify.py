"""NN616: a rare class is left to chance in the split.

What: the spec writes a random `split` without `stratify`, and the data card counts fewer than 50 rows of an output's
rarest class.

Why: with few rows, chance gives the test three of a class or none, and what is measured of it says little.

Card:
    rows: 400
    columns: {kind: {dtype: string, shape: [], missing: 0, unique: 3, values: [[a, 250], [b, 130], [c, 20]]}}

Fires:
    nnspec: 1
    data: {source: rows.csv, split: {validation: 0.15, test: 0.15}}
    inputs: {x: {columns: [a, b]}}
    hidden: [{Dense: {units: 16, activation: relu}}]
    outputs: {kind: category}

Passes:
    nnspec: 1
    data: {source: rows.csv, split: {validation: 0.15, test: 0.15, stratify: kind}}
    inputs: {x: {columns: [a, b]}}
    hidden: [{Dense: {units: 16, activation: relu}}]
    outputs: {kind: category}

Fix: `stratify: COLUMN`; without a `split` of its own, a spec with classes is stratified.

Source: R. Kohavi, A study of cross-validation and bootstrap, 1995: stratified parts have less bias and variance.
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.rule import Fault, Fix, rule
from nnspec.linting.subject import Subject
from nnspec.linting.truth import class_counts

_FEW = 50
# Every part needs one row of a class.
_SPLITTABLE = 3


@rule("NN616", "warning")
def no_stratify(subject: Subject) -> Iterator[Fault]:
    """Find random splits that may miss a class."""
    data = subject.spec.data
    split = None if data is None or data.default_split else data.split
    outputs = [output for output in subject.spec.outputs if output.type in ("category", "binary")]
    if split is None or split.stratify or split.group or split.time or not outputs:
        return
    subject.need_card()
    for output in outputs:
        truth = subject.truths[output.name]
        counts = class_counts(truth)
        if truth.column is None or not counts or len(counts) < 2:
            continue
        rarest = min(counts, key=lambda text: counts[text])
        if _SPLITTABLE <= counts[rarest] < _FEW:
            yield Fault(
                path=split.path,
                message=f"chance decides where the rows of `{rarest}` go",
                received=f"{counts[rarest]} rows of {sum(counts.values())}",
                expected=f"stratify: {truth.column.name}",
                hint=f"`stratify: {truth.column.name}` gives each part its share",
                fix=Fix((*split.path, "stratify"), truth.column.name),
            )
            return
