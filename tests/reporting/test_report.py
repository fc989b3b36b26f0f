"""A report is a spec again, and says what the run came to."""

import json

import jsonschema_rs
import pytest

import nnspec
from nnspec.document.document import parse_document
from nnspec.document.dump import dump_document
from nnspec.records import replace
from nnspec.reporting.report import moved_spec, report_document
from nnspec.reporting.text import format_report
from runs import SPEC, make_record


def test_report_is_a_valid_spec_and_fits_its_schema(tmp_path):
    document = report_document(make_record(tmp_path), folder=tmp_path / "runs" / "one")
    assert jsonschema_rs.Draft202012Validator(nnspec.json_schema("report")).is_valid(document)
    read, findings = parse_document(dump_document(document), file="report.yaml")
    assert not findings
    assert read.data == document


def test_report_keeps_the_spec_as_written_with_paths_from_the_run(tmp_path):
    document = report_document(make_record(tmp_path), folder=tmp_path / "runs" / "one")
    assert document["data"] == {"source": "../../rows.csv", "split": "none"}
    assert document["inputs"] == {"x": "number"}
    assert "optimizer" not in document


def test_report_moves_the_data_of_the_resolved_values_too(tmp_path):
    document = report_document(make_record(tmp_path), folder=tmp_path / "runs" / "one")
    assert document["report"]["resolved"]["data"] == {"source": "../../rows.csv", "split": "none"}


@pytest.mark.parametrize(
    ("written", "moved"),
    [
        ("data: rows.csv", "../rows.csv"),
        ("data: 'file:rows.csv'", "file:../rows.csv"),
        ("data: 'sklearn:iris'", "sklearn:iris"),
    ],
)
def test_report_moves_only_what_is_a_path(tmp_path, written, moved):
    text = f"nnspec: 1\nname: a\n{written}\ninputs: {{x: number}}\noutputs: {{target: number}}\n"
    (tmp_path / "spec.yaml").write_text(text)
    document, _ = parse_document(text, file=str(tmp_path / "spec.yaml"))
    spec = replace(make_record(tmp_path).spec, document=document, written=document)
    assert moved_spec(spec, tmp_path / "run")["data"] == moved


def test_report_moves_the_run_and_the_weights_of_a_base(tmp_path):
    bases = (
        "bases: {a: 'run:runs/old', b: {source: 'keras:ResNet50', weights: 'file:w.h5'}, c: {source: 'keras:VGG16'}}\n"
    )
    document, _ = parse_document(SPEC + bases, file=str(tmp_path / "spec.yaml"))
    spec = replace(make_record(tmp_path).spec, document=document, written=document)
    moved = moved_spec(spec, tmp_path / "runs" / "new")["bases"]
    assert moved["a"] == "run:../old"
    assert moved["b"] == {"source": "keras:ResNet50", "weights": "file:../../w.h5"}
    assert moved["c"] == {"source": "keras:VGG16"}


def test_report_summarises_the_history(tmp_path):
    section = report_document(make_record(tmp_path), folder=tmp_path)["report"]
    assert section["training"]["history"] == {"loss": {"first": 1.0, "last": 0.25, "min": 0.25, "max": 1.0}}


def test_report_leaves_out_what_was_not_finite(tmp_path):
    history = ({"epoch": 1, "loss": 1.0, "a": None}, {"epoch": 2, "loss": float("nan"), "a": None})
    section = report_document(replace(make_record(tmp_path), history=history), folder=tmp_path)["report"]
    assert section["training"]["history"] == {"loss": {"first": 1.0, "last": 1.0, "min": 1.0, "max": 1.0}}


@pytest.mark.parametrize(
    ("key", "value"), [("epochs", 10**20), ("steps", 10**20), ("seconds", -1), ("seconds", "1"), ("best_epoch", 0)]
)
def test_report_schema_refuses_a_training_that_cannot_have_been(tmp_path, key, value):
    document = report_document(make_record(tmp_path), folder=tmp_path)
    document["report"]["training"][key] = value
    assert not jsonschema_rs.Draft202012Validator(nnspec.json_schema("report")).is_valid(document)


def test_report_of_a_report_does_not_nest(tmp_path):
    record = make_record(tmp_path)
    first = report_document(record, folder=tmp_path)
    (tmp_path / "report.yaml").write_text(dump_document(first), "utf-8")
    second = report_document(replace(record, spec=nnspec.load(tmp_path / "report.yaml")), folder=tmp_path)
    assert "report" not in json.dumps(second["report"])


def test_format_report_says_status_metrics_bounds_and_notes(tmp_path):
    text = format_report(report_document(make_record(tmp_path), folder=tmp_path))
    assert text.startswith("small: finished after 3 epochs, the weights of epoch 2 kept")
    assert "mean_absolute_error        0.5000" in text
    assert "expected train.loss at most 0.5: 0.2500, holds" in text
    assert "note        one thing to know" in text


def test_record_shows_itself_as_a_table_with_escaped_names(tmp_path):
    record = replace(make_record(tmp_path), metrics={"<train>": {"<loss>": 1.0}})
    html = record._repr_html_()
    assert "<td>1.0000</td>" in html
    assert "<loss>" not in html
    assert "&lt;train&gt;" in html


def test_record_holds_only_when_every_bound_does(tmp_path):
    record = make_record(tmp_path)
    assert record.holds
    missed = replace(record.expectations[0], value=None)
    assert not replace(record, expectations=(missed,)).holds
