"""Values that look like numbers, categories or times and are none: each is a finding at its line."""

import json

import numpy as np
import pyarrow as pa
import pytest
from pyarrow import parquet

from nnspec.datasets.fitting import fit_state
from nnspec.datasets.loading import load_splits
from nnspec.datasets.targets import encode_targets
from nnspec.errors import SpecError

V = {"v": {}}
C = {"v": {"type": "category"}}
LABEL = {"label": {"type": "category"}}


@pytest.fixture
def load(tmp_path, paths, spec_of):
    """Load `d.<kind>`, written from text, or from columns of arrays."""

    def run(content, inputs=V, outputs=LABEL, *, kind="csv", **data):
        file = tmp_path / f"d.{kind}"
        if kind == "npz":
            np.savez(file, **content)
        elif kind == "parquet":
            parquet.write_table(pa.table(content), file)
        else:
            file.write_bytes(content if isinstance(content, bytes) else content.encode())
        spec = spec_of({"source": file.name, "split": "none", **data}, inputs, outputs)
        return load_splits(spec, paths=paths)

    return run


def json_lines(*values):
    return "".join(json.dumps({"v": value, "label": "a", "n": row}) + "\n" for row, value in enumerate(values))


def finding_of(call):
    with pytest.raises(SpecError) as caught:
        call()
    (finding,) = caught.value.diagnostics
    return finding


@pytest.mark.parametrize("text", ["nan", "inf", "1_000", "\u0661", "1,5", "0x1", True, {"a": 1}])
def test_json_value_that_is_no_strict_number_is_nn651(load, text):
    finding = finding_of(lambda: load(json_lines(1, text), kind="jsonl"))
    assert (finding.code, "line 2" in finding.message) == ("NN651", True)


@pytest.mark.parametrize("text", ["NaN", "NA", "", None])
def test_json_missing_text_is_missing(load, text):
    assert load(json_lines(1, text), kind="jsonl", missing="drop").train.numbers.tolist() == [0]


def test_json_numbers_as_text_are_read(load):
    assert load(json_lines("1.5", " -2e3 "), kind="jsonl").train.inputs["v"].ravel().tolist() == [1.5, -2000]


def test_json_whole_number_beyond_any_float_is_nn651(load):
    assert finding_of(lambda: load(json_lines(1, 10**400), kind="jsonl")).code == "NN651"


@pytest.mark.parametrize("value", [["a"], {"a": 1}])
def test_json_list_or_object_as_category_is_nn651(load, value):
    finding = finding_of(lambda: load(json_lines("a", value), C, kind="jsonl"))
    assert (finding.code, "line 2" in finding.message) == ("NN651", True)


def test_json_text_within_lists_is_nn651(load):
    assert finding_of(lambda: load(json_lines([1], ["2"]), kind="jsonl")).code == "NN651"


def test_json_large_whole_numbers_with_gaps_stay_apart(load):
    lines = json_lines(2**53, 2**53 + 1, None)
    assert load(lines, C, kind="jsonl", missing="drop").train.inputs["v"].tolist() == [2**53, 2**53 + 1]


@pytest.mark.parametrize(
    "values",
    [np.array([1, 1e300]), np.array([1, np.inf]), np.array([-np.inf, 1]), np.array([1, 2**64 - 1], np.uint64)],
)
def test_category_outside_int64_is_nn651(load, values):
    finding = finding_of(lambda: load({"v": values, "label": np.array(["a", "b"])}, C, kind="npz"))
    assert (finding.code, finding.path, "int64" in finding.message) == ("NN651", ("inputs", "v"), True)


def test_json_category_outside_int64_is_nn651(load):
    assert finding_of(lambda: load(json_lines(1, 2**64), C, kind="jsonl")).code == "NN651"


@pytest.mark.parametrize("inputs", [V, {"v": {"type": "array"}}])
def test_empty_arrays_are_nn658(load, inputs):
    content = {"v": np.zeros((50, 0)), "label": np.array(["a", "b"] * 25)}
    assert finding_of(lambda: load(content, inputs, kind="npz")).code == "NN658"


@pytest.mark.parametrize("kind", ["number", "category", "array"])
def test_empty_targets_are_nn658(load, kind):
    content = {"v": np.zeros(50), "label": np.zeros((50, 0))}
    assert finding_of(lambda: load(content, outputs={"label": {"type": kind}}, kind="npz")).code == "NN658"


def test_fill_of_text_makes_whole_numbers_text(load):
    rows = load("v,label\n1,a\n2,b\n", {"v": {"type": "category", "fill": "none"}}).train
    assert rows.inputs["v"].tolist() == ["1", "2"]


SORTED_TIMES = [
    ("9", "10", "11"),
    ("2023-12-31", "2024-01-01", "2024-01-02"),
    ("2023-12", "2024-01", "2024-02"),
    ("2024-01-01 09:00", "2024-01-01T10:00", "2024-01-01T10:00:00.5"),
    ("2024-01-01T12:00+05:00", "2024-01-01T08:00Z", "2024-01-01T04:00-09:00"),
]


@pytest.mark.parametrize("times", SORTED_TIMES)
def test_split_by_time_tests_the_latest(load, times):
    text = "v,label,t\n" + "".join(f"{row},a,{times[row]}\n" for row in (2, 0, 1))
    test = load(text, split={"test": 0.34, "time": "t"}).test
    assert test.inputs["v"].tolist() == [[2]]


def test_split_by_time_takes_dates_of_parquet(load):
    content = {"v": [1.0, 2.0, 3.0], "label": ["a"] * 3, "t": pa.array([3, 1, 2], pa.date32())}
    assert load(content, kind="parquet", split={"test": 0.34, "time": "t"}).test.inputs["v"].tolist() == [[1]]


@pytest.mark.parametrize("other", ["Monday", "31.12.2023", "2024-13-01", "5", "2024-01-01T00:00Z"])
def test_split_by_time_of_other_text_is_nn655(load, other):
    text = f"v,label,t\n1,a,2024-01-01\n2,a,{other}\n3,a,2024-01-03\n"
    finding = finding_of(lambda: load(text, split={"test": 0.34, "time": "t"}))
    assert (finding.code, finding.path) == ("NN655", ("data", "split", "time"))
    assert (finding.received, "line 3" in finding.message, "ISO 8601" in finding.hint) == (other, True, True)


def test_class_never_seen_is_told_by_its_line(load, tmp_path, spec_of, paths):
    spec = spec_of({"source": "d.csv", "split": "none"}, V, LABEL)
    state = fit_state(spec, load("v,label\n1,a\n2,b\n").train)
    rows = load("v,label\n1,z\n").train
    assert "line 2" in finding_of(lambda: encode_targets(spec, state, rows)).message


def test_rows_of_arrays_count_from_one(load):
    content = {"v": np.array([np.inf, 1]), "label": np.array(["a", "b"])}
    assert "row 1," in finding_of(lambda: load(content, kind="npz")).message


def test_semicolons_have_a_hint(load):
    finding = finding_of(lambda: load("v;label\n1;a\n"))
    assert (finding.code, finding.hint) == ("NN654", "save it with commas, or with tabs as `.tsv`")


@pytest.mark.parametrize("content", [b"v,label\n1,\xff\n", b"v,l\xe4bel\n1,a\n"])
def test_text_of_another_encoding_has_a_hint(load, content):
    finding = finding_of(lambda: load(content))
    assert (finding.code, finding.hint) == ("NN654", "save it as UTF-8")


@pytest.mark.parametrize("text", ["2024-01-31", "31.12.2024", "1/2/24", "2024-01-31T10:00"])
def test_date_among_numbers_has_a_hint(load, text):
    assert "dates are `type: date`" in finding_of(lambda: load(f"v,label\n{text},a\n")).hint


@pytest.mark.parametrize("text", ["1,000", "-12,345,678", "1,000.5"])
def test_thousands_mark_is_to_be_left_out(load, text):
    assert "`1000`" in finding_of(lambda: load(f'v,label\n"{text}",a\n')).hint


def test_digits_of_another_script_are_nn651_with_line(load):
    assert "line 2" in finding_of(lambda: load("v,label\n\u0661,a\n")).message


def test_lists_of_names_as_an_output_are_labels_to_write_as_numbers(load):
    outputs = {"v": {"type": "multilabel"}}
    finding = finding_of(lambda: load(json_lines(["a", "b"], ["b"]), {"n": {}}, outputs, kind="jsonl"))
    assert (finding.code, finding.hint) == ("NN651", "write a 0 or 1 for each label in every row")
