"""The folder of a run: nothing half written, nothing damaged read."""

import os

import pytest

import nnspec
from nnspec.errors import SpecError, UsageError
from nnspec.reporting.run_folder import REPORT, WEIGHTS, free_run_folder, make_run_folder, read_run, write_text
from runs import make_record, write_run


@pytest.fixture
def run(tmp_path):
    folder = tmp_path / "run"
    write_run(folder, make_record(tmp_path))
    return folder


def test_run_is_read_as_it_was_written(run):
    read = read_run(run)
    assert read.spec.name == "small"
    assert read.state.inputs["x"].mean == (1.0,)
    assert read.weights == run / WEIGHTS
    assert [node.name for node in read.graph] == ["x", "y"]


def test_report_verb_gives_the_record_again(run, tmp_path):
    record = nnspec.report(run)
    assert record.metrics == make_record(tmp_path).metrics
    assert record.folder == run
    assert record.holds
    assert nnspec.report(run / REPORT) == record or nnspec.report(run / REPORT).metrics == record.metrics


@pytest.mark.parametrize("name", [REPORT, "state.json", WEIGHTS])
def test_run_without_a_file_is_nn851(run, name):
    (run / name).unlink()
    with pytest.raises(SpecError, match=r"NN851.*holds no"):
        read_run(run)


def test_run_with_other_weights_is_nn851(run):
    (run / WEIGHTS).write_bytes(b"others")
    with pytest.raises(SpecError, match=r"NN851.*not those of its report"):
        read_run(run)


@pytest.mark.parametrize("text", ["{", "[]", '{"version": 99}', '{"version": 1, "inputs": {"x": {"wrong": 1}}}'])
def test_run_with_a_damaged_state_is_nn851(run, text):
    (run / "state.json").write_text(text)
    with pytest.raises(SpecError, match="NN851"):
        read_run(run)


def test_run_with_a_broken_report_has_its_findings(run):
    (run / REPORT).write_text("nnspec: 1\n")
    with pytest.raises(SpecError, match="NN021"):
        read_run(run)


def test_run_whose_data_are_gone_is_still_read(run, tmp_path):
    (tmp_path / "rows.csv").unlink()
    assert read_run(run).spec.data is not None


def test_new_run_folder_has_the_name_of_the_spec(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    spec = make_record(tmp_path).spec
    first = free_run_folder(spec, None)
    make_run_folder(first)
    second = free_run_folder(spec, None)
    assert first.parent.name == "runs"
    assert first.name.startswith("small-")
    assert first != second


def test_new_run_folder_that_holds_something_is_a_usage_error(tmp_path):
    spec = make_record(tmp_path).spec
    with pytest.raises(UsageError, match="is not empty"):
        free_run_folder(spec, tmp_path)


def test_new_run_folder_below_a_file_is_a_usage_error(tmp_path):
    make_record(tmp_path)
    with pytest.raises(UsageError, match="cannot make the folder"):
        make_run_folder(tmp_path / "rows.csv" / "run")


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_write_text_that_fails_leaves_the_old_file(tmp_path, monkeypatch, call):
    path = tmp_path / "file.txt"
    write_text(path, "old")

    def fail(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, call, fail)
    with pytest.raises(OSError, match="No space left"):
        write_text(path, "new")
    assert path.read_text() == "old"
