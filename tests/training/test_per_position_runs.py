"""A class or number for every pixel or step: the strokes of digits, and the vowels of words."""

from __future__ import annotations

import json
import re
from pathlib import Path

import keras
import numpy as np
import pytest
from sklearn import datasets

import nnspec
from nnspec.datasets.loading import load_splits
from nnspec.datasets.writing import write_columns
from nnspec.errors import SpecError
from nnspec.references.project import project_paths
from nnspec.reporting.run_folder import read_run
from nnspec.training.network import make_examples, run_in_batches
from nnspec.training.restore import restore_run
from nnspec.training.strategy import open_strategy
from nnspec.training.trainer import Trainer
from small_runs import SmallRun, train_small, write_json_lines

pytestmark = pytest.mark.backend

LETTERS = "abcdefghijklmnopqrstuvwxyz"


def words() -> list[str]:
    found = re.findall(r"[a-z]+", datasets.load_iris().DESCR.lower())
    return sorted({word for word in found if 2 < len(word) <= 10})


def word_row(word: str) -> dict[str, object]:
    kinds = ["vowel" if letter in "aeiou" else "consonant" for letter in word]
    numbers = [float("aeiou".find(letter)) for letter in word]
    return {"letters": [LETTERS.index(letter) + 1 for letter in word], "kind": kinds, "place": numbers}


def words_run(
    folder: Path,
    outputs: str,
    *,
    keys: str = "",
    layer: str = "GRU: {units: 8, return_sequences: true}",
    change: dict[str, object] | None = None,
    epochs: int = 10,
) -> SmallRun:
    rows = [word_row(word) for word in words()]
    rows[3] |= change or {}
    write_json_lines(folder / "words.jsonl", rows)
    text = f"""
    data: words.jsonl
    inputs: {{letters: {{type: sequence, dtype: int32{keys}}}}}
    hidden:
      - Embedding: {{input_dim: 27, output_dim: 8}}
      - {layer}
    outputs: {outputs}
    optimizer: {{Adam: {{learning_rate: 0.03}}}}
    train: {{epochs: {epochs}, batch_size: 16}}
    """
    return train_small(folder, text, data="words.jsonl")


def pixels_run(folder: Path, output: str, *, epochs: int = 3) -> SmallRun:
    images = datasets.load_digits().images[:300]
    stroke = images > 7
    np.savez(
        folder / "strokes.npz",
        image=(images * 15).astype(np.uint8),
        stroke=stroke,
        part=np.where(stroke, np.where(images > 12, "dark", "grey"), "paper"),
        level=images / 16,
    )
    text = f"""
    data: strokes.npz
    inputs: {{image: image}}
    hidden: [{{Conv2D: {{filters: 8, kernel_size: 3, padding: same, activation: relu}}}}]
    outputs: {output}
    optimizer: {{Adam: {{learning_rate: 0.02}}}}
    train: {{epochs: {epochs}, batch_size: 32}}
    """
    return train_small(folder, text, data="strokes.npz")


@pytest.fixture(scope="module")
def kinds(tmp_path_factory: pytest.TempPathFactory) -> SmallRun:
    return words_run(tmp_path_factory.mktemp("words"), "{kind: {type: category, per_position: true}}")


def test_network_learns_which_letters_are_vowels(kinds: SmallRun) -> None:
    assert kinds.record.metrics["test"]["accuracy"] > 0.95


def test_evaluation_per_position_agrees_with_the_report(kinds: SmallRun) -> None:
    for split, values in nnspec.evaluate(kinds.record).items():
        assert values == pytest.approx(kinds.record.metrics[split], rel=1e-5), split


def test_saved_model_gives_a_class_for_every_letter(kinds: SmallRun) -> None:
    raw = keras.utils.pad_sequences([word_row(word)["letters"] for word in words()], maxlen=10, padding="post")
    served, predicted = kinds.serve(letters=raw), kinds.predict()
    assert served["kind"].tolist() == predicted["kind"].tolist()
    np.testing.assert_allclose(served["kind_probabilities"], predicted["kind_probabilities"], rtol=1e-4, atol=1e-6)
    word = words()[5]
    assert predicted["kind"][5, : len(word)].tolist() == word_row(word)["kind"]


def by_hand(run: SmallRun) -> tuple[float, float]:
    """Compute loss and accuracy over the letters of all test words, without padding, as plain Keras would."""
    assert run.record.folder is not None
    read = read_run(run.record.folder)
    restored = restore_run(read, devices=open_strategy("none"))
    rows = load_splits(read.spec, paths=project_paths(read.spec.folder)).test
    assert rows is not None
    outputs = restored.models.trunk(run_in_batches(restored.models.encoder, rows))["kind"]
    classes = ["consonant", "vowel"]
    real = rows.inputs["letters"] != 0
    truth = np.array([classes.index(kind) for kind in rows.targets["kind"][real]])
    given = np.asarray(outputs)[real]
    loss = keras.losses.SparseCategoricalCrossentropy()(truth, given)
    return float(loss), float(np.mean(given.argmax(axis=1) == truth))


def test_padded_positions_do_not_count(kinds: SmallRun) -> None:
    loss, accuracy = by_hand(kinds)
    metrics = kinds.record.metrics["test"]
    assert (metrics["loss"], metrics["accuracy"]) == pytest.approx((loss, accuracy), rel=1e-5)


def test_padded_positions_do_not_count_where_layers_lose_the_mask(tmp_path: Path) -> None:
    layer = "Conv1D: {filters: 8, kernel_size: 3, padding: same}"
    outputs = "{kind: {type: category, per_position: true}}"
    run = words_run(tmp_path, outputs, keys=", mask: false, length: 14", layer=layer, epochs=2)
    loss, accuracy = by_hand(run)
    metrics = run.record.metrics["test"]
    assert (metrics["loss"], metrics["accuracy"]) == pytest.approx((loss, accuracy), rel=1e-5)


def test_truth_is_padded_and_cut_like_its_sequence(tmp_path: Path) -> None:
    outputs = "{kind: {type: category, per_position: true}}"
    keys = ", padding: pre, truncating: pre, length: 6"
    run = words_run(tmp_path, outputs, keys=keys, epochs=1)
    spec = read_run(run.record.folder).spec
    rows = load_splits(spec, paths=project_paths(spec.folder)).train
    for letters, kind in zip(rows.inputs["letters"], rows.targets["kind"], strict=True):
        assert [each for each in kind if each in ("vowel", "consonant")] == [
            "vowel" if LETTERS[letter - 1] in "aeiou" else "consonant" for letter in letters if letter
        ]


def test_class_weights_weigh_positions(tmp_path: Path) -> None:
    outputs = "{kind: {type: category, per_position: true, class_weight: {vowel: 3.0, consonant: 0.5}}}"
    run = words_run(tmp_path, outputs, epochs=1)
    read = read_run(run.record.folder)
    restored = restore_run(read, devices=open_strategy("none"))
    rows = load_splits(read.spec, paths=project_paths(read.spec.folder)).test
    encoded = run_in_batches(restored.models.encoder, rows)
    real = rows.inputs["letters"] != 0
    given = np.asarray(restored.models.trunk(encoded)["kind"])[real]
    truth = (rows.targets["kind"][real] == "vowel").astype(int)
    losses = -np.log(given[np.arange(len(given)), truth])
    expected = np.mean(losses * np.where(truth == 1, 3.0, 0.5))
    assert run.record.metrics["test"]["loss"] == pytest.approx(expected, rel=1e-4)


def test_number_per_letter_trains_standardised_and_predicts_in_its_unit(tmp_path: Path) -> None:
    outputs = "{place: {type: number, per_position: true, scale: standard}}"
    run = words_run(tmp_path, outputs, epochs=40)
    predicted = run.predict()["place"]
    word = words()[5]
    assert predicted.shape[1:] == (10, 1)
    assert predicted[5, : len(word), 0] == pytest.approx(word_row(word)["place"], abs=1.2)
    raw = keras.utils.pad_sequences([word_row(word)["letters"] for word in words()], maxlen=10, padding="post")
    np.testing.assert_allclose(run.serve(letters=raw)["place"], predicted, rtol=1e-4, atol=1e-4)


def test_binary_truth_per_letter_has_its_metrics_over_letters(tmp_path: Path) -> None:
    outputs = "{kind: {type: binary, per_position: true, classes: [consonant, vowel]}}"
    run = words_run(tmp_path, outputs)
    given = run.predict()["kind_probability"]
    curve = keras.metrics.AUC()
    for word, row in zip(words(), given, strict=True):
        curve.update_state([letter in "aeiou" for letter in word], row[: len(word)])
    evaluated = nnspec.evaluate(run.record, str(run.data))["data"]
    assert evaluated["auc"] == pytest.approx(float(curve.result()), rel=1e-4)
    assert evaluated["accuracy"] > 0.9


@pytest.mark.parametrize("output", ["stroke: {type: binary", "part: {type: category", "level: {type: number"])
def test_network_learns_every_pixel_and_serves_alike(tmp_path: Path, output: str) -> None:
    run = pixels_run(tmp_path, f"{{{output}, per_position: true}}}}")
    name = output.partition(":")[0]
    predicted = run.predict()
    served = run.serve(image=(datasets.load_digits().images[:300, :, :, np.newaxis] * 15).astype(np.uint8))
    assert predicted[name].shape[:3] == (300, 8, 8)
    if name == "level":
        np.testing.assert_allclose(served[name], predicted[name], rtol=1e-4, atol=1e-5)
    else:
        assert served[name].tolist() == predicted[name].tolist()
        assert run.record.metrics["test"]["accuracy"] > 0.7


def test_accuracy_of_pixels_is_the_share_of_right_pixels(tmp_path: Path) -> None:
    run = pixels_run(tmp_path, "{part: {type: category, per_position: true}}", epochs=1)
    evaluated = nnspec.evaluate(run.record, str(run.data))["data"]["accuracy"]
    truth = np.load(run.data)["part"]
    assert evaluated == pytest.approx(np.mean(run.predict()["part"] == truth), rel=1e-5)


def test_batches_of_any_size_count_the_same_positions(kinds: SmallRun) -> None:
    assert kinds.record.folder is not None
    read, devices = read_run(kinds.record.folder), open_strategy("none")
    restored = restore_run(read, devices=devices)
    rows = load_splits(read.spec, paths=project_paths(read.spec.folder)).train
    examples = make_examples(read.spec, read.state, rows, encoded=run_in_batches(restored.models.encoder, rows))
    trainer = Trainer(restored.models.trunk, objectives=restored.objectives, devices=devices)
    whole, parts = trainer.evaluate(examples), trainer.evaluate(examples, batch_size=7)
    assert whole == pytest.approx(parts, rel=1e-5)


def test_truth_of_another_length_than_its_sequence_is_a_finding(tmp_path: Path) -> None:
    change = {"kind": ["vowel"]}
    with pytest.raises(SpecError, match="`kind`, line 4, has 1 positions, `letters` "):
        words_run(tmp_path, "{kind: {type: category, per_position: true}}", change=change)


def test_single_values_are_no_truth_per_position(tmp_path: Path) -> None:
    change = {"kind": "vowel"}
    with pytest.raises(SpecError, match="`kind` has a truth per position, and column `kind` holds single values"):
        words_run(tmp_path, "{kind: {type: category, per_position: true}}", change=change)


def test_class_that_training_never_saw_is_found_in_its_row(kinds: SmallRun, tmp_path: Path) -> None:
    rows = [word_row("iris"), word_row("sepal")]
    rows[1]["kind"][2] = "digit"
    file = tmp_path / "other.jsonl"
    write_json_lines(file, rows)
    with pytest.raises(SpecError, match="training never saw the class `digit`, which stands in line 2"):
        nnspec.evaluate(kinds.record, str(file))


def test_positions_are_written_as_lists(kinds: SmallRun, tmp_path: Path) -> None:
    write_columns(kinds.predict(), tmp_path / "predicted.jsonl")
    line = json.loads((tmp_path / "predicted.jsonl").read_text("utf-8").splitlines()[0])
    assert set(line["kind"]) <= {"vowel", "consonant"}
