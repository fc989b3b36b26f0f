"""NN606: the same rows train and test.

What: two of `train`, `validation` and `test` under `data` are the same file, or one is a glob that takes the other.

Why: what was learned by heart counts as understood, and early stopping never stops.

Fires:
    nnspec: 1
    data: {train: rows.csv, validation: rows.csv}
    inputs: {x: {columns: [a, b]}}
    hidden: [{Dense: {units: 16, activation: relu}}]
    outputs: {y: binary}
    ---
    nnspec: 1
    data: {train: "rows/*.csv", test: rows/late.csv}
    inputs: {x: {columns: [a, b]}}
    hidden: [{Dense: {units: 16, activation: relu}}]
    outputs: {y: binary}

Passes:
    nnspec: 1
    data: {train: "rows/early-*.csv", test: rows/late.csv}
    inputs: {x: {columns: [a, b]}}
    hidden: [{Dense: {units: 16, activation: relu}}]
    outputs: {y: binary}

Fix: a file for each; or `source` with a `split`, which never gives a row twice.

Source: Schoop et al. 2021 (UMLAUT), overly confident validation.
"""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase
from itertools import combinations
from posixpath import normpath

from nnspec.linting.rule import Fault, rule
from nnspec.linting.subject import Subject
from nnspec.spec.binding import is_pattern


@rule("NN606", "error")
def split_overlap(subject: Subject) -> Iterator[Fault]:
    """Find files that stand for two parts of the data."""
    data = subject.spec.data
    if data is None:
        return
    parts = [(name, getattr(data, name)) for name in ("train", "validation", "test")]
    for (first, one), (second, other) in combinations(parts, 2):
        if one is not None and other is not None and _overlap(_plain(one), _plain(other)):
            yield Fault(
                path=(*data.path, second),
                message=f"`{second}` has rows of `{first}`",
                received=other,
                expected=f"other files than `{one}`",
                hint="name other files, or one `source` with a `split`",
            )


def _plain(reference: str) -> str:
    return normpath(reference.removeprefix("file:").replace("\\", "/"))


def _overlap(one: str, other: str) -> bool:
    if one == other:
        return True
    if is_pattern(one) == is_pattern(other):
        return False
    glob, file = (one, other) if is_pattern(one) else (other, one)
    return _takes(glob.split("/"), file.split("/"))


def _takes(glob: list[str], file: list[str]) -> bool:
    """Tell whether a glob takes a file; a star stands for no slash, `**` for any number of folders."""
    ends = {0}
    for part in glob:
        if part == "**":
            ends = set(range(min(ends), len(file) + 1)) if ends else ends
        else:
            ends = {end + 1 for end in ends if end < len(file) and fnmatchcase(file[end], part)}
    return len(file) in ends
