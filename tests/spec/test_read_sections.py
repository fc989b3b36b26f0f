"""Each section of a spec as the reader gives it: short forms, defaults, long forms."""

from __future__ import annotations

from pathlib import Path

import pytest

from nnspec.document.document import parse_document
from nnspec.spec.calls import Call
from nnspec.spec.read import read_spec
from nnspec.spec.sources import Source
from reading import spec_of


def test_shortest_spec_has_every_default():
    spec = spec_of()
    assert (spec.name, spec.seed, spec.description, spec.data) == ("text", 0, None, None)
    assert (spec.optimizer.name, dict(spec.optimizer.arguments)) == ("Adam", {"learning_rate": 1e-3})
    train = spec.train
    assert (train.epochs, train.steps, train.batch_size, train.shuffle) == (10, None, 32, True)
    assert (train.stop, train.callbacks, train.stages, train.jit) == (None, (), (), "auto")
    assert spec.hidden == spec.bases == spec.expect == ()


def test_name_defaults_to_the_files_own(tmp_path):
    document, _ = parse_document(
        "nnspec: 1\ninputs: {x: number}\noutputs: {y: number}\n", file=str(tmp_path / "net.yaml")
    )
    spec = read_spec(document)
    assert (spec.name, spec.folder) == ("net", Path(tmp_path))


def test_data_as_a_text_is_its_source_with_the_default_split():
    data = spec_of("data: p.csv\n").data
    assert (data.source, data.split.validation, data.split.test, data.default_split) == ("p.csv", 0.15, 0.15, True)


def test_fraction_left_out_of_a_split_is_zero():
    data = spec_of("data: {source: p.csv, split: {validation: 0.2}}\n").data
    assert (data.split.validation, data.split.test, data.default_split) == (0.2, 0.0, False)


@pytest.mark.parametrize("text", ["{source: p.csv, split: none}", "{train: a.csv, validation: b.csv}"])
def test_data_without_a_split_trains_on_all(text):
    assert spec_of(f"data: {text}\n").data.split is None


def test_empty_split_leaves_all_rows_to_training():
    split = spec_of("data: {source: p.csv, split: {}}\n").data.split
    assert (split.validation, split.test) == (0.0, 0.0)


@pytest.mark.parametrize(
    ("written", "columns"),
    [("number", ()), ("{column: a}", ("a",)), ("{columns: b_*}", ("b_*",)), ("{columns: [a, b]}", ("a", "b"))],
)
def test_input_columns_have_one_form(written, columns):
    (item,) = spec_of(f"inputs: {{x: {written}}}\noutputs: {{y: number}}\n").inputs
    assert (item.type, item.columns) == ("number", columns)


def test_input_keeps_its_types_arguments():
    text = "inputs: {x: {type: image, size: [8, 9], channels: 3}}\noutputs: {y: number}\n"
    (item,) = spec_of(text).inputs
    assert (item.size, item.channels, item.scale, item.interpolation) == ((8, 9), 3, "unit", "bilinear")


def test_base_as_a_text_is_its_source_frozen():
    (base,) = spec_of("bases: {net: 'keras:ResNet50'}\n").bases
    assert (base.source, base.weights, base.freeze, dict(base.arguments)) == (
        "keras:ResNet50",
        "imagenet",
        ("all",),
        {},
    )


@pytest.mark.parametrize(("freeze", "read"), [("none", ()), ("all", ("all",)), ("[a*, b]", ("a*", "b"))])
def test_freeze_of_a_base_is_a_tuple_of_patterns(freeze, read):
    (base,) = spec_of(f"bases: {{net: {{source: 'keras:ResNet50', freeze: {freeze}}}}}\n").bases
    assert base.freeze == read


def test_other_keys_of_a_base_are_the_applications_arguments():
    (base,) = spec_of("bases: {net: {source: 'keras:MobileNetV2', alpha: 0.5}}\n").bases
    assert dict(base.arguments) == {"alpha": 0.5}


@pytest.mark.parametrize(
    ("kind", "loss", "metrics", "activation"),
    [
        ("number", "MeanSquaredError", ["MeanAbsoluteError", "RootMeanSquaredError"], "linear"),
        ("category", "SparseCategoricalCrossentropy", ["accuracy"], "softmax"),
        ("binary", "BinaryCrossentropy", ["accuracy", "AUC"], "sigmoid"),
        ("multilabel", "BinaryCrossentropy", ["accuracy", "AUC"], "sigmoid"),
    ],
)
def test_output_type_fixes_head_loss_and_metrics(kind, loss, metrics, activation):
    (output,) = spec_of(f"inputs: {{x: number}}\noutputs: {{y: {kind}}}\n").outputs
    assert (output.loss.name, [metric.name for metric in output.metrics]) == (loss, metrics)
    assert (output.head.name, output.head.get("activation")) == ("Dense", activation)


def test_array_output_has_no_head():
    (output,) = spec_of("inputs: {x: number}\noutputs: {y: array}\n").outputs
    assert (output.head, output.loss.name) == (None, "MeanSquaredError")


@pytest.mark.parametrize(("classes", "units"), [("3", 3), ("[a, b]", 2), ("[true, false]", 2)])
def test_classes_give_the_heads_units(classes, units):
    (output,) = spec_of(f"inputs: {{x: number}}\noutputs: {{y: {{type: category, classes: {classes}}}}}\n").outputs
    assert output.head.get("units") == units


def test_bool_classes_stay_bools():
    (output,) = spec_of("inputs: {x: number}\noutputs: {y: {type: binary, classes: [false, true]}}\n").outputs
    assert output.classes == (False, True)


def test_metrics_that_are_an_empty_list_stay_empty():
    (output,) = spec_of("inputs: {x: number}\noutputs: {y: {type: number, metrics: []}}\n").outputs
    assert output.metrics == ()


def test_head_none_leaves_the_tensor():
    (output,) = spec_of("inputs: {x: number}\noutputs: {y: {type: category, head: none}}\n").outputs
    assert output.head is None


def test_whole_numbers_may_be_written_with_a_point():
    text = (
        "seed: 7.0\ninputs: {x: number}\nhidden: [{Dense: 8.0}]\noutputs: {y: {type: category, classes: 3.0}}\n"
        "train: {epochs: 2.0, batch_size: 4.0, stop: {patience: 5.0}}\n"
    )
    spec = spec_of(text)
    read = [spec.seed, spec.hidden[0].call.get("units"), spec.outputs[0].classes, spec.outputs[0].head.get("units")]
    read += [spec.train.epochs, spec.train.batch_size, spec.train.stop.get("patience")]
    assert [(number, type(number)) for number in read] == [(n, int) for n in (7, 8, 3, 3, 2, 4, 5)]


def test_steps_leave_epochs_open():
    train = spec_of("train: {steps: 7}\n").train
    assert (train.steps, train.epochs) == (7, None)


def test_stop_is_early_stopping_that_restores_the_best():
    stop = spec_of("train: {stop: {}}\n").train.stop
    assert (stop.name, stop.get("restore_best_weights"), stop.get("monitor")) == ("EarlyStopping", True, "val_loss")


def test_stop_may_keep_the_last_weights():
    assert spec_of("train: {stop: {restore_best_weights: false}}\n").train.stop.get("restore_best_weights") is False


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("a", (("a", ("all",)),)),
        ("[a, b]", (("a", ("all",)), ("b", ("all",)))),
        ("{a: c_*, b: [d, e]}", (("a", ("c_*",)), ("b", ("d", "e")))),
    ],
)
def test_stage_patterns_pair_names_with_patterns(written, read):
    (stage,) = spec_of(f"train: {{stages: [{{unfreeze: {written}}}]}}\n").train.stages
    assert (stage.unfreeze, stage.freeze, stage.optimizer) == (read, (), None)


def test_one_name_and_a_list_of_it_are_the_same_source():
    (one,) = spec_of("hidden: [{Dense: {units: 1, from: x}}]\n").hidden
    (several,) = spec_of("hidden: [{Dense: {units: 1, from: [x]}}]\n").hidden
    assert one.sources == several.sources == (Source("x"),)


def test_entry_keeps_name_and_source_out_of_its_arguments():
    (entry,) = spec_of("hidden: [{Dense: {units: 1, from: x, name: d}}]\n").hidden
    assert entry.call == Call("layers", "Dense", {"units": 1}, ("hidden", 0), "Dense")
    assert (entry.name, entry.name_path) == ("d", ("hidden", 0, "Dense", "name"))


def test_anchor_gives_two_entries_of_their_own():
    first, second = spec_of("hidden:\n  - Dense: &w {units: 3}\n  - Dense: *w\n").hidden
    assert first.call.arguments == second.call.arguments
    assert first.path != second.path
