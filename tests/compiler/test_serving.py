"""The served model speaks the data's language: units, classes, probabilities."""

import numpy as np
import pytest

from nnspec.errors import SpecError
from small_networks import categories, network, numbers, run, target

pytestmark = pytest.mark.backend

X = np.array([[1.0, -2.0, 0.5], [0.3, 0.1, -4.0]], "float32")


def serve(declaration, state, **options):
    made = network(f"inputs: {{x: number}}\noutputs: {{y: {declaration}}}\n", outputs={"y": state}, **options)
    models = made.build()
    return run(models.serving, x=X), run(models.trunk, x=X)["y"]


def test_serving_number_undoes_the_standardisation():
    served, raw = serve("{type: number, scale: standard}", target(2, mean=(5.0, -1.0), variance=(4.0, 0.0)))
    assert np.allclose(served["y"], raw * [2.0, 1.0] + [5.0, -1.0], rtol=1e-6)


def test_serving_number_without_statistics_is_the_tensor():
    served, raw = serve("number", target(1))
    assert np.array_equal(served["y"], raw)


def test_serving_category_gives_text_classes_and_probabilities():
    served, raw = serve("category", target(3, classes=("p", "q", "r")))
    assert served["y"].astype(str).tolist() == [["p", "q", "r"][i] for i in raw.argmax(axis=1)]
    assert np.array_equal(served["y_probabilities"], raw)


def test_serving_category_of_numbers_gives_the_numbers():
    served, raw = serve("category", target(3, classes=(30, -7, 9)))
    assert served["y"].tolist() == [[30, -7, 9][i] for i in raw.argmax(axis=1)]
    assert served["y"].dtype == np.int64


def test_serving_category_without_known_classes_gives_the_index():
    served, raw = serve("category", target(3))
    assert served["y"].tolist() == raw.argmax(axis=1).tolist()


def test_serving_category_of_logits_gives_scores():
    served, _ = serve("{type: category, activation: linear}", target(3))
    assert set(served) == {"y", "y_scores"}


def test_serving_binary_gives_the_class_and_its_probability():
    served, raw = serve("binary", target(1, classes=("no", "yes")))
    assert served["y"].astype(str).tolist() == ["yes" if value > 0.5 else "no" for value in raw[:, 0]]
    assert np.array_equal(served["y_probability"], raw[:, 0])


def test_serving_binary_of_truth_values_gives_truth_values():
    served, raw = serve("binary", target(1, classes=(False, True)))
    assert served["y"].tolist() == (raw[:, 0] > 0.5).tolist()
    assert served["y"].dtype == np.bool_


def test_serving_binary_of_scores_decides_at_zero():
    served, raw = serve("{type: binary, activation: linear, loss: Hinge}", target(1))
    assert served["y"].tolist() == (raw[:, 0] > 0).astype(int).tolist()
    assert "y_score" in served


def test_serving_multilabel_gives_zeros_and_ones_by_column():
    served, raw = serve("multilabel", target(3))
    assert np.array_equal(served["y"], (raw > 0.5).astype(int))
    assert np.array_equal(served["y_probabilities"], raw)


def test_serving_array_is_as_it_is():
    served, raw = serve("{type: array, head: {Dense: 2}}", target(2))
    assert np.array_equal(served["y"], raw)


def test_serving_shares_the_weights_of_the_trunk():
    models = network("inputs: {x: number}\noutputs: {y: number}\n").build()
    before = run(models.serving, x=X)["y"]
    models.trunk.get_layer("y").bias.assign([3.0])
    assert np.allclose(run(models.serving, x=X)["y"], before + 3.0, atol=1e-6)


def test_serving_runs_in_predict():
    models = network(
        "inputs: {x: number, c: category}\noutputs: {y: category}\n",
        inputs={"x": numbers(3), "c": categories("a")},
        outputs={"y": target(2, classes=("u", "v"))},
    ).build()
    given = models.serving.predict({"x": X, "c": np.array(["a", "b"], object)}, verbose=0)
    assert {value.decode() for value in given["y"]} <= {"u", "v"}


def test_serving_outputs_of_one_name_are_nn150():
    made = network(
        "inputs: {x: number}\noutputs: {y: category, y_probabilities: {type: number}}\n",
        outputs={"y": target(2), "y_probabilities": target(1)},
    )
    with pytest.raises(SpecError) as caught:
        made.build()
    assert [finding.code for finding in caught.value.diagnostics] == ["NN150"]


@pytest.mark.parametrize(
    ("declaration", "learned"),
    [
        ("number", {"mean": (5.0, -1.0, 0.0), "variance": (4.0, 9.0, 1.0)}),
        ("{type: number, scale: minmax}", {"minimum": (5.0, -1.0, 0.0), "maximum": (7.0, 2.0, 1.0)}),
        ("{type: array, scale: standard}", {"mean": (5.0, -1.0, 0.0), "variance": (4.0, 9.0, 1.0)}),
    ],
)
@pytest.mark.parametrize("kind", ["number", "array"])
def test_serving_of_an_input_that_is_its_own_target_speaks_its_unit(declaration, learned, kind):
    text = f"inputs: {{x: {declaration}}}\noutputs: {{y: {{type: {kind}, target: x, head: none}}}}\n"
    models = network(text, inputs={"x": numbers(3, **learned)}, outputs={"y": target(3)}).build()
    assert np.allclose(run(models.serving, x=X)["y"], X, atol=1e-5)
