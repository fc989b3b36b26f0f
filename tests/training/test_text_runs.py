"""Texts as inputs: sentences of scikit-learn's descriptions of its data sets, told apart by the set they describe."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pytest
from sklearn import datasets

import nnspec
from nnspec.errors import SpecError
from small_runs import SmallRun, train_small, write_json_lines

pytestmark = pytest.mark.backend

SETS = {"iris": datasets.load_iris, "wine": datasets.load_wine, "breast_cancer": datasets.load_breast_cancer}
SPEC = """
    data: sentences.jsonl
    inputs: {{sentence: {{type: text{keys}}}}}
    hidden: [{hidden}]
    outputs: {{described: category}}
    optimizer: {{Adam: {{learning_rate: 0.01}}}}
    train: {{epochs: {epochs}, batch_size: 16}}
"""


def sentences() -> list[dict[str, str]]:
    found = []
    for name, load in SETS.items():
        plain = re.sub(r"[\s:|=*-]+", " ", load().DESCR)
        found += [{"sentence": part.strip(), "described": name} for part in plain.split(". ") if len(part) > 20]
    return found


def train(folder: Path, *, keys: str = "", hidden: str, epochs: int = 12) -> SmallRun:
    write_json_lines(folder / "sentences.jsonl", sentences())
    return train_small(folder, SPEC.format(keys=keys, hidden=hidden, epochs=epochs), data="sentences.jsonl")


@pytest.fixture(scope="module")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> SmallRun:
    hidden = "{Embedding: {input_dim: 300, output_dim: 16, mask_zero: true}}, GlobalAveragePooling1D"
    return train(tmp_path_factory.mktemp("text"), keys=", max_tokens: 300", hidden=hidden)


def test_network_on_texts_learns_what_they_describe(embedded: SmallRun) -> None:
    assert embedded.record.metrics["train"]["accuracy"] > 0.9


def test_evaluation_of_texts_agrees_with_their_report(embedded: SmallRun) -> None:
    for split, values in nnspec.evaluate(embedded.record).items():
        assert values == pytest.approx(embedded.record.metrics[split], rel=1e-5), split


def test_saved_model_of_texts_takes_raw_texts_and_predicts_the_same(embedded: SmallRun) -> None:
    served = embedded.serve(sentence=[row["sentence"] for row in sentences()])
    predicted = embedded.predict()
    assert served["described"].tolist() == predicted["described"].tolist()
    iris = predicted["described_iris"]
    classes = sorted(SETS)
    np.testing.assert_allclose(served["described_probabilities"][:, classes.index("iris")], iris, rtol=1e-5, atol=1e-7)


def test_state_of_texts_keeps_tokens_and_length(embedded: SmallRun) -> None:
    assert embedded.record.folder is not None
    state = json.loads((embedded.record.folder / "state.json").read_text("utf-8"))["inputs"]["sentence"]
    assert len(state["vocabulary"]) == 298
    assert set(state["vocabulary"][:2]) == {"of", "the"}
    assert embedded.record.resolved["inputs"]["sentence"]["output_sequence_length"] == state["length"]


@pytest.mark.parametrize("mode", ["multi_hot", "count", "tf_idf"])
def test_texts_as_vectors_train_and_serve_alike(tmp_path: Path, mode: str) -> None:
    run = train(tmp_path, keys=f", output_mode: {mode}", hidden="{Dense: 8}", epochs=2)
    served = run.serve(sentence=[row["sentence"] for row in sentences()])
    assert served["described"].tolist() == run.predict()["described"].tolist()


def test_empty_text_reads_as_the_text_that_fills(tmp_path: Path) -> None:
    hidden = "{Embedding: {input_dim: 900, output_dim: 4}}, Flatten"
    run = train(tmp_path, keys=', fill: "Iris plants database"', hidden=hidden, epochs=1)
    served = run.serve(sentence=["", "  !! ", "iris PLANTS database"])["described_probabilities"]
    np.testing.assert_allclose(served[0], served[2], rtol=1e-6)
    np.testing.assert_allclose(served[1], served[2], rtol=1e-6)


def test_embedding_without_places_for_all_tokens_is_a_finding(tmp_path: Path) -> None:
    with pytest.raises(SpecError, match="NN157") as caught:
        train(tmp_path, keys=", max_tokens: 300", hidden="{Embedding: {input_dim: 200, output_dim: 4}}, Flatten")
    (finding,) = caught.value.diagnostics
    assert finding.expected == "`input_dim: 300`: 298 tokens, padding and the unknown"
    assert finding.hint == "or say `max_tokens: 200` in `sentence`"
