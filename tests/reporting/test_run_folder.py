"""The folder of a run: nothing half written, nothing damaged read."""

import json

import pytest

import nnspec
from nnspec.errors import SpecError, UsageError
from nnspec.references.hashing import sha256_of
from nnspec.reporting.run_folder import (
    HISTORY,
    REPORT,
    STATE,
    WEIGHTS,
    free_run_folder,
    make_run_folder,
    path_inside,
    read_run,
    read_run_record,
)
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
    assert nnspec.report(run / REPORT).metrics == record.metrics


@pytest.mark.parametrize("name", [REPORT, "state.json", WEIGHTS])
def test_run_without_a_file_is_nn851(run, name):
    (run / name).unlink()
    with pytest.raises(SpecError, match=r"NN851.*holds no"):
        read_run(run)


def test_run_with_other_weights_is_nn851(run):
    (run / WEIGHTS).write_bytes(b"others")
    with pytest.raises(SpecError, match=r"NN851.*not those of its report"):
        read_run(run)


def test_run_with_another_state_is_nn851(run):
    path = run / STATE
    path.write_text(path.read_text().replace("2.0", "3.0"))
    with pytest.raises(SpecError, match=r"NN851.*not that of its report"):
        read_run(run)


def damage(run, text):
    """Replace the state and its hash in the report."""
    before = sha256_of(run / STATE)
    (run / STATE).write_text(text)
    report = run / REPORT
    report.write_text(report.read_text().replace(before, sha256_of(run / STATE)))


@pytest.mark.parametrize("text", ["{", "[]", '{"version": 99}', "[" * 100_000])
def test_run_with_a_state_that_is_none_is_nn851(run, text):
    damage(run, text)
    with pytest.raises(SpecError, match=r"NN851.*cannot be read"):
        read_run(run)


@pytest.mark.parametrize(
    ("name", "key", "value"),
    [
        ("inputs", "mean", None),
        ("inputs", "mean", ["1"]),
        ("inputs", "mean", [1.0, 2.0]),
        ("inputs", "variance", [-1.0]),
        ("inputs", "variance", [float("nan")]),
        ("inputs", "shape", [-1]),
        ("inputs", "shape", [10**9]),
        ("inputs", "columns", 5),
        ("inputs", "vocabulary", ["a", "a"]),
        ("inputs", "wrong", 1),
        ("outputs", "classes", [1, "a"]),
        ("outputs", "labels", ["values"]),
    ],
)
def test_run_with_a_state_of_wrong_values_is_nn851(run, name, key, value):
    state = json.loads((run / STATE).read_text())
    next(iter(state[name].values()))[key] = value
    damage(run, json.dumps(state))
    with pytest.raises(SpecError, match=rf"NN851.*cannot be read.*{key}|NN851.*cannot be read.*needs 1 values"):
        read_run(run)


def test_run_with_a_state_without_layers_is_nn851(run):
    damage(run, json.dumps({**json.loads((run / STATE).read_text()), "layers": None}))
    with pytest.raises(SpecError, match=r"NN851.*`layers` must be a mapping"):
        read_run(run)


@pytest.mark.parametrize("keys", [("x", "y"), ("mean", "variance")])
def test_run_with_a_state_that_does_not_fit_the_report_is_nn851(run, keys):
    state = json.loads((run / STATE).read_text())
    place = state["inputs"] if keys[0] == "x" else state["inputs"]["x"]
    for key in keys:
        place.pop(key, None)
    damage(run, json.dumps(state))
    with pytest.raises(SpecError, match=r"NN851.*does not fit the inputs"):
        read_run(run)


@pytest.mark.parametrize("name", ["state", "weights"])
def test_run_whose_report_lost_a_hash_is_nn851(run, name):
    digest = sha256_of(run / (STATE if name == "state" else WEIGHTS))
    report = run / REPORT
    report.write_text("".join(line for line in report.read_text().splitlines(keepends=True) if digest not in line))
    with pytest.raises(SpecError, match=r"NN851.*no whole `report` section"):
        read_run(run)


@pytest.mark.parametrize("read", [read_run, read_run_record])
def test_run_that_is_not_there_is_a_usage_error(tmp_path, read):
    with pytest.raises(UsageError, match="there is no run"):
        read(tmp_path / "absent")


@pytest.mark.parametrize(
    "line", ["1", "[2]", "{", '{"epoch": 1}', '{"epoch": 1, "step": 1, "seconds": 1, "loss": "a"}', "[" * 100_000]
)
def test_record_with_a_damaged_history_is_nn851(run, line):
    (run / HISTORY).write_text(line + "\n")
    with pytest.raises(SpecError, match="NN851"):
        read_run_record(run)


def test_record_reads_a_log_that_was_not_finite(run):
    (run / HISTORY).write_text('{"epoch": 1, "step": 1, "seconds": 0.5, "loss": null}\n')
    assert read_run_record(run).history[0]["loss"] is None


def test_path_of_a_callback_outside_the_run_is_nn039_without_a_way_out(run):
    with pytest.raises(SpecError) as caught:
        path_inside(run, "../log.csv", ("train",))
    (finding,) = caught.value.diagnostics
    assert (finding.code, finding.hint) == ("NN039", None)
    assert finding.message == "`../log.csv` leaves the run's folder"


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
