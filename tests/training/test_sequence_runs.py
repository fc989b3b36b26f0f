"""Sequences as inputs: the rows of scikit-learn's digits, and words of its descriptions as letters."""

from __future__ import annotations

import re
from pathlib import Path

import keras
import numpy as np
import pyarrow as pa
import pytest
from pyarrow import parquet
from sklearn import datasets

import nnspec
from nnspec.errors import SpecError
from nnspec.reporting.run_folder import read_run
from nnspec.training.restore import restore_run
from nnspec.training.strategy import open_strategy
from small_runs import SmallRun, train_small, write_json_lines

pytestmark = pytest.mark.backend

LONGEST = 12
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def digits_as_rows(n: int = 300) -> tuple[list[list[list[float]]], list[int]]:
    """Give pictures as sequences of their rows, up to the last row with a dark pixel, so that lengths differ."""
    bunch = datasets.load_digits()
    sequences = []
    for image in bunch.images[:n] / 16:
        last = np.flatnonzero(image.max(axis=1) > 0.9)[-1]
        sequences.append(image[: last + 1].tolist())
    return sequences, bunch.target[:n].tolist()


def words() -> list[str]:
    """List the different words of a description of a data set."""
    return sorted({word for word in re.findall(r"[a-z]+", datasets.load_iris().DESCR.lower()) if 2 < len(word) <= 10})


def write_digits(folder: Path, **changes: object) -> None:
    rows, digits = digits_as_rows()
    lines = [{"rows": row, "digit": digit} for row, digit in zip(rows, digits, strict=True)]
    lines[7] |= changes
    write_json_lines(folder / "digits.jsonl", lines)


def digits_run(folder: Path, *, keys: str = "shape: [8], padding_value: -1", layer: str = "{LSTM: 24}") -> SmallRun:
    text = f"""
    data: digits.jsonl
    inputs: {{rows: {{type: sequence, {keys}}}}}
    hidden: [{layer}]
    outputs: {{digit: category}}
    optimizer: {{Adam: {{learning_rate: 0.02}}}}
    train: {{epochs: 12, batch_size: 32}}
    """
    return train_small(folder, text, data="digits.jsonl")


@pytest.fixture(scope="module")
def digits(tmp_path_factory: pytest.TempPathFactory) -> SmallRun:
    folder = tmp_path_factory.mktemp("sequence")
    write_digits(folder)
    return digits_run(folder, keys=f"shape: [8], length: {LONGEST}, padding_value: -1")


def padded(rows: list[list[list[float]]], length: int) -> np.ndarray:
    return keras.utils.pad_sequences(rows, maxlen=length, dtype="float32", padding="post", truncating="post", value=-1)


def test_network_on_ragged_rows_learns_digits(digits: SmallRun) -> None:
    assert digits.record.metrics["train"]["accuracy"] > 0.8


def test_evaluation_of_sequences_agrees_with_their_report(digits: SmallRun) -> None:
    for split, values in nnspec.evaluate(digits.record).items():
        assert values == pytest.approx(digits.record.metrics[split], rel=1e-5), split


def test_saved_model_of_sequences_takes_what_pad_sequences_gives(digits: SmallRun) -> None:
    served = digits.serve(rows=padded(digits_as_rows()[0], LONGEST))
    predicted = digits.predict()
    assert served["digit"].tolist() == predicted["digit"].tolist()
    np.testing.assert_allclose(served["digit_probabilities"][:, 3], predicted["digit_3"], rtol=1e-4, atol=1e-6)


def test_more_padding_does_not_change_what_an_lstm_gives(digits: SmallRun) -> None:
    assert digits.record.folder is not None
    restored = restore_run(read_run(digits.record.folder), devices=open_strategy("none"))
    lstm = restored.models.trunk.get_layer("lstm")
    masking = restored.models.trunk.get_layer("masking")
    rows = digits_as_rows(20)[0]
    short, long = (np.asarray(lstm(masking(padded(rows, length)))) for length in (8, 30))
    np.testing.assert_allclose(short, long, atol=1e-6)
    assert np.abs(np.asarray(lstm(padded(rows, 30))) - long).max() > 0.01


def test_lists_of_parquet_read_like_those_of_json_lines(tmp_path: Path, digits: SmallRun) -> None:
    rows, numbers = digits_as_rows()
    parquet.write_table(pa.table({"rows": rows, "digit": numbers}), tmp_path / "digits.parquet")
    predicted = nnspec.predict(digits.record, str(tmp_path / "digits.parquet"))
    np.testing.assert_array_equal(predicted["digit_3"], digits.predict()["digit_3"])


def test_lists_of_several_lengths_are_no_plain_numbers(tmp_path: Path) -> None:
    write_digits(tmp_path)
    text = "data: digits.jsonl\ninputs: {rows: array}\nhidden: [Flatten]\noutputs: {digit: category}"
    with pytest.raises(SpecError, match="the lists in column `rows` are not numbers of one shape") as caught:
        train_small(tmp_path, text, data="digits.jsonl")
    (finding,) = caught.value.diagnostics
    assert finding.hint == "lists of several lengths are `type: sequence`"


def test_lists_in_an_npz_file_are_pickles_and_never_loaded(tmp_path: Path) -> None:
    rows = np.empty(2, dtype=object)
    rows[:] = [[1.0, 2.0], [3.0]]
    np.savez(tmp_path / "rows.npz", rows=rows, digit=np.array([0, 1]))
    text = "data: rows.npz\ninputs: {rows: sequence}\nhidden: [{LSTM: 2}]\noutputs: {digit: category}"
    with pytest.raises(SpecError, match="holds pickled objects, which are never loaded"):
        train_small(tmp_path, text, data="rows.npz")


def test_digits_as_arrays_of_one_length_train_without_a_mask(tmp_path: Path) -> None:
    text = """
    data: sklearn:digits
    inputs: {image: {type: sequence, mask: false}}
    hidden: [{GRU: 8}]
    outputs: {target: category}
    train: {epochs: 1, batch_size: 64}
    """
    run = train_small(tmp_path, text, data="sklearn:digits")
    served = run.serve(image=datasets.load_digits().images.astype("float32"))
    predicted = nnspec.predict(run.record, "sklearn:digits")
    assert served["target"].tolist() == predicted["target"].tolist()


def test_columns_as_steps_become_a_sequence_of_single_numbers(tmp_path: Path) -> None:
    text = """
    data: sklearn:diabetes
    inputs: {serum: {type: sequence, columns: [s*], mask: false}}
    hidden: [{Conv1D: {filters: 4, kernel_size: 2}}, Flatten]
    outputs: {target: number}
    train: {epochs: 1}
    """
    run = train_small(tmp_path, text, data="sklearn:diabetes")
    columns = nnspec.evaluate(run.record)
    assert columns.keys() == {"train", "validation", "test"}


def test_real_step_that_looks_like_padding_is_a_finding(tmp_path: Path) -> None:
    blank = [[0.5] * 8, [-1.0] * 8, [0.5] * 8]
    write_digits(tmp_path, rows=blank)
    with pytest.raises(SpecError, match="line 8: step 2 holds the padding value and would not count"):
        digits_run(tmp_path)


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([], "line 8, holds an empty sequence"),
        ([["one"] * 8], "line 8, holds no list of numbers of one shape"),
        ([[0.5] * 7], "the steps of `rows` have the shape"),
        ([[0.5] * 7 + [None]], "line 8, holds a sequence with a missing or infinite number"),
        ("none", "line 8, holds no list"),
    ],
)
def test_row_that_is_no_sequence_is_a_finding(tmp_path: Path, rows: object, message: str) -> None:
    write_digits(tmp_path, rows=rows)
    with pytest.raises(SpecError) as caught:
        digits_run(tmp_path)
    assert message in str(caught.value)


def letters_run(folder: Path, *, input_dim: int = 27, start: int = 1) -> SmallRun:
    rows = [{"letters": [LETTERS.index(c) + start for c in word], "long": len(word) > 6} for word in words()]
    write_json_lines(folder / "words.jsonl", rows)
    text = f"""
    data: words.jsonl
    inputs: {{letters: {{type: sequence, dtype: int32, padding: pre}}}}
    hidden: [{{Embedding: {{input_dim: {input_dim}, output_dim: 4}}}}, {{GRU: 8}}]
    outputs: {{long: binary}}
    optimizer: {{Adam: {{learning_rate: 0.02}}}}
    train: {{epochs: 8, batch_size: 16}}
    """
    return train_small(folder, text, data="words.jsonl")


def test_whole_numbers_are_masked_by_the_embedding_below(tmp_path: Path) -> None:
    run = letters_run(tmp_path)
    assert run.record.folder is not None
    trunk = restore_run(read_run(run.record.folder), devices=open_strategy("none")).models.trunk
    embedding = trunk.get_layer("embedding")
    assert embedding.mask_zero
    raw = [[LETTERS.index(c) + 1 for c in word] for word in words()]
    served = run.serve(letters=keras.utils.pad_sequences(raw, maxlen=10))
    np.testing.assert_allclose(served["long_probability"], run.predict()["long_probability"], rtol=1e-4)


def test_embedding_without_a_place_for_each_whole_number_is_a_finding(tmp_path: Path) -> None:
    with pytest.raises(SpecError, match="has 20 places, `letters` needs 2"):
        letters_run(tmp_path, input_dim=20)


def test_whole_number_that_is_padding_is_a_finding(tmp_path: Path) -> None:
    with pytest.raises(SpecError, match="step 7 holds the padding value") as caught:
        letters_run(tmp_path, start=0)
    (finding,) = caught.value.diagnostics
    assert finding.hint == "let the numbers start at 1, or `mask: false`"
