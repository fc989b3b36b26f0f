"""Files and folders that take their place in one piece."""

import os
from pathlib import Path

import pytest

from nnspec.errors import UsageError
from nnspec.replacing import replace_text, replacing, writing_output


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_old_file_stands_until_all_of_the_new_one_is_written(tmp_path: Path) -> None:
    file = tmp_path / "model.weights.h5"
    file.write_text("old")
    with replacing(file) as aside:
        assert aside.name.endswith(".weights.h5")
        aside.write_text("new")
        assert file.read_text() == "old"
    assert (file.read_text(), _names(tmp_path)) == ("new", ["model.weights.h5"])


def _fail(file: Path, kind: str) -> None:
    with replacing(file) as aside:
        if kind == "file":
            aside.write_text("half")
        elif kind == "folder":
            (aside / "deep").mkdir(parents=True)
        raise ZeroDivisionError


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_disk_that_fails_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str) -> None:
    file = tmp_path / "report.yaml"
    replace_text(file, "old")

    def fail(*arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, call, fail)
    with pytest.raises(OSError, match="No space"):
        replace_text(file, "new")
    assert (file.read_text(), _names(tmp_path)) == ("old", ["report.yaml"])


@pytest.mark.parametrize("kind", ["file", "folder", "nothing"])
def test_failure_leaves_the_old_file_and_nothing_beside_it(tmp_path: Path, kind: str) -> None:
    file = tmp_path / "a.txt"
    file.write_text("old")
    with pytest.raises(ZeroDivisionError):
        _fail(file, kind)
    assert (file.read_text(), _names(tmp_path)) == ("old", ["a.txt"])


def test_folder_gets_its_name_with_all_that_is_in_it(tmp_path: Path) -> None:
    with replacing(tmp_path / "000001") as aside:
        (aside / "deep").mkdir(parents=True)
        (aside / "deep" / "state").write_text("1")
        assert not (tmp_path / "000001").exists()
    assert (_names(tmp_path), (tmp_path / "000001" / "deep" / "state").read_text()) == (["000001"], "1")


def test_mode_and_link_stay(tmp_path: Path) -> None:
    file, link = tmp_path / "real.yaml", tmp_path / "link.yaml"
    file.write_text("old")
    file.chmod(0o640)
    link.symlink_to(file)
    replace_text(link, "new\n")
    assert link.is_symlink()
    assert (file.read_bytes(), file.stat().st_mode & 0o777) == (b"new\n", 0o640)


def test_folders_of_an_output_are_made(tmp_path: Path) -> None:
    with writing_output(tmp_path / "new" / "a.txt") as aside:
        aside.write_text("a")
    assert (tmp_path / "new" / "a.txt").read_text() == "a"


def test_output_that_cannot_be_written_is_refused_before_any_work(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for path, message in ((tmp_path, "it is a folder"), (tmp_path / "file" / "a", "File exists")):
        with pytest.raises(UsageError, match=message), writing_output(path):
            pytest.fail("it went on")
