"""`read_header` and `discover_header`: columns without reading the data, and without numpy."""

import json
import struct
import subprocess
import sys

import numpy as np
import pytest
from sklearn import datasets

from nnspec.errors import SpecError
from nnspec.references.project import project_paths
from nnspec.tables.bundled import BUNDLED, bundled_header
from nnspec.tables.column import Column
from nnspec.tables.discovery import discover_header
from nnspec.tables.fingerprint import fingerprint
from nnspec.tables.header import read_header


@pytest.mark.parametrize(("name", "delimiter"), [("a.csv", ","), ("a.tsv", "\t")])
def test_header_of_separated_values_names_columns(tmp_path, name, delimiter):
    text = "\ufeff" + delimiter.join(["a", '"b c"', "d"]) + "\n1\n"
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert read_header(tmp_path / name).names == ("a", "b c", "d")


@pytest.mark.parametrize("text", ["", "a,b,a\n"])
def test_header_of_bad_csv_is_value_error(tmp_path, text):
    (tmp_path / "a.csv").write_text(text)
    with pytest.raises(ValueError, match=r"empty|twice"):
        read_header(tmp_path / "a.csv")


def test_header_of_json_lines_joins_keys(tmp_path):
    lines = [{"a": 1}, {"b": 2, "a": 3}]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, lines)))
    assert read_header(tmp_path / "a.jsonl").names == ("a", "b")


def test_header_of_npz_has_shapes_and_dtypes(tmp_path):
    arrays = {"x": np.zeros((5, 3), np.float32), "y": np.zeros(5, np.int64), "t": np.array(["a"] * 5)}
    np.savez(tmp_path / "a.npz", **arrays)
    header = read_header(tmp_path / "a.npz")
    assert header.rows == 5
    assert header.columns == (Column("x", (3,), "float32"), Column("y", (), "int64"), Column("t", (), "string"))


def test_header_of_npy_is_one_column(tmp_path):
    np.save(tmp_path / "a.npy", np.zeros((4, 28, 28), np.uint8))
    assert read_header(tmp_path / "a.npy").columns == (Column("array", (28, 28), "uint8"),)


def test_header_of_npy_record_tells_the_shape_of_a_field(tmp_path):
    np.save(tmp_path / "a.npy", np.zeros(4, [("a", "f8", (2, 3)), ("b", "i4", 2)]))
    assert read_header(tmp_path / "a.npy").columns == (Column("a", (2, 3), "float64"), Column("b", (2,), "int32"))


def test_header_of_deeply_nested_json_line_is_value_error(tmp_path):
    (tmp_path / "a.jsonl").write_text('{"a": ' + "[" * 100_000 + "]" * 100_000 + "}")
    with pytest.raises(ValueError, match="line 1 is nested too deeply"):
        read_header(tmp_path / "a.jsonl")


def test_header_of_npy_record_names_fields(tmp_path):
    np.save(tmp_path / "a.npy", np.zeros(4, [("a", "f8"), ("b", "i4")]))
    assert read_header(tmp_path / "a.npy").columns == (Column("a", (), "float64"), Column("b", (), "int32"))


def test_header_of_npy_record_has_shapes_of_fields(tmp_path):
    fields = np.dtype([("a", "i1"), (("title", "b"), "<i4", (2,)), ("c", [("d", "f4")])], align=True)
    np.save(tmp_path / "a.npy", np.zeros((4, 3), fields))
    a, b, c = read_header(tmp_path / "a.npy").columns
    assert (a, b) == (Column("a", (3,), "int8"), Column("b", (3, 2), "int32"))
    assert (c.name, c.dtype) == ("c", None)


def write_npy(file, header):
    file.write_bytes(b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header.encode())


@pytest.mark.parametrize("descr", ["3", "[3]", "[('a',)]", "[('a', '<f8', 2)]", "[(1, '<f8')]", "{[]: 1}", "-" * 9000])
def test_header_of_npy_with_a_kind_that_is_none_is_value_error(tmp_path, descr):
    write_npy(tmp_path / "a.npy", f"{{'descr': {descr}, 'shape': (1,)}}")
    with pytest.raises(ValueError, match="the npy header is damaged"):
        read_header(tmp_path / "a.npy")


def test_header_of_an_encrypted_archive_is_value_error(tmp_path):
    np.savez(tmp_path / "a.npz", x=np.zeros(3))
    raw = bytearray((tmp_path / "a.npz").read_bytes())
    raw[raw.index(b"PK\x01\x02") + 8] |= 1
    (tmp_path / "a.npz").write_bytes(raw)
    with pytest.raises(ValueError, match=r"`x\.npy` is encrypted"):
        read_header(tmp_path / "a.npz")


def test_header_of_an_archive_packed_in_an_unknown_way_is_value_error(tmp_path):
    np.savez(tmp_path / "a.npz", x=np.zeros(3))
    raw = bytearray((tmp_path / "a.npz").read_bytes())
    raw[raw.index(b"PK\x01\x02") + 10] = 9
    (tmp_path / "a.npz").write_bytes(raw)
    with pytest.raises(ValueError, match="compression"):
        read_header(tmp_path / "a.npz")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("[" * 100_000, "line 2 is nested too deeply"),
        ("{", "line 2 is not JSON"),
        ("[]", "line 2 is not a JSON object"),
        ("9" * 5_000, "line 2 is not JSON: Exceeds the limit"),
    ],
)
def test_header_of_bad_json_lines_is_value_error(tmp_path, line, message):
    (tmp_path / "a.jsonl").write_text(f'{{"a": 1}}\n{line}\n')
    with pytest.raises(ValueError, match=message):
        read_header(tmp_path / "a.jsonl")


@pytest.mark.parametrize("raw", [b"", b"\x93NUMPY\x01\x00", b"\x93NUMPY\x01\x00\x04\x00{1:2", b"PK"])
def test_header_of_damaged_npy_is_value_error(tmp_path, raw):
    (tmp_path / "a.npy").write_bytes(raw)
    with pytest.raises(ValueError, match="npy"):
        read_header(tmp_path / "a.npy")


def test_header_of_parquet_is_unknown(tmp_path):
    (tmp_path / "a.parquet").touch()
    assert read_header(tmp_path / "a.parquet") is None


@pytest.mark.parametrize("name", BUNDLED)
def test_bundled_header_agrees_with_sklearn(name):
    bunch = getattr(datasets, f"load_{name}")()
    header = bundled_header(name)
    columns = {column.name: column for column in header.columns}
    assert list(bunch.feature_names) == list(header.names)[: bunch.data.shape[1]]
    assert (header.rows, columns["target"].shape) == (len(bunch.data), bunch.target.shape[1:])
    assert columns["target"].dtype == bunch.target.dtype
    assert ("images" in bunch) == ("image" in columns)


def test_bundled_header_unknown_set_is_nn040():
    with pytest.raises(SpecError) as caught:
        bundled_header("irs")
    assert caught.value.diagnostics.items[0].hint == "did you mean `sklearn:iris`?"


@pytest.mark.parametrize("text", ["absent.csv", "absent/*.csv"])
def test_discovery_absent_data_is_unknown(tmp_path, text):
    assert discover_header(text, paths=project_paths(tmp_path)) is None


def test_discovery_damaged_file_is_nn654(tmp_path):
    (tmp_path / "a.npz").write_bytes(b"nothing")
    with pytest.raises(SpecError) as caught:
        discover_header("a.npz", paths=project_paths(tmp_path), path=("data", "source"))
    assert caught.value.diagnostics.items[0].code == "NN654"


def test_discovery_of_application_is_nn040(tmp_path):
    with pytest.raises(SpecError) as caught:
        discover_header("keras:ResNet50", paths=project_paths(tmp_path))
    assert caught.value.diagnostics.items[0].code == "NN040"


def test_fingerprint_counts_bytes_and_changes(tmp_path):
    (tmp_path / "a").write_bytes(b"12345")
    (tmp_path / "b").write_bytes(b"67")
    both = fingerprint([tmp_path / "a", tmp_path / "b"])
    assert both["bytes"] == 7
    assert both["sha256"] != fingerprint([tmp_path / "b", tmp_path / "a"])["sha256"]


def test_tables_and_references_import_no_numpy():
    modules = "nnspec.tables.discovery, nnspec.spec.binding, nnspec.tables.fingerprint"
    code = f"import sys, {modules}; print('numpy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
