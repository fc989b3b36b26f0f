"""Cards of Parquet files and bundled sets; and that cards say what training reads."""

import json
import math

import numpy as np
import pyarrow as pa
import pytest
from pyarrow import parquet
from sklearn import datasets

from nnspec.datasets.describing import describe_source
from nnspec.datasets.opening import open_source, read_source
from nnspec.datasets.values import read_categories, read_numbers
from nnspec.errors import SpecError
from nnspec.references.project import project_paths
from nnspec.tables.card import ColumnCard, card_from_data, card_to_data
from nnspec.tables.data_files import find_data_files
from nnspec.tables.describing.describe import describe_files

PENGUINS = "species,mass,code\nAdelie,3750,007\nGentoo,NA,010\nAdelie,3800,011\n"


def test_card_of_iris_agrees_with_scikit_learn(tmp_path):
    iris = datasets.load_iris()
    card = describe_source("sklearn:iris", paths=project_paths(tmp_path))
    length = card.columns["petal length (cm)"]
    assert (card.rows, length.dtype, length.minimum, length.maximum) == (150, "float64", 1.0, 6.9)
    assert (length.mean, length.std) == pytest.approx((iris.data[:, 2].mean(), iris.data[:, 2].std()))
    assert card.columns["target"].values == ((0, 50), (1, 50), (2, 50))
    assert card.columns["target"].sorted is True


def test_card_of_digits_has_pictures(tmp_path):
    card = describe_source("sklearn:digits", paths=project_paths(tmp_path))
    image = card.columns["image"]
    assert (image.shape, image.maximum, image.unique) == ((8, 8), 16, None)
    assert card_from_data(json.loads(json.dumps(card_to_data(card)))) == card


def write_parquet(folder, **columns):
    parquet.write_table(pa.table(columns), folder / "rows.parquet")
    return describe_source("rows.parquet", paths=project_paths(folder)).columns


def test_card_of_parquet_keeps_types(tmp_path):
    columns = write_parquet(
        tmp_path,
        small=pa.array([1, 2, 4], pa.int8()),
        gaps=pa.array([1, None, 3]),
        share=pa.array([0.5, None, math.nan], pa.float32()),
        word=pa.array(["a", "NA", "b"]).dictionary_encode(),
        truth=pa.array([True, False, None]),
        day=pa.array([0, 1, None], pa.date32()),
        vector=pa.array([[1.0, 2.0]] * 3),
        ragged=pa.array([[1], [2, 3], None]),
        raw=pa.array([b"1", b"2", b"3"]),
        span=pa.array([1, 2, None], pa.duration("s")),
        time=pa.array([1, 2, None], pa.time32("s")),
    )
    found = {name: (card.dtype, card.shape, card.missing) for name, card in columns.items()}
    assert found == {
        "small": ("int8", (), 0),
        "gaps": ("int64", (), 1),
        "share": ("float32", (), 2),
        "word": ("string", (), 1),
        "truth": ("bool", (), 1),
        "day": ("datetime", (), 1),
        "vector": ("float64", (2,), 0),
        "ragged": ("int64", None, 1),
        "raw": (None, None, None),
        "span": (None, (), None),
        "time": (None, None, 1),
    }
    assert columns["raw"] == ColumnCard("raw")


def test_damaged_parquet_is_nn654(tmp_path):
    (tmp_path / "rows.parquet").write_bytes(b"PAR1")
    with pytest.raises(SpecError, match=r"`rows\.parquet` cannot be read"):
        describe_source("rows.parquet", paths=project_paths(tmp_path))


def test_parquet_that_nothing_of_can_be_read_is_nn654(tmp_path):
    with pytest.raises(SpecError, match="which nothing reads"):
        write_parquet(tmp_path, raw=pa.array([b"1"]))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("rows.csv", PENGUINS),
        ("rows.jsonl", '{"species": "a", "mass": 1}\n{"species": "b", "mass": null}\n{"species": "a", "mass": 2.5}'),
        ("rows.jsonl", '{"mass": "1"}\n{"mass": 2}\n{"mass": 99999999999999999999}'),
        ("rows.jsonl", '{"mass": [1, 2]}\n{"mass": [null, 2]}\n'),
        ("rows.csv", "mass\n 1\n2e3\nnan\n.5\n"),
    ],
)
def test_numbers_of_a_card_are_those_that_training_reads(tmp_path, name, text):
    (tmp_path / name).write_text(text)
    paths = project_paths(tmp_path)
    known = describe_files(find_data_files(name, paths=paths, path=()), source=name).columns["mass"]
    source = open_source(name, paths=paths, path=())
    values = read_numbers(read_source(source, names=("mass",), numbers=frozenset(["mass"])), "mass", path=())
    assert known.missing == np.isnan(values).reshape(len(values), -1).any(axis=1).sum()
    expected = (np.nanmean(values), np.nanstd(values), np.nanmin(values), np.nanmax(values))
    assert (known.mean, known.std, known.minimum, known.maximum) == pytest.approx(expected)


@pytest.mark.parametrize(
    "cells", [["1", "2"], ["1", "02"], ["a", "b", "a"], ["1.0", "2.0"], ["true", "false"], ["1", "1234567890123456789"]]
)
def test_categories_of_a_card_are_those_that_training_reads(tmp_path, cells):
    (tmp_path / "rows.csv").write_text("\n".join(["x", *cells]))
    paths = project_paths(tmp_path)
    known = describe_files(find_data_files("rows.csv", paths=paths, path=()), source="rows.csv").columns["x"]
    source = open_source("rows.csv", paths=paths, path=())
    values = read_categories(read_source(source, names=("x",), numbers=frozenset()), "x", path=())
    assert (known.dtype == "int64") == (values.dtype.kind == "i")
    assert known.unique == len(set(values.tolist()))
