"""Cards of npy, npz and idx files and of folders of pictures, compared with numpy."""

import gzip
import struct

import numpy as np
import pytest
from sklearn import datasets

from describing_files import card_of, column_of
from nnspec.errors import SpecError
from nnspec.tables.card import ColumnCard

DIGITS = datasets.load_digits()


def write_idx(file, array, code):
    sizes = struct.pack(f">{array.ndim}I", *array.shape)
    raw = b"\0\0" + bytes([code, array.ndim]) + sizes + array.astype(array.dtype.newbyteorder(">")).tobytes()
    file.write_bytes(gzip.compress(raw) if file.suffix == ".gz" else raw)


@pytest.mark.parametrize("dtype", ["uint8", "int8", "int16", "uint32", "float16", "float32", "float64", ">f4", ">i8"])
@pytest.mark.parametrize("order", ["C", "F"])
def test_card_of_digits_agrees_with_numpy(tmp_path, dtype, order):
    images = np.asarray(DIGITS.images, dtype=dtype, order=order)
    np.savez_compressed(tmp_path / "digits.npz", image=images, label=DIGITS.target)
    card = card_of(tmp_path, "digits.npz")
    image, label = card.columns["image"], card.columns["label"]
    assert (card.rows, image.dtype, image.shape) == (1797, np.dtype(dtype).name, (8, 8))
    assert (image.minimum, image.maximum, image.missing) == (images.min(), images.max(), 0)
    assert (image.mean, image.std) == pytest.approx((DIGITS.images.mean(), DIGITS.images.std()))
    assert (image.unique, image.values, image.sorted) == (None, None, None)
    assert dict(label.values) == dict(zip(*np.unique(DIGITS.target, return_counts=True), strict=True))
    assert (label.dtype, label.shape, label.unique, label.sorted) == ("int64", (), 10, False)


def test_card_of_npy_calls_its_column_array(tmp_path):
    np.save(tmp_path / "a.npy", np.sort(DIGITS.target))
    assert column_of(tmp_path, "a.npy", "array").sorted is True


def test_nan_is_missing_by_rows_and_left_out_of_statistics(tmp_path):
    array = np.array([[1.0, np.nan], [np.nan, np.nan], [2.0, 6.0]])
    np.savez(tmp_path / "a.npz", flat=array[:, 0], wide=array, turned=np.asfortranarray(array))
    columns = card_of(tmp_path, "a.npz").columns
    assert (columns["flat"].missing, columns["flat"].values) == (1, ((1.0, 1), (2.0, 1)))
    assert (columns["wide"].missing, columns["wide"].mean) == (2, 3.0)
    assert (columns["turned"].missing, columns["turned"].mean) == (None, 3.0)


def test_infinite_numbers_leave_bounds_and_values_unknown(tmp_path):
    np.save(tmp_path / "a.npy", np.array([1.0, -np.inf, np.nan]))
    expected = ColumnCard("array", "float64", (), 1, 2, maximum=1.0, sorted=True)
    assert column_of(tmp_path, "a.npy", "array") == expected


def test_whole_numbers_of_64_bits_stay_exact(tmp_path):
    np.save(tmp_path / "a.npy", np.array([2**64 - 1, 2**63 + 1], np.uint64))
    column = column_of(tmp_path, "a.npy", "array")
    assert (column.minimum, column.maximum) == (2**63 + 1, 2**64 - 1)


def test_truth_values_have_a_share(tmp_path):
    np.save(tmp_path / "a.npy", np.array([True, True, False, True]))
    expected = ColumnCard("array", "bool", (), 0, 2, 0, 1, 0.75, 0.1875**0.5, ((True, 3), (False, 1)), False)
    assert column_of(tmp_path, "a.npy", "array") == expected


@pytest.mark.parametrize("kind", ["U", "S", ">U"])
def test_texts_of_arrays_are_read_like_others(tmp_path, kind):
    texts = np.array(["b", "NA", "a", "b"]).astype(f"{kind}3")
    np.save(tmp_path / "a.npy", texts)
    column = column_of(tmp_path, "a.npy", "array")
    assert (column.dtype, column.missing, column.values) == ("string", 1, (("b", 2), ("a", 1)))


def test_fields_of_records_are_columns(tmp_path):
    records = np.array([(1.5, 2, "x"), (2.5, 4, "y")], [("a", "f8"), ("b", "i4"), ("t", "U2")])
    np.save(tmp_path / "a.npy", records)
    columns = card_of(tmp_path, "a.npy").columns
    assert [column.dtype for column in columns.values()] == ["float64", "int32", "string"]
    assert (columns["a"].mean, columns["b"].maximum, columns["t"].values) == (2.0, 4, (("x", 1), ("y", 1)))


def test_of_other_kinds_the_header_alone_is_known(tmp_path):
    dates = np.array(["2020-01-01"], "M8[D]")
    objects = np.array([{"a": 1}], object)
    long = np.zeros(1, np.longdouble)
    np.savez(
        tmp_path / "a.npz",
        date=dates,
        thing=objects,
        turn=np.zeros(1, complex),
        texts=np.array([["a", "b"]]),
        long=long,
    )
    columns = card_of(tmp_path, "a.npz").columns
    assert columns["date"] == ColumnCard("date", "datetime", ())
    assert columns["thing"] == ColumnCard("thing", None, ())
    assert columns["turn"] == ColumnCard("turn", "complex128", ())
    assert columns["texts"] == ColumnCard("texts", "string", (2,))
    assert columns["long"].mean is None


def test_arrays_of_different_lengths_leave_the_rows_unknown(tmp_path):
    np.savez(tmp_path / "a.npz", x=np.zeros(3), y=np.zeros(4))
    assert card_of(tmp_path, "a.npz").rows is None


def test_array_without_rows_has_no_statistics(tmp_path):
    np.savez(tmp_path / "a.npz", x=np.zeros((0, 3)), y=np.zeros(0, np.int64))
    card = card_of(tmp_path, "a.npz")
    assert (card.rows, card.columns["x"].mean, card.columns["y"].unique) == (0, None, 0)


def test_several_arrays_make_one_card(tmp_path):
    for part in range(3):
        np.savez(tmp_path / f"{part}.npz", x=np.full((10, 2), part, np.float32), y=np.zeros((1 + part, part)))
    card = card_of(tmp_path, "*.npz")
    assert card.columns["x"].mean == 1.0
    assert card.columns["y"] == ColumnCard("y")


@pytest.mark.parametrize("cut", [40, 200, 1_000])
def test_npy_that_ends_too_early_is_nn654(tmp_path, cut):
    np.save(tmp_path / "a.npy", DIGITS.target)
    (tmp_path / "a.npy").write_bytes((tmp_path / "a.npy").read_bytes()[:cut])
    with pytest.raises(SpecError, match=r"`a\.npy` cannot be read"):
        card_of(tmp_path, "a.npy")


@pytest.mark.parametrize("shape", ["3", "(-1,)", "('a',)", "(True,)"])
def test_npy_with_a_shape_that_is_none_is_nn654(tmp_path, shape):
    header = f"{{'descr': '<f8', 'fortran_order': False, 'shape': {shape}}}".encode()
    (tmp_path / "a.npy").write_bytes(b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header)
    with pytest.raises(SpecError, match="the npy header is damaged"):
        card_of(tmp_path, "a.npy")


def test_damaged_npz_is_nn654(tmp_path):
    np.savez_compressed(tmp_path / "a.npz", x=DIGITS.images)
    raw = bytearray((tmp_path / "a.npz").read_bytes())
    raw[5_000:5_100] = bytes(100)
    (tmp_path / "a.npz").write_bytes(raw)
    with pytest.raises(SpecError, match=r"`a\.npz` cannot be read"):
        card_of(tmp_path, "a.npz")


@pytest.mark.parametrize("suffix", ["", ".gz"])
def test_card_of_idx_files_has_pictures_and_labels(tmp_path, suffix):
    write_idx(tmp_path / f"train-images-idx3-ubyte{suffix}", DIGITS.images.astype(np.uint8), 8)
    write_idx(tmp_path / f"train-labels-idx1-ubyte{suffix}", DIGITS.target.astype(np.uint8), 8)
    card = card_of(tmp_path, f"train-images-idx3-ubyte{suffix}")
    image, label = card.columns["image"], card.columns["label"]
    assert (card.rows, image.dtype, image.shape, image.maximum) == (1797, "uint8", (8, 8), 16)
    assert (image.mean, image.std) == pytest.approx((DIGITS.images.mean(), DIGITS.images.std()))
    assert (label.dtype, label.unique, label.values[0]) == ("int64", 10, (3, 183))


def test_idx_files_that_differ_in_number_are_nn654(tmp_path):
    write_idx(tmp_path / "images-idx3-ubyte", DIGITS.images.astype(np.uint8), 8)
    write_idx(tmp_path / "labels-idx1-ubyte", DIGITS.target[1:].astype(np.uint8), 8)
    with pytest.raises(SpecError, match="1797 pictures and 1796 labels"):
        card_of(tmp_path, "images-idx3-ubyte")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda raw: raw[:3], "magic number"),
        (lambda raw: b"\0\0\x07" + raw[3:], "magic number"),
        (lambda raw: raw[:10], "ends before its sizes"),
        (lambda raw: raw[:-1], "ends before all of its values"),
        (lambda raw: raw + b"x", "goes on after its last value"),
        (lambda raw: gzip.compress(raw)[:-20], "compression is damaged"),
    ],
)
def test_damaged_idx_file_is_nn654(tmp_path, change, message):
    file = tmp_path / "images-idx3-ubyte"
    write_idx(file, DIGITS.images[:5].astype(np.uint8), 8)
    file.write_bytes(change(file.read_bytes()))
    with pytest.raises(SpecError, match=message):
        card_of(tmp_path, file.name)


def test_card_of_pictures_counts_classes(tmp_path):
    for name, count in (("cat", 3), ("dog", 2)):
        (tmp_path / "pets" / name).mkdir(parents=True)
        for number in range(count):
            (tmp_path / "pets" / name / f"{number}.png").touch()
    (tmp_path / "pets" / "dog" / "notes.txt").touch()
    card = card_of(tmp_path, "pets")
    label = card.columns["label"]
    assert (card.rows, label.values, label.dtype, label.sorted) == (5, (("cat", 3), ("dog", 2)), "string", True)
    assert card.columns["image"] == ColumnCard("image", "uint8")


def test_records_with_several_in_a_row_are_known_by_their_header(tmp_path):
    np.save(tmp_path / "a.npy", np.zeros((4, 3), [("a", "f8"), ("b", "i4", (2,))]))
    columns = card_of(tmp_path, "a.npy").columns
    assert columns["a"] == ColumnCard("a", "float64", (3,))
    assert columns["b"] == ColumnCard("b", "int32", (3, 2))
