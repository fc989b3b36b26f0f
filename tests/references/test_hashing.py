"""`sha256_of`: files and folders."""

import hashlib

from nnspec.references.hashing import sha256_of


def test_hash_file_is_sha256_of_bytes(tmp_path):
    (tmp_path / "a").write_bytes(b"abc" * 100_000)
    assert sha256_of(tmp_path / "a") == hashlib.sha256(b"abc" * 100_000).hexdigest()


def test_hash_folder_changes_with_content_and_names(tmp_path):
    folder = tmp_path / "f"
    (folder / "x").mkdir(parents=True)
    (folder / "x" / "a").write_text("1")
    first = sha256_of(folder)
    (folder / "x" / "a").write_text("2")
    second = sha256_of(folder)
    (folder / "x" / "a").rename(folder / "x" / "b")
    assert len({first, second, sha256_of(folder)}) == 3


def test_hash_folder_does_not_depend_on_its_place(tmp_path):
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a").write_text("1")
    assert sha256_of(tmp_path / "one") == sha256_of(tmp_path / "two")
