"""Weights files are judged before Keras reads them."""

import hashlib

import h5py
import numpy as np
import pytest

from nnspec.errors import SpecError
from nnspec.spec.bases import Base
from nnspec.transfer.weights_files import check_weights_file, find_hdf5_defect

pytestmark = pytest.mark.backend


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "w.weights.h5"
    with h5py.File(path, "w") as opened:
        opened["layers/dense/vars/0"] = np.ones((3, 2), "float32")
    return path


def add(file, write):
    with h5py.File(file, "a") as opened:
        write(opened)
    return find_hdf5_defect(file)


def base(**fields):
    return Base(name="b", path=("bases", "b"), source="keras:VGG16", **fields)


def code_of(file, **fields):
    with pytest.raises(SpecError) as caught:
        check_weights_file(file, base(**fields))
    (finding,) = caught.value.diagnostics
    return finding.code, finding.path


def test_plain_arrays_have_no_defect(file):
    assert find_hdf5_defect(file) is None
    check_weights_file(file, base(sha256=hashlib.sha256(file.read_bytes()).hexdigest()))


def test_external_link_is_refused(file):
    def write(opened):
        opened["layers/secret"] = h5py.ExternalLink("/etc/hostname.h5", "/x")

    assert add(file, write) == "`/layers/secret` is a link out of the file"
    assert code_of(file) == ("NN550", ("bases", "b", "weights"))


def test_soft_link_is_refused(file):
    def write(opened):
        opened["layers/loop"] = h5py.SoftLink("/layers")

    assert add(file, write) == "`/layers/loop` is a soft link"


def test_external_storage_is_refused(file, tmp_path):
    (tmp_path / "other.bin").write_bytes(b"\0" * 64)

    def write(opened):
        opened.create_dataset("layers/raw", (4,), "float32", external=[(str(tmp_path / "other.bin"), 0, 16)])

    assert add(file, write) == "`/layers/raw` keeps its data in another file"


def test_virtual_dataset_is_refused(file):
    def write(opened):
        layout = h5py.VirtualLayout((4,), "float32")
        layout[:] = h5py.VirtualSource("other.h5", "x", shape=(4,))
        opened.create_virtual_dataset("layers/virtual", layout)

    assert add(file, write) == "`/layers/virtual` is put together from other files"


def test_declared_size_beyond_the_file_is_refused(file):
    def write(opened):
        opened.create_dataset("layers/huge", (1 << 20, 1 << 10), "float32", chunks=(1024, 1024))

    assert add(file, write).startswith("it declares 4294967320 bytes")


def test_hard_link_in_a_circle_ends(file):
    def write(opened):
        opened["layers/dense/again"] = opened["layers"]

    assert add(file, write) is None


def test_file_of_another_kind_is_refused(tmp_path):
    other = tmp_path / "w.h5"
    other.write_bytes(b"not HDF5")
    assert find_hdf5_defect(other).startswith("not readable as HDF5")
    assert code_of(other)[0] == "NN550"


def test_file_with_another_hash_is_nn551_and_is_not_opened(tmp_path):
    other = tmp_path / "w.h5"
    other.write_bytes(b"not HDF5")
    assert code_of(other, sha256="0" * 64) == ("NN551", ("bases", "b", "sha256"))


def test_file_that_does_not_exist_is_nn550(tmp_path):
    assert code_of(tmp_path / "none.h5")[0] == "NN550"


def test_file_with_another_ending_is_nn550(tmp_path):
    other = tmp_path / "model.keras"
    other.write_bytes(b"PK")
    assert code_of(other)[0] == "NN550"
