"""Each kind of source gives the same digits."""

import gzip
import json
import struct
import subprocess
import sys

import numpy as np
import pyarrow as pa
import pytest
from PIL import Image
from pyarrow import parquet
from sklearn.datasets import load_digits

from nnspec.datasets.loading import load_splits
from nnspec.errors import SpecError, UsageError
from nnspec.references.project import ProjectPaths

DIGITS = load_digits()
IMAGES = DIGITS.images[:200].astype(np.uint8)
LABELS = DIGITS.target[:200]


def write_idx(file, values, *, packed):
    raw = struct.pack(f">HBB{values.ndim}I", 0, 8, values.ndim, *values.shape) + values.astype(np.uint8).tobytes()
    file.write_bytes(gzip.compress(raw) if packed else raw)


def write_pictures(folder, images=IMAGES, labels=LABELS):
    for row, (image, label) in enumerate(zip(images, labels, strict=True)):
        (folder / str(label)).mkdir(parents=True, exist_ok=True)
        Image.fromarray(image).save(folder / str(label) / f"{row:04}.png")


def load(spec_of, paths, source, inputs, outputs=None, **data):
    spec = spec_of({"source": source, "split": "none", **data}, inputs, outputs or {"label": {"type": "category"}})
    return load_splits(spec, paths=paths).train


def first_finding(call):
    with pytest.raises(SpecError) as caught:
        call()
    return caught.value.diagnostics.items[0]


def table_columns():
    pixels = IMAGES.reshape(200, 64)
    return {**{f"p{i}": pixels[:, i].astype(float) for i in range(64)}, "label": LABELS}


@pytest.mark.parametrize("kind", ["csv", "tsv", "jsonl", "parquet", "npz"])
def test_source_of_columns_gives_the_numbers(tmp_path, spec_of, paths, kind):
    columns, file = table_columns(), tmp_path / f"digits.{kind}"
    rows = [
        dict(zip(columns, values, strict=True))
        for values in zip(*map(np.ndarray.tolist, columns.values()), strict=True)
    ]
    if kind in ("csv", "tsv"):
        mark = "," if kind == "csv" else "\t"
        lines = [mark.join(columns), *(mark.join(map(str, row.values())) for row in rows)]
        file.write_text("\n".join(lines))
    elif kind == "jsonl":
        file.write_text("\n".join(map(json.dumps, rows)))
    elif kind == "parquet":
        parquet.write_table(pa.table(columns), file)
    else:
        np.savez(file, **columns)
    rows = load(spec_of, paths, file.name, {"pixels": {"columns": ("p*",)}})
    np.testing.assert_array_equal(rows.inputs["pixels"], IMAGES.reshape(200, 64).astype(np.float32))
    np.testing.assert_array_equal(rows.targets["label"], LABELS)


def test_source_npz_image_and_vectors_bind(tmp_path, spec_of, paths):
    np.savez(tmp_path / "d.npz", image=IMAGES, flat=IMAGES.reshape(200, 64), label=LABELS)
    rows = load(spec_of, paths, "d.npz", {"image": {"type": "image"}, "flat": {}})
    assert (rows.inputs["image"].shape, rows.inputs["image"].dtype) == ((200, 8, 8, 1), np.uint8)
    assert (rows.inputs["flat"].shape, rows.inputs["flat"].dtype) == ((200, 64), np.float32)


def test_source_npy_is_the_column_array(tmp_path, spec_of, paths):
    np.save(tmp_path / "d.npy", IMAGES)
    rows = load(spec_of, paths, "d.npy", {"array": {"type": "array"}}, {"y": {"type": "array", "target": "array"}})
    assert (rows.inputs["array"].shape, rows.targets) == ((200, 8, 8), {})


def test_source_npz_of_objects_is_never_unpickled(tmp_path, spec_of, paths):
    np.savez(tmp_path / "d.npz", x=np.array([{"a": 1}], dtype=object), label=np.zeros(1))
    finding = first_finding(lambda: load(spec_of, paths, "d.npz", {"x": {}}))
    assert finding.code == "NN654"


def test_source_npz_of_unequal_lengths_is_nn654(tmp_path, spec_of, paths):
    np.savez(tmp_path / "d.npz", x=np.zeros(3), label=np.zeros(4))
    finding = first_finding(lambda: load(spec_of, paths, "d.npz", {"x": {}}))
    assert (finding.code, "`x` 3" in finding.message) == ("NN654", True)


@pytest.mark.parametrize("packed", [True, False])
def test_source_idx_finds_labels_beside(tmp_path, spec_of, paths, packed):
    end = ".gz" if packed else ""
    write_idx(tmp_path / f"train-images-idx3-ubyte{end}", IMAGES, packed=packed)
    write_idx(tmp_path / f"train-labels-idx1-ubyte{end}", LABELS, packed=packed)
    rows = load(spec_of, paths, f"train-images-idx3-ubyte{end}", {"image": {"type": "image"}})
    np.testing.assert_array_equal(rows.inputs["image"][..., 0], IMAGES)
    np.testing.assert_array_equal(rows.targets["label"], LABELS)


def test_source_idx_fingerprint_covers_the_labels(tmp_path, spec_of, paths):
    spec = spec_of({"source": "t-images-idx3-ubyte"}, {"image": {"type": "image"}}, {"label": {"type": "category"}})
    write_idx(tmp_path / "t-images-idx3-ubyte", IMAGES, packed=False)
    write_idx(tmp_path / "t-labels-idx1-ubyte", LABELS, packed=False)
    first = load_splits(spec, paths=paths).source.sha256
    write_idx(tmp_path / "t-labels-idx1-ubyte", LABELS[::-1], packed=False)
    assert load_splits(spec, paths=paths).source.sha256 != first


def test_source_idx_cut_short_is_nn654(tmp_path, spec_of, paths):
    file = tmp_path / "t-images-idx3-ubyte"
    write_idx(file, IMAGES, packed=False)
    file.write_bytes(file.read_bytes()[:-1])
    outputs = {"y": {"type": "array", "target": "image"}}
    finding = first_finding(lambda: load(spec_of, paths, file.name, {"image": {"type": "image"}}, outputs))
    assert finding.code == "NN654"


def test_source_pictures_by_class_gives_bytes_and_names(tmp_path, spec_of, paths):
    write_pictures(tmp_path / "d")
    rows = load(spec_of, paths, "d", {"image": {"type": "image"}})
    order = np.argsort(LABELS, kind="stable")
    np.testing.assert_array_equal(rows.inputs["image"][..., 0], IMAGES[order])
    np.testing.assert_array_equal(rows.targets["label"], LABELS[order])


def test_source_pictures_of_train_and_test_apart(tmp_path, spec_of, paths):
    write_pictures(tmp_path / "d" / "train", IMAGES[:150], LABELS[:150])
    write_pictures(tmp_path / "d" / "test", IMAGES[150:], LABELS[150:])
    spec = spec_of(
        {"train": "d/train", "test": "d/test"}, {"image": {"type": "image"}}, {"label": {"type": "category"}}
    )
    splits = load_splits(spec, paths=paths)
    assert (len(splits.train), splits.validation, len(splits.test)) == (150, None, 50)


def test_source_pictures_of_two_sizes_need_a_size(tmp_path, spec_of, paths):
    write_pictures(tmp_path / "d", IMAGES[:20], LABELS[:20])
    Image.new("L", (12, 9)).save(tmp_path / "d" / "0" / "other.png")
    finding = first_finding(lambda: load(spec_of, paths, "d", {"image": {"type": "image"}}))
    assert (finding.code, finding.hint) == ("NN658", "declare `size: [HEIGHT, WIDTH]`")
    rows = load(spec_of, paths, "d", {"image": {"type": "image", "size": (10, 6), "channels": 3}})
    assert rows.inputs["image"].shape == (21, 10, 6, 3)


def test_source_pictures_grey_and_colour_need_channels(tmp_path, spec_of, paths):
    write_pictures(tmp_path / "d", IMAGES[:20], LABELS[:20])
    Image.new("RGB", (8, 8)).save(tmp_path / "d" / "0" / "other.png")
    finding = first_finding(lambda: load(spec_of, paths, "d", {"image": {"type": "image"}}))
    assert (finding.code, "channels" in finding.hint) == ("NN658", True)


def test_source_picture_damaged_is_nn651_with_its_name(tmp_path, spec_of, paths):
    write_pictures(tmp_path / "d", IMAGES[:20], LABELS[:20])
    (tmp_path / "d" / "3" / "bad.png").write_bytes(b"no picture")
    finding = first_finding(lambda: load(spec_of, paths, "d", {"image": {"type": "image"}}))
    assert finding.code == "NN651"
    assert finding.message.startswith("`3/bad.png` is no picture")


def test_source_picture_linked_from_outside_is_nn039(tmp_path, spec_of):
    inside = tmp_path / "project"
    write_pictures(inside / "d", IMAGES[:20], LABELS[:20])
    Image.new("L", (8, 8)).save(tmp_path / "secret.png")
    (inside / "d" / "0" / "link.png").symlink_to(tmp_path / "secret.png")
    paths = ProjectPaths(inside.resolve(), inside.resolve())
    assert first_finding(lambda: load(spec_of, paths, "d", {"image": {"type": "image"}})).code == "NN039"


def test_source_texts_are_never_opened_as_pictures(tmp_path, spec_of, paths):
    (tmp_path / "d.csv").write_text("image,label\n/etc/passwd,a\n/etc/passwd,b\n")
    assert first_finding(lambda: load(spec_of, paths, "d.csv", {"image": {"type": "image"}})).code == "NN651"


def test_source_glob_joins_files_in_order(tmp_path, spec_of, paths):
    for name, row in (("b", "2,y"), ("a", "1,x")):
        (tmp_path / f"{name}.csv").write_text(f"v,label\n{row}\n")
    rows = load(spec_of, paths, "*.csv", {"v": {}})
    assert rows.inputs["v"].ravel().tolist() == [1, 2]
    assert rows.targets["label"].tolist() == ["x", "y"]


def test_source_glob_lacking_a_column_is_nn654(tmp_path, spec_of, paths):
    (tmp_path / "a.csv").write_text("v,label\n1,x\n")
    (tmp_path / "b.csv").write_text("v\n1\n")
    assert first_finding(lambda: load(spec_of, paths, "*.csv", {"v": {}})).message == "`b.csv` has no column `label`"


def test_source_folder_of_parquet_joins_files(tmp_path, spec_of, paths):
    (tmp_path / "d").mkdir()
    for part in range(2):
        table = pa.table({"v": [part, part], "label": pa.array(["x", "y"]).dictionary_encode()})
        parquet.write_table(table, tmp_path / "d" / f"{part}.parquet")
    rows = load(spec_of, paths, "d", {"v": {}})
    assert rows.inputs["v"].ravel().tolist() == [0, 0, 1, 1]
    assert rows.targets["label"].tolist() == ["x", "y", "x", "y"]


def test_source_parquet_lists_are_vectors(tmp_path, spec_of, paths):
    table = pa.table({"v": [[1.0, 2.0], [3.0, 4.0]], "m": [[[1], [2]], [[3], [4]]], "label": ["x", "y"]})
    parquet.write_table(table, tmp_path / "d.parquet")
    rows = load(spec_of, paths, "d.parquet", {"v": {}, "m": {"type": "array"}})
    assert (rows.inputs["v"].tolist(), rows.inputs["m"].shape) == ([[1, 2], [3, 4]], (2, 2, 1))


@pytest.mark.parametrize("name", ["absent.csv", "absent/*.csv", "notes.txt", "empty.csv", "only_header.csv"])
def test_source_unreadable_is_nn654(tmp_path, spec_of, paths, name):
    (tmp_path / "notes.txt").write_text("hello")
    (tmp_path / "empty.csv").touch()
    (tmp_path / "only_header.csv").write_text("v,label\n")
    finding = first_finding(lambda: load(spec_of, paths, name, {"v": {}}))
    assert (finding.code, finding.path) == ("NN654", ("data", "source"))


@pytest.mark.parametrize(
    ("name", "inputs", "kind", "shape"),
    [
        ("iris", {"x": {"columns": ("* (cm)",)}}, "category", (4,)),
        ("wine", {"x": {"columns": ("*",)}}, "category", (13,)),
        ("breast_cancer", {"x": {"columns": ("*",)}}, "binary", (30,)),
        ("diabetes", {"x": {"columns": ("*",)}}, "number", (10,)),
        ("digits", {"x": {"columns": ("pixel_*",)}}, "category", (64,)),
        ("digits", {"x": {"type": "image", "columns": ("image",)}}, "category", (8, 8, 1)),
        ("linnerud", {"x": {"columns": ("*",)}}, "number", (3,)),
    ],
)
def test_source_bundled_set_loads(spec_of, paths, name, inputs, kind, shape):
    rows = load(spec_of, paths, f"sklearn:{name}", inputs, {"target": {"type": kind}})
    assert rows.inputs["x"].shape[1:] == shape


def test_source_without_its_extra_is_a_usage_error(monkeypatch, spec_of, paths):
    monkeypatch.setitem(sys.modules, "sklearn", None)
    monkeypatch.delitem(sys.modules, "nnspec.datasets.sources.bundled_sets", raising=False)
    with pytest.raises(UsageError, match=r"nnspec\[sklearn\]"):
        load(spec_of, paths, "sklearn:iris", {"x": {"columns": ("*",)}}, {"target": {"type": "category"}})


def test_source_csv_imports_neither_sklearn_nor_pillow():
    code = (
        "import sys, nnspec.datasets.loading, nnspec.datasets.fitting, nnspec.datasets.targets,"
        "nnspec.datasets.sources.separated; print({'sklearn', 'PIL', 'keras', 'pandas'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_source_picture_of_another_depth_is_nn651(tmp_path, spec_of, paths):
    write_pictures(tmp_path / "d", IMAGES[:2], LABELS[:2])
    Image.fromarray(np.zeros((8, 8), np.uint16)).save(tmp_path / "d" / "0" / "deep.png")
    finding = first_finding(lambda: load(spec_of, paths, "d", {"image": {"type": "image", "channels": 1}}))
    assert (finding.code, "`I;16`" in finding.message) == ("NN651", True)


def test_source_picture_is_turned_as_its_exif_says(tmp_path, spec_of, paths):
    (tmp_path / "d" / "a").mkdir(parents=True)
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("L", (12, 8)).save(tmp_path / "d" / "a" / "turned.jpg", exif=exif)
    rows = load(spec_of, paths, "d", {"image": {"type": "image"}})
    assert rows.inputs["image"].shape == (1, 12, 8, 1)


def test_source_picture_of_another_size_than_in_training_is_nn658(tmp_path, spec_of, paths):
    write_pictures(tmp_path / "one", IMAGES[:20], LABELS[:20])
    write_pictures(tmp_path / "two", IMAGES[:20, :4], LABELS[:20])
    spec = spec_of({"train": "one", "test": "two"}, {"image": {"type": "image"}}, {"label": {"type": "category"}})
    finding = first_finding(lambda: load_splits(spec, paths=paths))
    assert (finding.code, finding.message) == ("NN658", "pictures of 4 x 8, in training 8 x 8")


def test_source_array_of_fractions_is_no_whole_number(tmp_path, spec_of, paths):
    np.savez(tmp_path / "d.npz", x=np.array([[1.0], [2.5]]), label=np.array(["a", "b"]))
    finding = first_finding(lambda: load(spec_of, paths, "d.npz", {"x": {"type": "array", "dtype": "int32"}}))
    assert (finding.code, finding.received) == ("NN651", "2.5")


def test_source_idx_cut_short_in_its_packing_is_nn654(tmp_path, spec_of, paths):
    file = tmp_path / "t-images-idx3-ubyte.gz"
    write_idx(file, IMAGES, packed=True)
    file.write_bytes(file.read_bytes()[:-20])
    outputs = {"y": {"type": "array", "target": "image"}}
    finding = first_finding(lambda: load(spec_of, paths, file.name, {"image": {"type": "image"}}, outputs))
    assert (finding.code, "compression is damaged" in finding.message) == ("NN654", True)


def test_source_json_line_nested_too_deeply_is_nn651(tmp_path, spec_of, paths):
    rows = ['{"v": 1, "label": "x"}'] * 150
    (tmp_path / "d.jsonl").write_text("\n".join([*rows, "[" * 100_000]))
    finding = first_finding(lambda: load(spec_of, paths, "d.jsonl", {"v": {}}))
    assert (finding.code, finding.message) == ("NN651", "`d.jsonl` line 151 is nested too deeply")
