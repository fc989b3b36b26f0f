"""Raw data in, the trunk's inputs out: each input type against numpy."""

import keras
import numpy as np
import pytest

from nnspec.compiler.encoder import build_encoder
from nnspec.errors import SpecError
from small_networks import categories, network, numbers, pictures, run, target

pytestmark = pytest.mark.backend

OUTPUT = "\noutputs: {y: {type: array}}\n"


def encoder(declaration, state, *, extra="", hidden="[]"):
    text = f"inputs: {{x: {declaration}}}\nhidden: {hidden}{OUTPUT}{extra}"
    made = network(text, inputs={"x": state})
    return build_encoder(made.spec, made.graph, made.state)


def encode(declaration, state, values, **options):
    return run(encoder(declaration, state, **options), x=values)["x"]


def test_number_standard_subtracts_the_mean_and_divides_by_the_deviation():
    state = numbers(2, mean=(1.0, -2.0), variance=(4.0, 0.25))
    assert encode("number", state, [[3.0, -1.0]]).tolist() == [[1.0, 2.0]]


def test_number_with_a_constant_feature_is_only_centred():
    state = numbers(2, mean=(1.0, 1e6), variance=(0.0, 1e-4))
    assert encode("number", state, [[3.0, 1e6 + 2]]).tolist() == [[2.0, 2.0]]


def test_number_minmax_maps_the_range_to_zero_and_one():
    state = numbers(3, minimum=(10.0, -1.0, 5.0), maximum=(20.0, 1.0, 5.0))
    values = [[10.0, -1.0, 5.0], [20.0, 1.0, 5.0], [15.0, 0.0, 5.0]]
    expected = [[0.0, 0.0, 0.0], [1.0, 1.0, 0.0], [0.5, 0.5, 0.0]]
    assert encode("{type: number, scale: minmax}", state, values).tolist() == expected


def test_number_none_is_the_identity_and_costs_no_layer():
    state = numbers(2, fill=None)
    model = encoder("{type: number, scale: none}", state)
    assert run(model, x=[[3.0, np.nan]])["x"][0, 0] == 3.0
    assert [type(layer) for layer in model.layers] == [keras.layers.InputLayer]


def test_number_missing_value_becomes_the_fill_before_scaling():
    state = numbers(2, mean=(1.0, 0.0), variance=(4.0, 1.0), fill=(9.0, -1.0))
    assert encode("{type: number, fill: median}", state, [[np.nan, 2.0], [1.0, np.nan]]).tolist() == [
        [4.0, 2.0],
        [0.0, -1.0],
    ]


def test_number_column_without_fill_keeps_its_missing_values():
    state = numbers(2, mean=(0.0, 0.0), variance=(1.0, 1.0), fill=(9.0, None))
    assert np.isnan(encode("number", state, [[np.nan, np.nan]])).tolist() == [[False, True]]


def test_number_under_float64_is_encoded_in_float64():
    state = numbers(1, mean=(1.0,), variance=(9.0,))
    encoded = encode("number", state, np.array([[1.1]]), extra="train: {precision: float64}\n")
    assert encoded.dtype == np.float64
    assert abs(encoded[0, 0] - 0.1 / 3) < 1e-15


@pytest.mark.parametrize("precision", ["mixed_bfloat16", "mixed_float16", "bfloat16"])
def test_number_under_reduced_precision_is_encoded_in_float32(precision):
    state = numbers(1, mean=(1000.0,), variance=(1.0,))
    encoded = encode("number", state, [[1000.5]], extra=f"train: {{precision: {precision}}}\n")
    assert (encoded.dtype, encoded.tolist()) == (np.float32, [[0.5]])


def test_category_one_hot_has_the_unknown_first():
    encoded = encode("category", categories("b", "a"), ["a", "b", "c"])
    assert encoded.tolist() == [[0, 0, 1], [0, 1, 0], [1, 0, 0]]
    assert encoded.dtype == np.float32


def test_category_index_counts_the_vocabulary_from_one():
    encoded = encode("{type: category, encode: index}", categories("b", "a"), ["a", "b", "c"])
    assert encoded.tolist() == [2, 1, 0]
    assert encoded.dtype == np.int64


def test_category_of_whole_numbers_is_looked_up_by_value():
    state = categories(30, -1, 0, dtype="int64")
    assert encode("{type: category, encode: index}", state, np.array([-1, 30, 0, 7])).tolist() == [2, 1, 3, 0]


def test_category_missing_text_becomes_the_fill():
    state = categories("b", "a", fill="a")
    assert encode("{type: category, encode: index, fill: a}", state, ["", "b"]).tolist() == [2, 1]


def test_category_missing_text_without_fill_is_unknown():
    assert encode("{type: category, encode: index}", categories("b"), ["", "b"]).tolist() == [0, 1]


def test_category_missing_whole_number_becomes_the_fill():
    state = categories(5, 6, dtype="int64", fill=6)
    missing = np.iinfo(np.int64).min
    assert encode("{type: category, encode: index, fill: 6}", state, np.array([missing, 5])).tolist() == [2, 1]


def test_category_whose_fill_is_not_known_becomes_the_unknown():
    assert encode("{type: category, encode: index}", categories("b", fill="z"), [""]).tolist() == [0]


def test_category_empty_text_in_the_vocabulary_is_a_category():
    assert encode("{type: category, encode: index}", categories("", "b"), ["", "b", "c"]).tolist() == [1, 2, 0]


def test_category_with_an_empty_vocabulary_is_all_unknown():
    assert encode("category", categories(), ["a", ""]).tolist() == [[1], [1]]


def test_category_that_looks_like_the_mark_for_the_unknown_is_a_category():
    assert encode("{type: category, encode: index}", categories("[UNK]", "b"), ["[UNK]", "?"]).tolist() == [1, 0]


def test_image_unit_divides_by_255():
    encoded = encode("image", pictures(2, 2, 1), np.full((1, 2, 2, 1), 51, np.uint8))
    assert np.allclose(encoded, 0.2)
    assert encoded.dtype == np.float32


def test_image_standard_scales_each_channel():
    state = pictures(1, 1, 3, mean=(10.0, 20.0, 30.0), variance=(1.0, 4.0, 0.0))
    encoded = encode("{type: image, scale: standard}", state, np.array([[[[12, 24, 33]]]], np.uint8))
    assert encoded.tolist() == [[[[2.0, 2.0, 3.0]]]]


def test_image_of_the_declared_size_is_not_resized():
    model = encoder("{type: image, size: [4, 4], scale: none}", pictures(4, 4, 1))
    assert not any(isinstance(layer, keras.layers.Resizing) for layer in model.layers)


def test_image_of_another_size_is_resized_as_keras_does():
    picture = np.arange(2 * 4 * 4 * 3, dtype=np.float32).reshape(2, 4, 4, 3)
    encoded = encode("{type: image, size: [2, 3], scale: none, interpolation: nearest}", pictures(4, 4, 3), picture)
    expected = keras.layers.Resizing(2, 3, interpolation="nearest")(picture)
    assert np.array_equal(encoded, np.asarray(expected))


def test_image_grey_becomes_colour_where_channels_say_so():
    encoded = encode("{type: image, channels: 3, scale: none}", pictures(1, 1, 1), np.array([[[[7]]]], np.uint8))
    assert encoded.tolist() == [[[[7, 7, 7]]]]


def test_image_with_alpha_loses_it_where_channels_say_so():
    encoded = encode(
        "{type: image, channels: 3, scale: none}", pictures(1, 1, 4), np.array([[[[1, 2, 3, 4]]]], np.uint8)
    )
    assert encoded.tolist() == [[[[1, 2, 3]]]]


def test_image_without_a_channel_axis_gets_one():
    assert encode("{type: image, scale: none}", pictures(2, 2), np.zeros((1, 2, 2), np.uint8)).shape == (1, 2, 2, 1)


def test_image_channels_that_cannot_be_made_are_nn658():
    with pytest.raises(SpecError) as caught:
        encoder("{type: image, channels: 4}", pictures(2, 2, 1))
    assert [finding.code for finding in caught.value.diagnostics] == ["NN658"]


def test_array_is_given_as_it_is():
    state = pictures(3, dtype="float32")
    assert encode("{type: array, shape: [3]}", state, [[1.0, 2.0, 3.0]]).tolist() == [[1.0, 2.0, 3.0]]


def test_array_of_whole_numbers_keeps_its_declared_dtype():
    encoded = encode("{type: array, shape: [2], dtype: int32}", pictures(2, dtype="int64"), np.array([[1, 2]]))
    assert (encoded.dtype, encoded.tolist()) == (np.int32, [[1, 2]])


def test_array_standard_scales_over_the_last_axis():
    state = pictures(2, 2, dtype="float32", mean=(1.0, 2.0), variance=(1.0, 4.0))
    encoded = encode("{type: array, shape: [2, 2], scale: standard}", state, [[[2.0, 4.0], [1.0, 2.0]]])
    assert encoded.tolist() == [[[1.0, 1.0], [0.0, 0.0]]]


def test_encoder_of_several_inputs_gives_each_by_its_name():
    made = network(
        "inputs: {a: number, b: category}\nhidden: [{Dense: 2}]" + OUTPUT,
        inputs={"a": numbers(1), "b": categories("p")},
        outputs={"y": target(1)},
    )
    encoded = run(build_encoder(made.spec, made.graph, made.state), a=[[1.0]], b=["p"])
    assert {name: value.shape for name, value in encoded.items()} == {"a": (1, 1), "b": (1, 2)}
