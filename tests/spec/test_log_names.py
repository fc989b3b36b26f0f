"""The names of logs, and how a spec may write them."""

from __future__ import annotations

import pytest

from nnspec.spec.logs import log_names, metric_names, monitored_names, to_log_name
from reading import spec_of


def test_logs_of_one_output_have_no_prefix():
    spec = spec_of("inputs: {x: number}\noutputs: {y: binary}\n")
    assert log_names(spec) == ("loss", "accuracy", "auc")


def test_logs_of_several_outputs_begin_with_their_output():
    spec = spec_of("inputs: {x: number}\noutputs: {a: {type: number, metrics: [mae]}, b: category}\n")
    assert log_names(spec) == ("loss", "a_loss", "a_mean_absolute_error", "b_loss", "b_accuracy")


def test_repeated_metric_is_counted_and_a_given_name_is_kept():
    text = "inputs: {x: number}\noutputs: {y: {type: binary, metrics: [AUC, AUC, {AUC: {name: area}}]}}\n"
    assert metric_names(spec_of(text).outputs[0]) == ("auc", "auc_1", "area")


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("val_loss", "val_loss"),
        ("validation.loss", "val_loss"),
        ("train.loss", "loss"),
        ("test.y.accuracy", "test_y_accuracy"),
        ("validation.species.accuracy", "val_species_accuracy"),
        ("loss", "loss"),
        ("other.loss", "other.loss"),
    ],
)
def test_written_names_become_keras_own(written, name):
    assert to_log_name(written) == name


def test_callbacks_may_watch_both_splits_and_the_learning_rate():
    assert set(monitored_names(spec_of())) == {
        *("loss", "mean_absolute_error", "root_mean_squared_error", "learning_rate"),
        *("val_loss", "val_mean_absolute_error", "val_root_mean_squared_error"),
    }
