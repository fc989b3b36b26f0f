"""Ejected scripts encode texts, sequences and dates as nnspec does, and train on them."""

from __future__ import annotations

import csv
import datetime
import json
import re
import subprocess
import sys
from pathlib import Path

import keras
import numpy as np
import pytest
from sklearn import datasets

import nnspec
from ejected_scripts import Compared, compare
from nnspec.training.build import build_models_of

pytestmark = pytest.mark.backend

LETTERS = "abcdefghijklmnopqrstuvwxyz"
TEXTS = """\
nnspec: 1
data: {{source: sentences.jsonl, split: {{validation: 0.2, test: 0.2}}}}
inputs: {{sentence: {{type: text, {keys}}}}}
hidden: [{hidden}]
outputs: {{described: category}}
train: {{epochs: 1}}
"""
WORDS = """\
nnspec: 1
data: {{source: words.jsonl, split: {{validation: 0.2, test: 0.2}}}}
inputs: {{letters: {{type: sequence, {keys}}}}}
hidden: [{hidden}]
outputs: {{{outputs}}}
train: {{epochs: 1}}
"""
EMBEDDED = "{Embedding: {input_dim: 27, output_dim: 4}}, {GRU: {units: 4, return_sequences: true}}"


def write_lines(path: Path, rows: list[dict[str, object]]) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")


def write_sentences(folder: Path) -> None:
    rows: list[dict[str, object]] = []
    for name, load in (("iris", datasets.load_iris), ("wine", datasets.load_wine)):
        plain = re.sub(r"[\s:|=*-]+", " ", load().DESCR)
        rows += [{"sentence": part.strip(), "described": name} for part in plain.split(". ") if len(part) > 20]
    rows[2]["sentence"] = None
    write_lines(folder / "sentences.jsonl", rows)


def write_words(folder: Path) -> None:
    found = re.findall(r"[a-z]+", datasets.load_iris().DESCR.lower())
    words = sorted({word for word in found if 2 < len(word) <= 10})
    rows: list[dict[str, object]] = [
        {
            "letters": [LETTERS.index(letter) + 1 for letter in word],
            "kind": ["vowel" if letter in "aeiou" else "consonant" for letter in word],
            "place": [float("aeiou".find(letter)) for letter in word],
            "ending": "s" if word.endswith("s") else "other",
        }
        for word in words
    ]
    write_lines(folder / "words.jsonl", rows)


def check_format(script: Path) -> None:
    options = ["--isolated", "--line-length", "100"]
    for check in (["format", "--check", *options], ["check", "--select", "E,F,I,W,B", *options]):
        done = subprocess.run([sys.executable, "-m", "ruff", *check, str(script)], capture_output=True, text=True)
        assert done.returncode == 0, done.stdout


def check_rows(compared: Compared) -> None:
    for part, rows in compared.parts.items():
        for name, values in getattr(compared.splits, part).inputs.items():
            np.testing.assert_array_equal(rows[name], values)


@pytest.mark.parametrize(
    "keys",
    [
        "fill: none",
        "fill: none, max_tokens: 40",
        "fill: none, split: character, standardize: lower, ngrams: 2, output_sequence_length: 30",
        "fill: none, vocabulary: [iris, wine, the, a], standardize: none",
    ],
)
def test_texts_become_the_tokens_that_nnspec_makes(tmp_path: Path, keys: str) -> None:
    write_sentences(tmp_path)
    hidden = "{Embedding: {input_dim: 2000, output_dim: 4, mask_zero: true}}, GlobalAveragePooling1D"
    compared = compare(TEXTS.format(keys=keys, hidden=hidden), tmp_path)
    check_rows(compared)
    compared.check()
    check_format(tmp_path / "ejected.py")


@pytest.mark.parametrize(
    "keys",
    [
        "fill: none, output_mode: tf_idf, max_tokens: 50",
        "fill: none, output_mode: count",
        "fill: none, output_mode: multi_hot, ngrams: [1, 2]",
        "fill: none, output_mode: tf_idf, vocabulary: [iris, wine]",
        "fill: none, output_mode: tf_idf, vocabulary: [iris, wine], idf_weights: [0.5, 2.0]",
        "fill: none, output_mode: multi_hot, split: none",
    ],
)
def test_texts_become_the_vectors_that_nnspec_makes(tmp_path: Path, keys: str) -> None:
    write_sentences(tmp_path)
    compare(TEXTS.format(keys=keys, hidden="{Dense: 4}"), tmp_path).check()
    check_format(tmp_path / "ejected.py")


def test_script_on_texts_trains_to_its_end(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_sentences(tmp_path)
    compare(TEXTS.format(keys="fill: none, output_mode: tf_idf", hidden="{Dense: 4}"), tmp_path).script.main()
    assert "\ntest {" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("keys", "hidden"),
    [
        ("dtype: int32", "{Embedding: {input_dim: 27, output_dim: 4}}, {GRU: 4}"),
        (
            "dtype: int64, length: 5, padding: pre, truncating: pre",
            "{Embedding: {input_dim: 27, output_dim: 4}}, {GRU: 4}",
        ),
        ("length: 12, padding_value: -1", "{LSTM: 4}"),
        ("dtype: float64, mask: false", "{Conv1D: {filters: 4, kernel_size: 3}}, GlobalMaxPooling1D"),
    ],
)
def test_sequences_are_padded_and_masked_as_nnspec_does(tmp_path: Path, keys: str, hidden: str) -> None:
    write_words(tmp_path)
    compared = compare(WORDS.format(keys=keys, hidden=hidden, outputs="ending: binary"), tmp_path)
    check_rows(compared)
    compared.check()
    check_format(tmp_path / "ejected.py")


@pytest.mark.parametrize(
    ("keys", "outputs"),
    [
        ("dtype: int32", "kind: {type: category, per_position: true}"),
        ("dtype: int32, length: 6, padding: pre", "kind: {type: binary, per_position: true}"),
        ("dtype: int32, length: 12", "place: {type: number, scale: standard, per_position: true}"),
    ],
)
def test_truth_of_each_step_counts_where_nnspec_counts_it(
    tmp_path: Path, keys: str, outputs: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write_words(tmp_path)
    compared = compare(WORDS.format(keys=keys, hidden=EMBEDDED, outputs=outputs), tmp_path)
    check_rows(compared)
    compared.check()
    train, name = compared.splits.train, outputs.partition(":")[0]
    truth, given, counted = train.targets[name], compared.parts["train"][name], train.counted[name]
    assert compared.script.is_known(given).reshape(counted.shape).tolist() == counted.tolist()
    assert given[counted].tolist() == truth[counted].tolist()
    compared.script.main()
    assert "\ntest {" in capsys.readouterr().out
    check_format(tmp_path / "ejected.py")


def write_days(folder: Path) -> None:
    start = datetime.datetime(1969, 1, 1, 13, 30, tzinfo=datetime.UTC)
    moments = [start + datetime.timedelta(days=53 * i, hours=i % 9) for i in range(200)]
    with (folder / "days.csv").open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(["day", "weekday"])
        writer.writerow(["", "Friday"])
        writer.writerow(["2024-05", "Wednesday"])
        writer.writerows([day.isoformat(), day.strftime("%A")] for day in moments)


@pytest.mark.parametrize("keys", ["fill: 2024-05-31", "fill: 2024-05-31T08:00+02:00, parts: [weekday, hour]"])
def test_dates_become_the_numbers_that_nnspec_makes(
    tmp_path: Path, keys: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write_days(tmp_path)
    text = f"""\
nnspec: 1
data: {{source: days.csv, split: {{test: 0.2}}}}
inputs: {{day: {{type: date, {keys}}}}}
hidden: [{{Dense: 8}}]
outputs: {{weekday: category}}
train: {{epochs: 1}}
"""
    compared = compare(text, tmp_path)
    check_rows(compared)
    compared.check()
    compared.script.main()
    assert "\ntest {" in capsys.readouterr().out
    check_format(tmp_path / "ejected.py")


def test_missing_date_without_fill_is_nan_as_in_nnspec(tmp_path: Path) -> None:
    (tmp_path / "days.csv").write_text("day,y\n" + "".join(f"20{i:02}-05-0{i % 9 + 1},{i % 2}\n" for i in range(40)))
    text = """\
nnspec: 1
data: {source: days.csv, split: {test: 0.2}}
inputs: {day: {type: date, parts: [year, weekday]}}
hidden: [{Dense: 2}]
outputs: {y: binary}
"""
    compared = compare(text, tmp_path)
    moments = {"day": np.array([np.nan, 0.0])}
    encoder = build_models_of(nnspec.load(tmp_path / "spec.yaml")).models.encoder
    expected = keras.ops.convert_to_numpy(encoder(moments)["day"])
    given = keras.ops.convert_to_numpy(compared.script.build_encoder(compared.parts["train"])(moments)["day"])
    assert np.isnan(expected[0]).all()
    np.testing.assert_allclose(given, expected, rtol=1e-4)


def test_rows_split_by_months_are_those_of_nnspec(tmp_path: Path) -> None:
    months = [f"20{i % 40:02}-{i % 12 + 1:02}" for i in range(80)]
    (tmp_path / "months.csv").write_text("month,x,y\n" + "".join(f"{m},{i},{i % 2}\n" for i, m in enumerate(months)))
    text = """\
nnspec: 1
data: {source: months.csv, split: {test: 0.2, time: month}}
inputs: {x: number}
hidden: [{Dense: 2}]
outputs: {y: binary}
"""
    check_rows(compare(text, tmp_path))


@pytest.mark.parametrize("scale", ["unit", "standard", "none"])
def test_augmented_pictures_change_while_a_script_trains(
    tmp_path: Path, scale: str, capsys: pytest.CaptureFixture[str]
) -> None:
    text = f"""\
nnspec: 1
data: {{source: "sklearn:digits", split: {{test: 0.8}}}}
inputs: {{image: {{type: image, scale: {scale}, augment: AUGMENT}}}}
hidden: [Flatten, {{Dense: 8}}]
outputs: {{target: category}}
train: {{epochs: 1}}
"""
    moved = "{RandomTranslation: {height_factor: 0.1, width_factor: 0.1}}"
    compared = compare(text.replace("AUGMENT", f"[{moved}, {{RandomRotation: 0.05}}]"), tmp_path)
    compared.check()
    script, train = compared.script, compared.parts["train"]
    pictures = script.encode(script.build_encoder(train), train)["image"]
    change = script.build_augmenters(train)["image"]
    np.testing.assert_allclose(change(pictures, training=False), pictures, rtol=1e-4, atol=1e-4)
    assert not np.allclose(change(pictures, training=True), pictures, atol=1e-2)
    script.main()
    assert "\ntest {" in capsys.readouterr().out
    check_format(tmp_path / "ejected.py")
