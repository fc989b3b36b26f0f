"""Rules of the network between inputs and heads: borders, general forms, and networks they must leave alone."""

from collections import Counter

import pytest

from nnspec.linting.flow import Flow
from nnspec.linting.registry import rules_of
from nnspec.linting.rule import REMOVE, Fix
from nnspec.linting.step import Step
from rule_cases import card_of, lint_text

RULES = [rule for rule in rules_of("architecture") if rule.enabled]
COLUMNS = "{columns: [a, b, c]}"
VECTOR = "{type: array, shape: [64]}"
PICTURE = "{type: array, shape: [32, 32, 3]}"
STEPS = "{type: array, shape: [20, 3]}"
NUMBER = "{y: number}"
CLASSES = "{y: {type: category, classes: 10}}"


def spec_of(x: str, hidden: str, outputs: str = NUMBER) -> str:
    return f"nnspec: 1\ninputs: {{x: {x}}}\nhidden: [{hidden}]\noutputs: {outputs}\n"


def found_in(text: str, *codes: str) -> list[tuple[str, str, tuple[str | int, ...]]]:
    rules = [rule for rule in RULES if not codes or rule.code in codes]
    return [(item.code, item.severity, item.path) for item in lint_text(text, rules).findings]


def conv(filters: int, more: str = "activation: relu, padding: same", kernel: int = 3) -> str:
    return f"{{Conv2D: {{filters: {filters}, kernel_size: {kernel}, {more}}}}}"


DENSE = "{Dense: {units: 16, activation: relu}}"
CONV = conv(16)

FAULTY = [
    ("NN101", "warning", ("hidden", 0), COLUMNS, "{Dense: 32}, {Dropout: 0.1}, BatchNormalization, " + DENSE, NUMBER),
    (
        "NN101",
        "warning",
        ("hidden", 0, "Dense", "activation"),
        COLUMNS,
        "{Dense: {units: 32, activation: linear}}, " + DENSE,
        NUMBER,
    ),
    ("NN101", "warning", ("hidden", 0, "model", "layers", 0), COLUMNS, "{model: {layers: [{Dense: 32}]}}", NUMBER),
    ("NN101", "warning", ("hidden", 0), COLUMNS, "{Dense: 32}", "{y: number, z: binary}"),
    ("NN101", "warning", ("hidden", 0), PICTURE, conv(16, "padding: same") + ", Flatten, " + DENSE, NUMBER),
    ("NN101", "info", ("hidden", 0), PICTURE, conv(16, "strides: 1") + ", MaxPooling2D, Flatten, " + DENSE, NUMBER),
    (
        "NN103",
        "warning",
        ("hidden", 1, "Activation", "activation"),
        COLUMNS,
        "{Dense: 16}, {Activation: softmax}",
        CLASSES,
    ),
    ("NN103", "warning", ("hidden", 1), COLUMNS, "{Dense: 16}, Softmax, BatchNormalization", CLASSES),
    (
        "NN103",
        "warning",
        ("hidden", 0, "LSTM", "activation"),
        STEPS,
        "{LSTM: {units: 8, activation: softmax}}",
        NUMBER,
    ),
    (
        "NN103",
        "warning",
        ("outputs", "y", "layers", 0, "Dense", "activation"),
        COLUMNS,
        DENSE,
        "{y: {type: category, classes: 3, layers: [{Dense: {units: 8, activation: softmax}}]}}",
    ),
    ("NN104", "warning", ("hidden", 1), COLUMNS, "{Dense: {units: 16, activation: tanh}}, ops.relu", NUMBER),
    (
        "NN104",
        "error",
        ("hidden", 1),
        COLUMNS,
        "{Dense: {units: 1, activation: sigmoid}}, {Activation: sigmoid}",
        "{y: {type: binary, head: none}}",
    ),
    ("NN112", "warning", ("hidden", 0, "Conv2D", "kernel_size"), PICTURE, conv(8, kernel=65) + ", Flatten", NUMBER),
    (
        "NN113",
        "warning",
        ("hidden", 1, "MaxPooling2D", "strides"),
        PICTURE,
        CONV + ", {MaxPooling2D: {pool_size: 2, strides: 3}}, Flatten",
        NUMBER,
    ),
    (
        "NN118",
        "warning",
        ("hidden", 1, "Dense", "units"),
        COLUMNS,
        DENSE + ", {Dense: {units: 1, activation: relu}}, " + DENSE,
        NUMBER,
    ),
    ("NN118", "warning", ("hidden", 0, "Dense", "units"), COLUMNS, "{Dense: {units: 3, activation: relu}}", CLASSES),
    ("NN118", "warning", ("hidden", 0, "Conv2D", "filters"), PICTURE, f"{conv(1)}, {CONV}, Flatten", NUMBER),
    (
        "NN121",
        "error",
        ("hidden", 1),
        "{type: array, shape: [784]}",
        "{Reshape: [1, 28, 28]}, " + CONV + ", Flatten",
        NUMBER,
    ),
    (
        "NN121",
        "error",
        ("hidden", 0),
        PICTURE,
        conv(8, "data_format: channels_first, activation: relu") + ", Flatten",
        NUMBER,
    ),
    ("NN123", "error", ("hidden", 1), VECTOR, DENSE + ", {Embedding: {input_dim: 5, output_dim: 2}}, Flatten", NUMBER),
    ("NN127", "info", ("hidden", 9), COLUMNS, ", ".join([DENSE] * 12), NUMBER),
    (
        "NN128",
        "warning",
        ("hidden", 2),
        STEPS,
        "{LSTM: {units: 20, name: a, from: x}}, {Dense: {units: 1, name: b, from: x}}, {Add: {from: [a, b]}}, Flatten",
        NUMBER,
    ),
    (
        "NN132",
        "error",
        ("outputs", "y", "head", "Dense", "trainable"),
        COLUMNS,
        "BatchNormalization",
        "{y: {type: number, head: {Dense: {units: 1, trainable: false}}}}",
    ),
    (
        "NN132",
        "warning",
        ("hidden", 0, "Dense", "trainable"),
        COLUMNS,
        "{Dense: {units: 16, activation: relu, trainable: false}}",
        NUMBER,
    ),
    (
        "NN132",
        "error",
        ("hidden", 0, "Bidirectional", "trainable"),
        STEPS,
        "{Bidirectional: {layer: {LSTM: 8}, trainable: false}}, {Dense: {units: 4, trainable: false}}",
        "{y: {type: number, head: {Dense: {units: 1, trainable: false}}}}",
    ),
    ("NN133", "error", ("hidden", 1), COLUMNS, DENSE + ", ops.stop_gradient", NUMBER),
    (
        "NN133",
        "error",
        ("hidden", 1),
        COLUMNS,
        DENSE + ", {ops.cast: {dtype: int32}}, {ops.cast: {dtype: float32}}",
        NUMBER,
    ),
    (
        "NN134",
        "warning",
        ("hidden", 0, "Reshape", "target_shape"),
        "{type: array, shape: [16, 8, 3]}",
        "{Reshape: [3, 16, 8]}, Flatten, " + DENSE,
        NUMBER,
    ),
    ("NN135", "warning", ("hidden", 1), STEPS, DENSE + ", {ops.mean: {keepdims: true}}, Flatten", NUMBER),
    (
        "NN135",
        "warning",
        ("hidden", 1, "ops.mean", "axis"),
        STEPS,
        DENSE + ", {ops.mean: {axis: 0, keepdims: true}}, Flatten",
        NUMBER,
    ),
    ("NN137", "warning", ("hidden", 1), PICTURE, f"{CONV}, {DENSE}, Flatten, {DENSE}", NUMBER),
]


@pytest.mark.parametrize(("code", "severity", "path", "x", "hidden", "outputs"), FAULTY)
def test_faulty_network_is_found_at_its_place(
    code: str, severity: str, path: tuple[str | int, ...], x: str, hidden: str, outputs: str
) -> None:
    assert (code, severity, path) in found_in(spec_of(x, hidden, outputs), code)


SOUND = {
    "linear bottleneck of an inverted residual": spec_of(
        PICTURE,
        f"{conv(16)}, {conv(96, kernel=1)}, {{DepthwiseConv2D: {{kernel_size: 3, padding: same}}}}, "
        "BatchNormalization, {ReLU: 6.0}, {Conv2D: {filters: 24, kernel_size: 1}}, BatchNormalization, "
        f"{conv(96, kernel=1)}, GlobalAveragePooling2D",
        CLASSES,
    ),
    "code of an autoencoder": spec_of(
        VECTOR, f"{DENSE}, {{Dense: 4}}, {DENSE}, {{Dense: 64}}", "{z: {type: array, target: x}}"
    ),
    "squeeze and excite": spec_of(
        PICTURE,
        "{Conv2D: {filters: 32, kernel_size: 3, activation: relu, name: c}}, {GlobalAveragePooling2D: "
        "{keepdims: true}}, {Dense: {units: 8, activation: relu}}, {Dense: {units: 32, activation: sigmoid, name: g}}, "
        "{Multiply: {from: [c, g]}}, GlobalAveragePooling2D",
        CLASSES,
    ),
    "additive attention over steps": spec_of(
        STEPS,
        "{LSTM: {units: 8, return_sequences: true, name: h}}, {Dense: {units: 1, activation: tanh}}, "
        "{Softmax: {axis: 1, name: s}}, {Multiply: {from: [h, s]}}, {ops.sum: {axis: 1}}",
        CLASSES,
    ),
    "transformer block": spec_of(
        "{type: array, shape: [20, 16]}",
        "{Dense: 32}, {residual: [LayerNormalization, {MultiHeadAttention: {num_heads: 4, key_dim: 8}}]}, "
        "{residual: [LayerNormalization, {Dense: {units: 64, activation: gelu}}, {Dense: 32}]}, "
        "LayerNormalization, GlobalAveragePooling1D",
        CLASSES,
    ),
    "u-net without normalisation": spec_of(
        PICTURE,
        f"{CONV}, {CONV}, {{Conv2D: {{filters: 16, kernel_size: 3, padding: same, activation: relu, name: fine}}}}, "
        f"MaxPooling2D, {', '.join([CONV] * 8)}, "
        "{Conv2DTranspose: {filters: 16, kernel_size: 2, strides: 2, name: up}}, "
        f"{{Concatenate: {{from: [up, fine]}}}}, {CONV}",
        "{y: {type: category, classes: 3, per_position: true}}",
    ),
    "stack of recurrent layers": spec_of(STEPS, "{LSTM: {units: 8, return_sequences: true}}, {GRU: 8}", CLASSES),
    "stride of a one by one convolution": spec_of(
        PICTURE, f"{CONV}, {conv(32, 'strides: 2, activation: relu', kernel=1)}, GlobalAveragePooling2D", CLASSES
    ),
    "convolution drawn for relu, deep": spec_of(
        COLUMNS, ", ".join(["{Dense: {units: 16, activation: relu, kernel_initializer: he_normal}}"] * 14)
    ),
    "straight-through estimator": spec_of(
        COLUMNS,
        "{Dense: {units: 8, activation: tanh, name: t}}, {ops.sign: {name: s}}, {Subtract: {from: [s, t]}}, "
        "{ops.stop_gradient: {name: d}}, {Add: {from: [t, d]}}",
    ),
    "last softmax without a head": spec_of(
        COLUMNS, f"{DENSE}, {{Dense: 3}}, Softmax", "{y: {type: category, classes: 3, head: none}}"
    ),
    "reshape of heads": spec_of(
        "{type: array, shape: [20, 16]}", "{Reshape: [20, 4, 4]}, {Permute: [2, 1, 3]}, Flatten, " + DENSE
    ),
    "convolution over a padded sequence": spec_of(
        "{type: sequence, shape: [3], length: 20}",
        "{Conv1D: {filters: 8, kernel_size: 3, activation: relu}}, GlobalAveragePooling1D",
    ),
    "value per channel at every position": spec_of(
        PICTURE,
        f"{CONV}, {{Conv2D: {{filters: 16, kernel_size: 3, name: m}}}}, "
        "{GlobalAveragePooling2D: {name: p, from: x}}, {Dense: {units: 16, name: e}}, {Add: {from: [m, e]}}, ReLU, "
        "GlobalAveragePooling2D",
        CLASSES,
    ),
    "seldom noticed axis": spec_of(STEPS, DENSE + ", {ops.mean: {axis: [1]}}, " + DENSE),
}


@pytest.mark.parametrize("text", SOUND.values(), ids=SOUND.keys())
def test_sound_network_has_no_error_and_no_warning(text: str) -> None:
    assert [item for item in found_in(text) if item[1] != "info"] == []


@pytest.mark.parametrize(("input_dim", "codes"), [(3, ["NN124"]), (4, [])])
def test_embedding_needs_a_place_more_than_categories(input_dim: int, codes: list[str]) -> None:
    text = spec_of(
        "{type: category, encode: index, vocabulary: [p, q, r]}",
        f"{{Embedding: {{input_dim: {input_dim}, output_dim: 2}}}}",
    )
    assert [item[0] for item in found_in(text, "NN124")] == codes


@pytest.mark.parametrize(
    ("operation", "path", "received"),
    [
        ("ops.swapaxes: {axis1: 0, axis2: 1}", ("axis1",), "axis1 0, axis2 1"),
        ("ops.swapaxes: {axis1: 1, axis2: 2}", None, ""),
        ("ops.moveaxis: {source: 1, destination: 0}", ("destination",), "source 1, destination 0"),
        ("ops.ravel: {}", (), "all axes"),
        ("ops.norm: {}", (), "all axes"),
        ("ops.norm: {axis: -1}", None, ""),
        ("ops.nanmean: {axis: -3}", ("axis",), "axis -3"),
        ("ops.rot90: {}", (), "axes [0, 1]"),
        ("ops.diagonal: {}", (), "axis1 0, axis2 1"),
        ("ops.trace: {axis1: 1, axis2: 2}", None, ""),
        ("ops.take: {indices: [0]}", (), "all axes"),
        ("ops.transpose: {axes: [1, 0, 2]}", ("axes",), "axes [1, 0, 2]"),
        ("ops.transpose: {axes: [0, 2, 1]}", None, ""),
        ("ops.transpose: {}", (), "all axes"),
        ("ops.expand_dims: {axis: -3}", None, ""),
    ],
)
def test_axis_of_the_batch_is_known_by_what_each_function_calls_it(
    operation: str, path: tuple[str, ...] | None, received: str
) -> None:
    (rule,) = (rule for rule in RULES if rule.code == "NN135")
    text = spec_of("{type: array, shape: [5, 3]}", f"{{Dense: 5}}, {{{operation}}}", "{y: array}")
    found = [(item.path, item.received) for item in lint_text(text, [rule]).findings]
    name = operation.partition(":")[0]
    place = ("hidden", 1, name, *path) if path else ("hidden", 1)
    assert found == ([] if path is None else [(place, received)])


def test_axes_of_a_dot_are_pointed_at() -> None:
    text = spec_of(STEPS, "{Dense: {units: 3, name: a}}, {Dot: {axes: 0, from: [a, x]}}", "{y: array}")
    assert ("NN135", "warning", ("hidden", 1, "Dot", "axes")) in found_in(text, "NN135")


def test_embedding_below_max_tokens_is_a_warning() -> None:
    text = spec_of("{type: text, max_tokens: 50}", "{Embedding: {input_dim: 40, output_dim: 2}}, Flatten")
    assert [item[1] for item in found_in(text, "NN124")] == ["warning"]


NUMBERS = "{dtype: int64, shape: [], minimum: 0, maximum: 50}"
BELOW = "{dtype: int64, shape: [], minimum: -1, maximum: 20}"


@pytest.mark.parametrize(
    ("inputs", "hidden", "codes"),
    [
        ("{a: {type: number, scale: none}}", "{Embedding: {input_dim: 50, output_dim: 2}}", ["no entry 50"]),
        ("{a: {type: number, scale: none}}", "{Embedding: {input_dim: 51, output_dim: 2}}", []),
        ("{a: {type: number, scale: standard}}", "{Embedding: {input_dim: 5, output_dim: 2}}", []),
        ("{a: image}", "{Embedding: {input_dim: 5, output_dim: 2}}", []),
        ("{a: {type: text, max_tokens: 9, output_mode: multi_hot}}", "{Embedding: {input_dim: 5, output_dim: 2}}", []),
        ("{b: {type: number, scale: none}}", "{Embedding: {input_dim: 30, output_dim: 2}}", ["no entries below 0"]),
        ("{c: {type: category, column: 'k*', encode: index}}", "{Embedding: {input_dim: 3, output_dim: 2}}",
         ["no entry 3"]),
        ("{b: {type: number, scale: none}, a: {type: number, scale: none}}",
         "{Concatenate: {from: [a, b]}}, {Embedding: {input_dim: 30, output_dim: 2}}",
         ["no entries below 0", "no entry 50"]),
    ],
)  # fmt: skip
def test_embedding_is_held_against_what_its_inputs_ask_for(inputs: str, hidden: str, codes: list[str]) -> None:
    (rule,) = (rule for rule in RULES if rule.code == "NN124")
    card = card_of(f"rows: 90\ncolumns: {{a: {NUMBERS}, b: {BELOW}, kind: {{dtype: string, shape: [], unique: 3}}}}")
    text = f"nnspec: 1\ninputs: {inputs}\nhidden: [{hidden}, Flatten]\noutputs: {{y: number}}\n"
    found = [item.message.removeprefix("the Embedding has ") for item in lint_text(text, [rule], card=card).findings]
    assert found == codes


@pytest.mark.parametrize(("x", "lacks"), [("{columns: [a], scale: none}", True), ("{columns: [a]}", False)])
def test_embedding_of_unknown_numbers_cannot_be_decided(x: str, lacks: bool) -> None:
    text = spec_of(x, "{Embedding: {input_dim: 3, output_dim: 2}}, Flatten")
    linted = lint_text(text, [rule for rule in RULES if rule.code == "NN124"])
    assert ([what for _, what in linted.skipped] == ["a data card"]) is lacks


def test_overparameterised_without_rows_is_skipped() -> None:
    linted = lint_text(spec_of(COLUMNS, DENSE), [rule for rule in RULES if rule.code == "NN120"])
    assert [what for _, what in linted.skipped] == ["the number of rows"]


OVER = "{Dense: {units: 128, activation: relu}}, " + DENSE
MASKS = "{y: {type: array, loss: bce}}"


@pytest.mark.parametrize(
    ("x", "hidden", "outputs", "more", "messages"),
    [
        (COLUMNS, OVER, NUMBER, "", ["2,593 weights for 100 answers, and no guard"]),
        (COLUMNS, OVER, NUMBER, "optimizer: AdamW", []),
        (COLUMNS, OVER, NUMBER, "train: {stages: [{epochs: 1}, {epochs: 1, optimizer: AdamW}]}", []),
        (COLUMNS, "{KAN: {units: 128, spline_regularizer: {L2: 0.001}}}", NUMBER, "", []),
        ("{type: array, shape: [16, 16, 3]}", f"{conv(64)}, {conv(1)}", MASKS, "", []),
        (COLUMNS, OVER + ", {Dense: 1}, ops.abs", "{y: {type: number, head: none}}", "",
         ["2,593 weights for 100 answers, and no guard"]),
    ],
)  # fmt: skip
def test_overparameterised_counts_all_numbers_that_outputs_give(
    x: str, hidden: str, outputs: str, more: str, messages: list[str]
) -> None:
    (rule,) = (rule for rule in RULES if rule.code == "NN120")
    text = spec_of(x, hidden, outputs) + more
    card = card_of("rows: 100\ncolumns: {a: {shape: []}, b: {shape: []}, c: {shape: []}, y: {shape: []}}")
    assert [item.message for item in lint_text(text, [rule], card=card).findings] == messages


@pytest.mark.parametrize(("rows", "n_findings"), [(100, 1), (100_000, 0)])
def test_overparameterised_depends_on_the_rows(rows: int, n_findings: int) -> None:
    names = ", ".join(f"{name}: {{dtype: float64, shape: []}}" for name in "abcy")
    card = card_of(f"rows: {rows}\ncolumns: {{{names}}}")
    text = spec_of(COLUMNS, "{Dense: {units: 128, activation: relu}}, " + DENSE)
    found = lint_text(text, [rule for rule in RULES if rule.code == "NN120"], card=card).findings
    assert len(found) == n_findings


def test_second_relu_is_taken_out_by_a_fix_only_where_nobody_names_it() -> None:
    (rule,) = (rule for rule in RULES if rule.code == "NN104")
    ((_, plain),) = lint_text(spec_of(COLUMNS, DENSE + ", ReLU"), [rule]).faults
    named = "{ReLU: {name: relu_out}}, {Dense: {units: 4, from: relu_out}}"
    ((_, fault),) = lint_text(spec_of(COLUMNS, f"{DENSE}, {named}"), [rule]).faults
    assert (plain.fix, fault.fix) == (Fix(("hidden", 1), REMOVE), None)


@pytest.mark.parametrize(
    ("card", "x", "path"),
    [
        ("{p: {shape: [28, 28]}}", "{type: image, column: p, channels: 3}", ("inputs", "x", "channels")),
        ("{p: {shape: [28, 28]}}", "{type: array, column: p, shape: [28, 27]}", ("inputs", "x", "shape")),
        ("{p: {shape: []}, q: {shape: []}}", "{type: array, columns: [p, q], shape: [3]}", ("inputs", "x", "shape")),
    ],
)
def test_shape_that_the_card_contradicts_is_an_error(card: str, x: str, path: tuple[str, ...]) -> None:
    (rule,) = (rule for rule in RULES if rule.code == "NN122")
    text = spec_of(x, "Flatten, " + DENSE)
    found = lint_text(text, [rule], card=card_of(f"rows: 9\ncolumns: {card}")).findings
    assert [(item.severity, item.path) for item in found] == [("error", path)]


HE = "{Dense: {units: 16, activation: relu, kernel_initializer: he_normal}}"


@pytest.mark.parametrize(
    ("layers", "places"),
    [([DENSE] * 9 + [HE] + [DENSE] * 15, [("hidden", 10)]), ([HE] * 14, []), ([HE] * 31, [("hidden", 29)])],
)
def test_deep_chain_counts_the_layers_whose_weights_are_not_drawn_for_it(
    layers: list[str], places: list[tuple[str | int, ...]]
) -> None:
    assert [item[2] for item in found_in(spec_of(COLUMNS, ", ".join(layers)), "NN127")] == places


def test_mask_passes_what_each_step_has_for_itself() -> None:
    hidden = "{TimeDistributed: {layer: {Conv2D: {filters: 8, kernel_size: 3}}}}"
    pooled = "{TimeDistributed: {layer: GlobalAveragePooling2D}}, {LSTM: 8}"
    text = spec_of("{type: array, shape: [5, 8, 8, 3]}", f"Masking, {hidden}, {pooled}")
    assert found_in(text, "NN126") == []


@pytest.mark.parametrize(
    ("name", "hidden", "outputs", "codes"),
    [
        ("nonlinear-net", "", "{y: {type: category, classes: 3}}", ["NN102"]),
        ("linear-net", "", "{y: {type: category, classes: 3}}", []),
        ("net", "", "{y: {type: category, classes: 3, layers: [{Dense: 3}], head: Softmax}}", ["NN102"]),
        ("net", DENSE, "{y: {type: category, classes: 3, layers: [{Dense: 3}], head: Softmax}}", []),
    ],
)
def test_linear_model_is_told_by_its_last_layer_and_its_name(
    name: str, hidden: str, outputs: str, codes: list[str]
) -> None:
    assert [item[0] for item in found_in(spec_of(COLUMNS, hidden, outputs) + f"name: {name}\n", "NN102")] == codes


def test_output_that_is_only_imported_needs_no_gradient() -> None:
    assert found_in(spec_of(COLUMNS, DENSE + ", {Dense: 4}, {ops.argmax: {axis: -1}}", "{y: array}"), "NN133") == []


def test_target_named_as_a_column_makes_no_autoencoder() -> None:
    narrow = "{Dense: {units: 1, activation: relu}}, " + DENSE
    for target, codes in (("", ["NN118"]), (", target: price", ["NN118"]), (", target: x", [])):
        found = found_in(spec_of(COLUMNS, f"{DENSE}, {narrow}", f"{{y: {{type: number{target}}}}}"), "NN118")
        assert [item[0] for item in found] == codes


@pytest.mark.parametrize(("x", "lacks"), [(VECTOR, True), (COLUMNS, False), ("image", False)])
def test_declared_shape_without_a_card_cannot_be_decided(x: str, lacks: bool) -> None:
    linted = lint_text(spec_of(x, "Flatten, " + DENSE), [rule for rule in RULES if rule.code == "NN122"])
    assert ([what for _, what in linted.skipped] == ["a data card"]) is lacks


def test_dilated_window_is_as_long_as_what_it_spans() -> None:
    dilated = "{Conv1D: {filters: 8, kernel_size: 5, dilation_rate: 16, padding: same}}"
    assert [item[0] for item in found_in(spec_of(STEPS, dilated + ", GlobalMaxPooling1D"), "NN112")] == ["NN112"]


@pytest.mark.parametrize(
    ("shape", "hint"),
    [
        ("[3, 20]", "`Permute: [2, 1]`"),
        ("[3, 20, 1]", "`Permute` for the order, then `Reshape` for the axes of length 1"),
    ],
)
def test_reshape_that_swaps_axes_is_told_what_does(shape: str, hint: str) -> None:
    (rule,) = (rule for rule in RULES if rule.code == "NN134")
    (finding,) = lint_text(spec_of(STEPS, f"{{Reshape: {shape}}}, Flatten"), [rule]).findings
    assert finding.hint == hint


def test_rules_look_at_each_step_of_a_long_chain_a_few_times_only(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: Counter[str] = Counter()
    above = Flow.above

    def count(flow: Flow, step: Step) -> tuple[Step, ...]:
        asked[step.name] += 1
        return above(flow, step)

    monkeypatch.setattr(Flow, "above", count)
    text = spec_of(VECTOR, "{repeat: {times: 300, layers: [{residual: [{Dense: 64}, ReLU]}]}}")
    assert found_in(text, "NN101", "NN119", "NN121", "NN130") == []
    assert max(asked.values()) < 10
