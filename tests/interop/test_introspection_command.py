"""`python -m nnspec.interop.introspection`: writing the catalog's file, and telling whether it is current."""

from __future__ import annotations

from pathlib import Path

import pytest

from nnspec.interop.introspection import __main__ as command

pytestmark = pytest.mark.backend
CONTENT = {"keras": "3.15.1", "aliases": {}, "layers": {}}


@pytest.fixture
def catalog_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "keras.json"
    path.write_text("{}\n", encoding="utf-8")
    monkeypatch.setattr(command, "KERAS_PATH", path)
    monkeypatch.setattr(command, "FUNCTIONS_PATH", tmp_path / "ops.json")
    (tmp_path / "ops.json").write_text("{}\n", encoding="utf-8")
    monkeypatch.setattr(command, "generate_catalog", lambda _overlay: CONTENT)
    monkeypatch.setattr(command, "generate_functions", lambda _overlay: {"keras": "3.15.1", "ops": {}})
    return path


def _run(monkeypatch: pytest.MonkeyPatch, option: str) -> int:
    monkeypatch.setattr("sys.argv", ["introspection", option])
    return command.main()


def test_check_of_an_outdated_file_fails_and_names_the_cure(
    catalog_file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(monkeypatch, "--check") == 1
    assert "--write" in capsys.readouterr().err
    assert catalog_file.read_text(encoding="utf-8") == "{}\n"


def test_check_after_write_passes(catalog_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _run(monkeypatch, "--write") == 0
    assert '"keras": "3.15.1"' in catalog_file.read_text(encoding="utf-8")
    assert _run(monkeypatch, "--check") == 0


def test_command_without_a_mode_is_refused(catalog_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["introspection"])
    with pytest.raises(SystemExit) as stop:
        command.main()
    assert (stop.value.code, catalog_file.read_text(encoding="utf-8")) == (2, "{}\n")
