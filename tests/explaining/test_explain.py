"""What `nnspec explain` says of codes, names and places."""

from __future__ import annotations

import pytest

import nnspec
from nnspec.diagnostics.codes import CODES
from nnspec.errors import UsageError
from nnspec.explaining.place import meant_path, parse_place
from nnspec.explaining.values import explain_place
from nnspec.explaining.words import explain_names

SPEC = """nnspec: 1
seed: 7
inputs:
  body: {columns: [a, b]}
  island: category
hidden:
  - Dense: 64
  - Conv1D: {filters: 3, kernel_size: 2, from: body}
  - Bidirectional:
      layer: {LSTM: {units: 4, activation: relu}}
outputs:
  species: category
optimizer: {Adam: {learning_rate: {CosineDecay: {initial_learning_rate: 1e-3, decay_steps: 100}}}}
train: {epochs: 60, stop: {patience: 8}}
"""


@pytest.fixture(scope="module")
def spec():
    from nnspec.document.document import parse_document
    from nnspec.spec.read import read_spec

    document, findings = parse_document(SPEC, file="spec.yaml")
    assert document is not None
    assert not findings
    return read_spec(document)


@pytest.mark.parametrize("code", CODES)
def test_every_code_is_explained_by_its_name_and_meaning(code):
    assert nnspec.explain(code) == f"{code} {CODES[code][0]}: {CODES[code][1]}"


def test_name_is_explained_with_its_arguments():
    text = nnspec.explain("Dropout")
    assert text.startswith("Dropout: ")
    assert "written: `Dropout: RATE`, `Dropout: {rate: ...}`" in text
    assert "rate: a number from 0 to 1 (required)" in text.replace("from 0 to 1", "from 0 to 1")


def test_name_of_two_families_is_explained_in_both():
    assert len(explain_names("KLDivergence")) == 2


def test_name_that_a_spec_cannot_use_says_why():
    assert "cannot be used in a spec" in nnspec.explain("Lambda")


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("train", ("train",)),
        ("hidden[2].Dense.units", ("hidden", 2, "Dense", "units")),
        ("a[0][1].b-c", ("a", 0, 1, "b-c")),
    ],
)
def test_place_is_read_as_people_write_it(text, path):
    assert parse_place(text) == path


@pytest.mark.parametrize("text", ["a..b", "a[x]", "[", "a.", ".a.b]"])
def test_text_that_is_no_place_is_refused(text):
    with pytest.raises(UsageError, match="is no path"):
        parse_place(text)


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("hidden[0].units", ("hidden", 0, "Dense", "units")),
        ("hidden[1].filters", ("hidden", 1, "Conv1D", "filters")),
        ("hidden[2].layer.units", ("hidden", 2, "Bidirectional", "layer", "LSTM", "units")),
        ("optimizer.learning_rate", ("optimizer", "Adam", "learning_rate")),
        ("train.batch_size", ("train", "batch_size")),
        ("inputs.body.scale", ("inputs", "body", "scale")),
        ("hidden[5].ops.mean.axis", ("hidden", 5, "ops.mean", "axis")),
    ],
)
def test_names_that_a_person_leaves_out_are_filled_in(spec, text, path):
    assert meant_path(spec.document.data, parse_place(text)) == path


@pytest.mark.parametrize(
    ("place", "value", "line"),
    [
        ("hidden[0].units", 64, 7),
        ("hidden[2].layer.activation", "relu", 10),
        ("optimizer.learning_rate.decay_steps", 100, 13),
        ("outputs.species", "category", 12),
        ("train.stop.patience", 8, 14),
    ],
)
def test_written_value_is_explained_with_its_line(spec, place, value, line):
    explanation = explain_place(place, spec)
    assert (explanation.provenance, explanation.value) == ("written", value)
    assert explanation.span is not None
    assert explanation.span.line == line
    assert explanation.meaning.about


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("train.batch_size", 32),
        ("inputs.body.scale", "standard"),
        ("inputs.island.encode", "one_hot"),
        ("outputs.species.weight", 1.0),
        ("hidden[0].use_bias", True),
        ("optimizer.beta_1", 0.9),
    ],
)
def test_value_that_is_not_written_is_the_default(spec, place, value):
    explanation = explain_place(place, spec)
    assert (explanation.provenance, explanation.value) == ("default", value)
    assert explanation.meaning.about


def test_key_is_explained_without_a_spec():
    assert nnspec.explain("train.epochs").startswith("train.epochs: Passes over the training rows")


@pytest.mark.parametrize(
    ("what", "hint"),
    [
        ("Dens", "did you mean `Dense`"),
        ("epocs", "did you mean `epochs`"),
        ("softmax-on-unit", "did you mean `softmax-one-unit`"),
        ("train.epoks", "no place `train.epoks`"),
    ],
)
def test_what_nothing_is_called_is_refused(what, hint):
    with pytest.raises(UsageError, match=hint):
        nnspec.explain(what)


def test_rule_is_explained_by_code_and_by_name():
    assert nnspec.explain("softmax-one-unit") == nnspec.explain("nn201")


@pytest.mark.parametrize("what", ["NN020", "NN201", "Conv2D"])
def test_code_or_name_is_explained_with_a_spec_too(spec, what):
    assert nnspec.explain(what, spec) == nnspec.explain(what)


def test_place_that_the_spec_lacks_is_said_to_be_written_nowhere(spec):
    assert nnspec.explain("hidden[50]", spec).endswith("\n  written: nowhere")


CONSTRUCTED = """nnspec: 1
vars: {width: 16}
blocks:
  wide: {args: {units: }, layers: [Dense: {units: $units}]}
  dropped: {args: {rate: 0.5}, layers: [Dropout: $rate]}
inputs: {x: number}
hidden:
  - repeat: {times: 2, layers: [wide: "$(width * (i + 1))"]}
  - dropped
  - ReLU
outputs: {y: number}
"""


def test_value_inside_a_block_becomes_one_for_each_way_it_is_used():
    explanation = explain_place("blocks.wide.layers[0].units", nnspec.load(CONSTRUCTED))
    assert explanation.value == "$units"
    assert explanation.span is not None
    assert explanation.span.line == 4
    assert [became.value for became in explanation.became] == [16, 32]
    assert [text.partition(",")[0] for text in explanation.became[1].via] == [
        "round 2 of `repeat`",
        "block `wide`",
        "argument `units`",
        "variable `width`",
    ]


def test_argument_of_a_block_is_explained_by_what_takes_it():
    explanation = explain_place("hidden[0].layers[0].wide.units", nnspec.load(CONSTRUCTED))
    assert explanation.meaning.about == "The argument `units` of the block `wide`"
    assert list(explanation.meaning.keys) == ["blocks.wide.layers[0].Dense.units"]
    assert (explanation.value, [became.value for became in explanation.became]) == ("$(width * (i + 1))", [16, 32])


def test_argument_of_a_block_that_is_not_given_is_its_default():
    explanation = explain_place("hidden[1].rate", nnspec.load(CONSTRUCTED))
    assert (explanation.provenance, explanation.value) == ("default", 0.5)
    assert explanation.span is not None
    assert explanation.span.line == 5


def test_argument_that_a_block_does_not_have_is_refused():
    with pytest.raises(UsageError, match="the block `dropped` has no argument `rat`"):
        explain_place("hidden[1].dropped.rat", nnspec.load(CONSTRUCTED))


def test_places_are_counted_as_they_are_written():
    explanation = explain_place("hidden[2]", nnspec.load(CONSTRUCTED))
    assert (explanation.value, explanation.became) == ("ReLU", ())


def test_use_of_a_block_becomes_its_layers():
    became = explain_place("hidden[0].layers[0].wide", nnspec.load(CONSTRUCTED)).became
    assert [made.value["layers"] for made in became] == [[{"Dense": {"units": 16}}], [{"Dense": {"units": 32}}]]


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("blocks.wide.layers[0].Dense.use_bias", True),
        ("hidden[2].negative_slope", 0.0),
        ("train.batch_size", 32),
    ],
)
def test_default_is_that_of_what_a_written_place_becomes(place, value):
    explanation = explain_place(place, nnspec.load(CONSTRUCTED))
    assert (explanation.provenance, explanation.value) == ("default", value)


@pytest.mark.parametrize(("place", "value"), [("vars.width", 16), ("hidden[0].times", 2)])
def test_what_expansion_takes_away_is_explained_as_written(place, value):
    explanation = explain_place(place, nnspec.load(CONSTRUCTED))
    assert (explanation.value, explanation.became) == (value, ())


def test_value_of_the_command_line_is_said_to_come_from_there():
    explanation = explain_place("train.epochs", nnspec.load(CONSTRUCTED, sets=("train.epochs=3",)))
    assert (explanation.value, explanation.file) == (3, "--set")


def test_construct_is_explained_before_the_function_of_the_same_name():
    own, namesake = nnspec.explain("repeat").split("\n\n")
    assert own.startswith("hidden[0].repeat: The same layers several times")
    assert "times: How many rounds" in own
    assert namesake.startswith("there is also `ops.repeat`: ")


@pytest.mark.parametrize(
    ("word", "places"),
    [
        ("from", ["outputs.NAME.from", "hidden[0].ENTRY.from"]),
        ("freeze", ["train.stages[0].freeze", "bases.NAME.freeze"]),
        ("per_position", ["outputs.NAME.per_position"]),
        ("train", ["train", "data.train"]),
        ("extends", ["extends"]),
    ],
)
def test_key_is_explained_in_each_place_that_has_it(word, places):
    assert [text.partition(":")[0] for text in nnspec.explain(word).split("\n\n")] == places


def test_type_is_explained_as_input_and_output():
    texts = nnspec.explain("category").split("\n\n")
    assert [text.partition(": ")[0] for text in texts] == ["inputs.NAME", "outputs.NAME"]
