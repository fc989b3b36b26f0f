"""`fit_state` and `encode_targets`: statistics, vocabularies, classes, and each loss's form of the target."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from nnspec.datasets.fitting import fit_state
from nnspec.datasets.rows import Rows
from nnspec.datasets.statistics import moments
from nnspec.datasets.targets import encode_targets
from nnspec.errors import SpecError
from nnspec.spec.binding import Binding
from nnspec.spec.calls import Call
from nnspec.tables.state import state_from_data, state_to_data


def rows_of(inputs=None, targets=None, columns=None):
    inputs, targets, columns = inputs or {}, targets or {}, columns or {}
    names = {name: columns.get(name, (name,)) for name in (*inputs, *targets)}
    n = len(next(iter((*inputs.values(), *targets.values()))))
    binding = Binding({name: names[name] for name in inputs}, {name: names[name] for name in targets})
    return Rows(inputs=inputs, targets=targets, weight=None, numbers=np.arange(n), binding=binding)


def objects(*values):
    return np.array(values, dtype=object)


@pytest.fixture
def fit_input(spec_of):
    def fit(values, **keys):
        spec = spec_of({}, {"x": keys}, {})
        return fit_state(spec, rows_of({"x": values})).inputs["x"]

    return fit


@pytest.fixture
def encode(spec_of):
    """Fit an output on its truth and encode this or another truth; gives state and target."""

    def run(truth, *, other=None, columns=("y",), **keys):
        spec = spec_of({}, {}, {"y": keys})
        state = fit_state(spec, rows_of(targets={"y": truth}, columns={"y": columns}))
        encoded = encode_targets(spec, state, rows_of(targets={"y": truth if other is None else other}))
        return state.outputs["y"], encoded["y"]

    return run


def finding_of(call):
    with pytest.raises(SpecError) as caught:
        call()
    (finding,) = caught.value.diagnostics
    return finding


@given(arrays(np.float64, st.tuples(st.integers(1, 40), st.integers(1, 3)), elements=st.floats(-1e6, 1e6, width=32)))
def test_moments_agree_with_numpy(values):
    found, variance = moments(values), values.var(axis=0)
    np.testing.assert_allclose(found.mean, values.mean(axis=0), rtol=1e-9, atol=1e-6)
    varied = values.max(axis=0) > values.min(axis=0) + 1e-3
    np.testing.assert_allclose(found.variance[varied], variance[varied], rtol=1e-6, atol=1e-9)


def test_moments_by_chunks_are_those_of_the_whole(monkeypatch):
    values = np.random.default_rng(0).normal(1e3, 1, (1000, 3))
    monkeypatch.setattr("nnspec.datasets.statistics._CHUNK_VALUES", 30)
    found = moments(values)
    np.testing.assert_allclose(found.mean, values.mean(axis=0), rtol=1e-12)
    np.testing.assert_allclose(found.variance, values.var(axis=0), rtol=1e-9)


@pytest.mark.parametrize("value", [0.0, 0.1, 1e6 / 3])
def test_constant_feature_has_variance_one(fit_input, value):
    state = fit_input(np.full((100, 1), value, np.float32), scale="standard")
    assert state.variance == (1.0,)


def test_constant_feature_has_range_one(fit_input):
    state = fit_input(np.full((10, 1), 5, np.float32), scale="minmax")
    assert (state.minimum, state.maximum) == ((5.0,), (6.0,))


def test_number_without_scale_learns_nothing(fit_input):
    state = fit_input(np.ones((3, 2), np.float32), scale="none")
    assert (state.mean, state.minimum, state.shape, state.dtype) == (None, None, (2,), "float32")


def test_number_with_known_statistics_keeps_them(fit_input):
    state = fit_input(np.ones((3, 2), np.float32), mean=1.5, variance=[4.0, 9.0])
    assert (state.mean, state.variance) == ((1.5, 1.5), (4.0, 9.0))


@pytest.mark.parametrize(("fill", "expected"), [("mean", 4.0), ("median", 2.0), (7, 7.0)])
def test_fill_stands_in_before_statistics(fit_input, fill, expected):
    values = np.array([[1], [2], [9], [np.nan]], np.float32)
    state = fit_input(values, fill=fill)
    assert state.fill == (expected,)
    assert state.mean == pytest.approx(((12 + expected) / 4,))


def test_fill_of_an_empty_column_is_nn652(fit_input):
    finding = finding_of(lambda: fit_input(np.full((3, 1), np.nan, np.float32), fill="mean"))
    assert (finding.code, finding.path) == ("NN652", ("inputs", "x", "fill"))


def test_vocabulary_is_most_frequent_first_ties_by_value(fit_input):
    state = fit_input(objects("b", "c", "a", "c", "b", "d"), type="category")
    assert (state.vocabulary, state.dtype, state.shape) == (("b", "c", "a", "d"), "string", ())


def test_vocabulary_keeps_a_place_for_the_unknown(fit_input):
    state = fit_input(np.array([3, 3, 1, 2]), type="category", max_tokens=3)
    assert (state.vocabulary, state.dtype) == ((3, 1), "int64")


def test_vocabulary_given_is_kept(fit_input):
    assert fit_input(objects("b"), type="category", vocabulary=("z", "b")).vocabulary == ("z", "b")


def test_image_statistics_are_per_channel(fit_input):
    images = np.zeros((2, 2, 2, 3), np.uint8)
    images[0, ..., 1], images[..., 2] = 10, 7
    state = fit_input(images, type="image", scale="standard")
    assert (state.mean, state.variance, state.shape) == ((0, 5, 7), (1, 25, 1), (2, 2, 3))


def test_state_survives_json(spec_of):
    spec = spec_of({}, {"x": {"fill": "mean"}}, {"y": {"type": "category"}})
    state = fit_state(spec, rows_of({"x": np.ones((2, 1), np.float32)}, {"y": objects("a", "b")}))
    assert state_from_data(state_to_data(state)) == state


def test_state_of_texts_sequences_and_dates_survives_json(spec_of):
    inputs = {
        "words": {"type": "text", "output_mode": "tf_idf"},
        "text": {"type": "text"},
        "steps": {"type": "sequence", "dtype": "int32"},
        "day": {"type": "date", "fill": "2024-05-31"},
    }
    arrays = {
        "words": objects("a b", "b"),
        "text": objects("a b c", "d"),
        "steps": np.array([[1, 7], [2, 0]], np.int32),
        "day": np.array([0.0, np.nan]),
    }
    state = fit_state(spec_of({}, inputs, {"y": {"type": "number"}}), rows_of(arrays, {"y": np.ones((2, 1))}))
    assert (state.inputs["text"].length, state.inputs["steps"].n_tokens, state.inputs["day"].mean) == (3, 8, (1997.0,))
    assert len(state.inputs["words"].idf_weights) == 2
    assert state_from_data(state_to_data(state)) == state


def test_category_words_become_index(encode):
    state, target = encode(objects("b", "a", "c", "a"), type="category")
    assert (state.classes, state.labels, state.shape) == (("a", "b", "c"), "values", (3,))
    assert (target.tolist(), target.dtype) == ([1, 0, 2, 0], np.int32)


def test_category_words_become_one_hot_for_such_a_loss(encode):
    _, target = encode(objects("b", "a"), type="category", loss=Call("losses", "CategoricalCrossentropy"))
    assert (target.tolist(), target.dtype) == ([[0, 1], [1, 0]], np.float32)


@pytest.mark.parametrize(
    ("values", "labels", "index"),
    [([2, 0, 1], "index", [2, 0, 1]), ([3, 1, 2], "values", [2, 0, 1]), ([10, -1, 4], "values", [2, 0, 1])],
)
def test_category_numbers_are_an_index_only_from_zero_without_gaps(encode, values, labels, index):
    state, target = encode(np.array(values), type="category")
    assert (state.labels, target.tolist()) == (labels, index)


def test_category_declared_index_may_have_gaps(encode):
    state, target = encode(np.array([0, 3]), type="category", labels="index")
    assert (state.classes, target.tolist()) == ((0, 1, 2, 3), [0, 3])


def test_category_declared_count_keeps_absent_classes(encode):
    state, _ = encode(np.array([0, 2]), type="category", classes=5)
    assert state.shape == (5,)


def test_category_declared_names_order_the_neurons(encode):
    state, target = encode(objects("lo", "hi"), type="category", classes=("lo", "mid", "hi"))
    assert (state.classes, target.tolist()) == (("lo", "mid", "hi"), [0, 2])


def test_category_declared_names_of_an_index(encode):
    state, target = encode(np.array([2, 0]), type="category", classes=("setosa", "versicolor", "virginica"))
    assert (state.labels, target.tolist()) == ("index", [2, 0])


def test_category_outside_declared_names_is_nn657(encode):
    finding = finding_of(lambda: encode(objects("a", "z"), type="category", classes=("a", "b")))
    assert (finding.code, finding.path, finding.received) == ("NN657", ("outputs", "y", "classes"), "z")


def test_category_numbers_that_match_some_names_are_no_positions(encode):
    finding = finding_of(lambda: encode(np.array([0, 1, 2]), type="category", classes=(1, 2, 3)))
    assert (finding.code, finding.path, finding.received) == ("NN657", ("outputs", "y", "classes"), "0")


def test_category_declared_index_makes_numbers_positions(encode):
    state, target = encode(np.array([0, 1, 2]), type="category", classes=(1, 2, 3), labels="index")
    assert (state.labels, target.tolist()) == ("index", [0, 1, 2])


def test_category_position_beyond_the_names_is_nn657(encode):
    finding = finding_of(lambda: encode(np.array([1, 2, 3]), type="category", classes=(1, 2, 3), labels="index"))
    assert (finding.code, finding.received, finding.expected) == ("NN657", "3", "0 to 2")


@pytest.mark.parametrize("truth", [("true", "false"), ("True", "False"), ("TRUE", "FALSE")])
def test_truth_values_match_the_spellings_of_yaml(encode, truth):
    state, target = encode(objects(*truth), type="binary", classes=(False, True))
    assert (state.classes, target.ravel().tolist()) == ((False, True), [1, 0])


def test_truth_values_are_printed_as_yaml_spells_them(encode):
    finding = finding_of(lambda: encode(objects("yes", "no"), type="binary", classes=(False, True)))
    assert finding.expected == "`false`, `true`"


def test_truth_values_weigh_as_yaml_spells_them(encode):
    state, _ = encode(objects("False", "True"), type="binary", class_weight={True: 3.0, False: 1.0})
    assert state.class_weight == (1.0, 3.0)


@pytest.mark.parametrize("classes", [(3, "7", 100), (3, True, 7), (2**63, 1), (-(2**63) - 1, 1)])
def test_classes_that_no_tensor_holds_are_nn657(encode, classes):
    finding = finding_of(lambda: encode(np.array([3, 7]), type="category", classes=classes))
    assert (finding.code, finding.path) == ("NN657", ("outputs", "y", "classes"))


def test_vocabulary_with_a_category_twice_is_nn022(fit_input):
    finding = finding_of(lambda: fit_input(objects("p"), type="category", vocabulary=("p", "p")))
    assert (finding.code, finding.path, finding.received) == ("NN022", ("inputs", "x", "vocabulary"), "p")


def test_vocabulary_beyond_int64_is_nn022(fit_input):
    finding = finding_of(lambda: fit_input(np.array([1]), type="category", vocabulary=(1, 2**63)))
    assert (finding.code, finding.path) == ("NN022", ("inputs", "x", "vocabulary"))


def test_fill_of_text_among_whole_numbers_is_nn022(fit_input):
    finding = finding_of(lambda: fit_input(np.array([1]), type="category", vocabulary=(1, 2), fill="none"))
    assert (finding.code, finding.path) == ("NN022", ("inputs", "x", "fill"))


@pytest.mark.parametrize(("key", "other"), [("mean", "variance"), ("variance", "mean")])
def test_known_statistics_of_another_width_are_nn658(fit_input, key, other):
    finding = finding_of(lambda: fit_input(np.ones((4, 2), np.float32), **{key: [1, 2, 3], other: 1.0}))
    assert (finding.code, finding.path, finding.expected) == ("NN658", ("inputs", "x", key), "2")


@pytest.mark.parametrize("scale", ["standard", "minmax"])
def test_numbers_whose_spread_no_float32_holds_are_nn651(fit_input, scale):
    finding = finding_of(lambda: fit_input(np.array([[-1e30], [1e30]], np.float32), scale=scale))
    assert (finding.code, finding.path) == ("NN651", ("inputs", "x"))


def test_target_whose_spread_no_float32_holds_is_nn651(encode):
    finding = finding_of(lambda: encode(np.array([[-1e30], [1e30]]), type="number", scale="standard"))
    assert (finding.code, finding.path) == ("NN651", ("outputs", "y"))


def test_category_other_count_than_declared_is_nn657(encode):
    assert finding_of(lambda: encode(objects("a", "b", "c"), type="category", classes=2)).code == "NN657"


def test_category_one_hot_columns_name_the_classes(encode):
    state, target = encode(np.eye(3)[[2, 0]], columns=("r", "g", "b"), type="category")
    assert (state.classes, state.labels, target.tolist()) == (("r", "g", "b"), "onehot", [2, 0])


def test_category_several_columns_not_one_hot_are_nn657(encode):
    assert finding_of(lambda: encode(np.array([[1.0, 1.0]]), type="category")).code == "NN657"


def test_class_never_seen_is_nn653_with_row(encode):
    finding = finding_of(lambda: encode(objects("a", "b"), other=objects("a", "z", "z"), type="category"))
    assert (finding.code, finding.path, finding.received) == ("NN653", ("outputs", "y"), "z")
    assert "stands in row 2" in finding.message
    assert finding.hint == "name all classes in `classes` and train, or leave such rows out"


@pytest.mark.parametrize(
    ("truth", "classes"),
    [
        (np.array([0, 1, 1]), (0, 1)),
        (np.array([False, True, True]), (False, True)),
        (objects("no", "yes", "yes"), ("no", "yes")),
    ],
)
def test_binary_second_class_is_positive(encode, truth, classes):
    state, target = encode(truth, type="binary")
    assert (state.classes, state.shape) == (classes, (1,))
    assert (target.tolist(), target.dtype) == ([[0], [1], [1]], np.float32)


@pytest.mark.parametrize("truth", [objects("a", "b", "c"), objects("a", "a")])
def test_binary_of_other_than_two_classes_is_nn657(encode, truth):
    assert finding_of(lambda: encode(truth, type="binary")).code == "NN657"


def test_binary_for_hinge_stays_zero_and_one(encode):
    _, target = encode(np.array([0, 1]), type="binary", loss=Call("losses", "Hinge"))
    assert target.tolist() == [[0], [1]]


def test_multilabel_takes_columns_of_zero_and_one(encode):
    state, target = encode(np.array([[1.0, 1.0], [0.0, 1.0]]), columns=("a", "b"), type="multilabel")
    assert (state.classes, target.dtype, target.shape) == (("a", "b"), np.float32, (2, 2))


def test_multilabel_of_other_values_is_nn657(encode):
    assert finding_of(lambda: encode(np.array([[1.0, 2.0]]), type="multilabel")).received == "2"


def test_number_target_with_scale_learns_it_and_stays_in_its_unit(encode):
    state, target = encode(np.array([[1.0], [3.0]]), type="number", scale="standard")
    assert (state.mean, state.variance, target.tolist()) == ((2.0,), (1.0,), [[1.0], [3.0]])


def test_balanced_class_weights_are_n_over_k_count(encode):
    state, _ = encode(objects("a", "a", "a", "b"), type="category", class_weight="balanced")
    assert state.class_weight == pytest.approx((4 / 6, 4 / 2))


def test_given_class_weights_follow_the_neurons(encode):
    state, _ = encode(np.array([0, 1]), type="binary", class_weight={1: 5.0, 0: 1.0})
    assert state.class_weight == (1.0, 5.0)


@pytest.mark.parametrize(("given", "word"), [({"a": 1.0}, "leaves out `b`"), ({"a": 1, "b": 1, "c": 1}, "names `c`")])
def test_class_weight_of_other_classes_is_nn253(encode, given, word):
    finding = finding_of(lambda: encode(objects("a", "b"), type="category", class_weight=given))
    assert (finding.code, word in finding.message) == ("NN253", True)


def test_output_whose_target_is_an_input_is_left_out(spec_of):
    spec = spec_of({}, {"x": {}}, {"again": {"type": "array", "target": "x"}})
    rows = rows_of({"x": np.ones((2, 3), np.float32)})
    state = fit_state(spec, rows)
    assert (state.outputs["again"].columns, state.outputs["again"].shape) == ((), (3,))
    assert encode_targets(spec, state, rows) == {}
