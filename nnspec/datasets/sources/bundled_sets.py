"""scikit-learn's bundled data sets -> tables: features by name, `target`, and for digits `image`."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from sklearn import datasets

from nnspec.datasets.rows import row_number
from nnspec.datasets.table import Table, make_table
from nnspec.diagnostics.diagnostic import Path
from nnspec.tables.bundled import BUNDLED, bundled_header

_LOADERS = {
    "iris": datasets.load_iris,
    "wine": datasets.load_wine,
    "breast_cancer": datasets.load_breast_cancer,
    "diabetes": datasets.load_diabetes,
    "digits": datasets.load_digits,
    "linnerud": datasets.load_linnerud,
}


def read_names(location: str) -> tuple[str, ...]:
    """List the columns of a set by its name."""
    return bundled_header(location).names


def read_file(location: str, *, names: Sequence[str], numbers: frozenset[str], path: Path) -> Table:
    """Take some columns of a set; `target` holds what scikit-learn gives."""
    bunch = _LOADERS[location]()
    columns = dict(zip(BUNDLED[location].features, np.asarray(bunch.data).T, strict=True))
    columns["target"] = np.asarray(bunch.target)
    if BUNDLED[location].image_shape is not None:
        columns["image"] = np.asarray(bunch.images)
    wanted = {name: columns[name] for name in names}
    return make_table(wanted, len(bunch.data), row_number)
