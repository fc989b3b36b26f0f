"""A copy of specs/ and examples/ to train in, with a small stand-in for Fashion-MNIST, and its runs."""

from __future__ import annotations

import gzip
import shutil
import struct
from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from sklearn.datasets import load_digits

import nnspec
from canonical import BASES, BEGUN, REPOSITORY, RUN_FOLDERS


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("project")
    (root / "nnspec.toml").touch()
    shutil.copytree(REPOSITORY / "specs", root / "specs")
    shutil.copytree(REPOSITORY / "examples", root / "examples", ignore=shutil.ignore_patterns("*.gz"))
    return root


@pytest.fixture(scope="session")
def complete_project(project: Path) -> Path:
    """Add to the project digits that look like Fashion-MNIST: 28 x 28 bytes in idx files."""
    digits = load_digits()
    images = np.kron(digits.images, np.ones((3, 3)))
    images = np.pad(images * 15, ((0, 0), (2, 2), (2, 2))).astype(np.uint8)
    folder = project / "examples" / "fashion-mnist"
    for name, rows in (("train", slice(0, 300)), ("t10k", slice(300, 400))):
        write_idx(folder / f"{name}-images-idx3-ubyte.gz", images[rows])
        write_idx(folder / f"{name}-labels-idx1-ubyte.gz", digits.target[rows].astype(np.uint8))
    return project


@pytest.fixture(scope="session")
def run_of(complete_project: Path) -> Callable[[str], nnspec.RunRecord]:
    """Train a spec once for all tests that ask for its run, its base before it; long ones for one epoch."""

    @cache
    def train(name: str) -> nnspec.RunRecord:
        if name in BASES:
            train(BASES[name])
        folder = complete_project / "runs" / RUN_FOLDERS.get(name, Path(name).stem)
        sets = ("train.epochs=1",) if name in BEGUN else ()
        return nnspec.train(nnspec.load(complete_project / "specs" / name, sets=sets), folder)

    return train


def write_idx(path: Path, array: np.ndarray) -> None:
    header = bytes([0, 0, 8, array.ndim]) + struct.pack(f">{array.ndim}I", *array.shape)
    path.write_bytes(gzip.compress(header + array.tobytes(), mtime=0))
