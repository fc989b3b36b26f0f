"""Which files of a folder `validate`, `lint` and `fmt` take for specs."""

from __future__ import annotations

import json

import pytest

from nnspec.cli.main import run
from nnspec.cli.spec_files import find_files
from nnspec.errors import UsageError

SOUND = "nnspec: 1\ninputs: {x: number}\noutputs: {y: number}\n"
CARD = {"columns": {"a": {"values": [["text" * 100, 1]]}}, "nnspec_card": 1}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(folder, **files):
    """Write files by their names, with `__` for `/` and `DOT` for `.`."""
    for name, text in files.items():
        file = folder / name.replace("__", "/").replace("DOT", ".")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)


def test_folder_gives_its_specs_in_order(folder):
    version = json.dumps({"nnspec": 1})
    write(folder, bDOTyml="", aDOTyaml="", in__cDOTjson=version, notesDOTtxt="")
    assert list(find_files((".",))) == ["a.yaml", "b.yml", "in/c.json"]


@pytest.mark.parametrize("text", [json.dumps(CARD), json.dumps({"of": {"nnspec": 1}}), "[]", '"nnspec"', "{"])
def test_json_without_a_version_is_no_spec(folder, text):
    write(folder, aDOTyaml="", bDOTjson=text)
    assert list(find_files((".",))) == ["a.yaml"]


def test_damaged_json_with_a_version_is_meant_as_a_spec(folder):
    write(folder, bDOTjson='{"nnspec": 1,')
    assert list(find_files((".",))) == ["b.json"]


def test_hidden_folders_and_runs_are_passed_over(folder):
    write(folder, aDOTyaml="", DOTvenv__bDOTyaml="", DOThiddenDOTyaml="")
    write(folder, runs__p__reportDOTyaml="", runs__p__stateDOTjson="{}", runs__p__checkpoints__cDOTyaml="")
    assert list(find_files((".",))) == ["a.yaml"]
    assert list(find_files(("runs/p",))) == ["runs/p/report.yaml"]


def test_report_without_a_run_is_a_spec_like_any_other(folder):
    write(folder, reportDOTyaml=SOUND)
    assert list(find_files((".",))) == ["report.yaml"]


def test_standard_input_is_named_once(folder):
    with pytest.raises(UsageError, match="`-` is given more than once"):
        list(find_files(("-", "-")))


def test_card_named_as_a_spec_is_one_finding(folder, capsys):
    write(folder, cardDOTjson=json.dumps(CARD))
    assert run(["validate", "card.json"]) == 1
    captured = capsys.readouterr()
    assert "card.json:1:" in captured.out
    assert "error[NN012] this is a data card, not a spec" in captured.out
    assert captured.err == "1 spec: 1 error\n"
