"""The columns of scikit-learn's bundled data sets, known without importing scikit-learn."""

from __future__ import annotations

from typing import Literal

from nnspec.diagnostics.diagnostic import Diagnostic, Path
from nnspec.diagnostics.spelling import nearest
from nnspec.errors import SpecError
from nnspec.records import record
from nnspec.tables.column import Column
from nnspec.tables.header import Header


@record
class BundledSet:
    """One bundled data set.

    Args:
        features: the names of its columns of numbers.
        rows: how many there are.
        kind: what `target` holds: class numbers or measured numbers.
        target_shape: of one row's target.
        image_shape: of one row's `image`; None where there are no pictures.
    """

    features: tuple[str, ...]
    rows: int
    kind: Literal["category", "number"]
    target_shape: tuple[int, ...] = ()
    image_shape: tuple[int, ...] | None = None


def bundled_header(name: str, *, path: Path = ()) -> Header:
    """Tell the columns of a bundled data set: the features by name, `target`, and for digits `image`.

    Args:
        name: such as `iris`.
        path: where the reference stands in the document.

    Raises:
        SpecError: NN040 for a set that scikit-learn does not bundle.
    """
    if name not in BUNDLED:
        raise SpecError([_unknown_set(name, path)])
    known = BUNDLED[name]
    columns = [Column(feature, (), "float64") for feature in known.features]
    columns.append(Column("target", known.target_shape, "int64" if known.kind == "category" else "float64"))
    if known.image_shape is not None:
        columns.append(Column("image", known.image_shape, "float64"))
    return Header(tuple(columns), known.rows)


def _unknown_set(name: str, path: Path) -> Diagnostic:
    close = nearest(name, BUNDLED)
    return Diagnostic(
        code="NN040",
        message=f"scikit-learn bundles no data set `{name}`",
        path=path,
        received=f"sklearn:{name}",
        expected="one of " + ", ".join(f"`{known}`" for known in BUNDLED),
        hint=f"did you mean `sklearn:{close}`?" if close else None,
    )


_IRIS = ("sepal length (cm)", "sepal width (cm)", "petal length (cm)", "petal width (cm)")
_WINE = (
    "alcohol", "malic_acid", "ash", "alcalinity_of_ash", "magnesium", "total_phenols", "flavanoids",
    "nonflavanoid_phenols", "proanthocyanins", "color_intensity", "hue", "od280/od315_of_diluted_wines",
    "proline",
)  # fmt: skip
_CELL = (
    "radius", "texture", "perimeter", "area", "smoothness", "compactness", "concavity", "concave points",
    "symmetry", "fractal dimension",
)  # fmt: skip
_BREAST_CANCER = (
    *(f"mean {feature}" for feature in _CELL),
    *(f"{feature} error" for feature in _CELL),
    *(f"worst {feature}" for feature in _CELL),
)
_DIABETES = ("age", "sex", "bmi", "bp", "s1", "s2", "s3", "s4", "s5", "s6")
_DIGITS = tuple(f"pixel_{row}_{column}" for row in range(8) for column in range(8))

BUNDLED: dict[str, BundledSet] = {
    "iris": BundledSet(_IRIS, 150, "category"),
    "wine": BundledSet(_WINE, 178, "category"),
    "breast_cancer": BundledSet(_BREAST_CANCER, 569, "category"),
    "diabetes": BundledSet(_DIABETES, 442, "number"),
    "digits": BundledSet(_DIGITS, 1797, "category", image_shape=(8, 8)),
    "linnerud": BundledSet(("Chins", "Situps", "Jumps"), 20, "number", target_shape=(3,)),
}
