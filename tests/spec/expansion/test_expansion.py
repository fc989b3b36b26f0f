"""Documents with constructs -> the documents that they stand for, and where everything was written."""

from __future__ import annotations

import pytest
from expanding import expanded, expansion_findings, written
from hypothesis import given
from hypothesis import strategies as st

from nnspec.document.dump import dump_document
from nnspec.spec.expansion.expand import expand_document

SHORT = "nnspec: 1\ninputs: {x: number}\noutputs: {y: number}\n"
PLAIN = st.recursive(
    st.integers(0, 9) | st.sampled_from(["relu", "a b", "", "repeat"]) | st.booleans() | st.none(),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["a", "Dense", "b"]), inner, max_size=3)
    ),
    max_leaves=12,
)


def hidden_of(text: str):
    return expanded(SHORT + text).data["hidden"]


@given(st.dictionaries(st.sampled_from(["hidden", "outputs", "train", "data", "report"]), PLAIN, min_size=1))
def test_document_without_dollars_is_expanded_to_itself(data):
    document = written(dump_document(data))
    result, findings = expand_document(document)
    assert findings == ()
    assert result.data == data
    assert result.origins.keys() == {()}


def test_expansion_of_an_expanded_document_changes_nothing():
    first = expanded(SHORT + "vars: {w: 8}\nhidden: [{repeat: {times: 2, layers: [{Dense: $(w * (i + 1))}]}}]\n")
    again, findings = expand_document(written(dump_document(first.data)))
    assert findings == ()
    assert again.data == first.data


def test_rounds_stand_one_after_the_other():
    made = hidden_of(
        "hidden:\n  - repeat: {times: 3, as: k, name: out, from: x, layers: [{Dense: $(k + 1)}, Flatten]}\n"
    )
    layers = [{"Dense": 1}, "Flatten", {"Dense": 2}, "Flatten", {"Dense": 3}, "Flatten"]
    assert made == [{"repeat": {"times": 1, "layers": layers, "name": "out", "from": "x"}}]


def test_inner_counter_hides_the_outer_one():
    made = hidden_of("hidden:\n  - repeat: {times: 2, layers: [{repeat: {times: 2, layers: [{Dense: $(i + 1)}]}}]}\n")
    inner = {"repeat": {"times": 1, "layers": [{"Dense": 1}, {"Dense": 2}]}}
    assert made == [{"repeat": {"times": 1, "layers": [inner, inner]}}]


def test_counter_hides_a_variable_inside_its_repeat_only():
    made = hidden_of("vars: {i: 7}\nhidden: [{repeat: {times: 2, layers: [{Dense: $(i + 1)}]}}, {Dense: $i}]\n")
    assert made == [{"repeat": {"times": 1, "layers": [{"Dense": 1}, {"Dense": 2}]}}, {"Dense": 7}]


@pytest.mark.parametrize(
    ("use", "units", "rate"),
    [("mlp: 3", 3, 0.1), ("mlp: {units: 3}", 3, 0.1), ("mlp: {units: 3, rate: 0.5}", 3, 0.5), ("mlp: $w", 8, 0.1)],
)
def test_block_takes_its_arguments_or_their_defaults(use, units, rate):
    blocks = "blocks: {mlp: {args: {units: , rate: $(w / 80)}, layers: [{Dense: $units}, {Dropout: $rate}]}}\n"
    made = hidden_of(f"vars: {{w: 8}}\n{blocks}hidden: [{{{use}}}]\n")
    assert made == [{"repeat": {"times": 1, "layers": [{"Dense": units}, {"Dropout": rate}]}}]


def test_block_without_arguments_is_a_word():
    made = hidden_of("blocks: {end: {layers: [Flatten]}}\nhidden: [end, {end: {name: last}}]\n")
    once = {"times": 1, "layers": ["Flatten"]}
    assert made == [{"repeat": once}, {"repeat": {**once, "name": "last"}}]


def test_block_takes_its_arguments_from_a_mapping():
    blocks = "blocks: {mlp: {args: {units: }, layers: [{Dense: $units}]}}\n"
    made = hidden_of(f"vars: {{s: {{units: 3, name: n}}}}\n{blocks}hidden: [{{mlp: $s}}]\n")
    assert made == [{"repeat": {"times": 1, "layers": [{"Dense": 3}], "name": "n"}}]


def test_block_body_is_an_argument():
    blocks = "blocks: {twice: {args: {body: }, layers: [{residual: $body}, {residual: $body}]}}\n"
    made = hidden_of(f"{blocks}hidden: [{{twice: {{body: [{{Dense: 3}}]}}}}]\n")
    assert made == [{"repeat": {"times": 1, "layers": [{"residual": [{"Dense": 3}]}] * 2}}]


@pytest.mark.parametrize(
    ("around", "inside"),
    [
        ("residual: [HERE]", lambda made: made["residual"]),
        ("residual: {layers: [HERE]}", lambda made: made["residual"]["layers"]),
        ("parallel: {branches: [[HERE], []]}", lambda made: made["parallel"]["branches"][0]),
        ("model: {name: m, layers: [HERE]}", lambda made: made["model"]["layers"]),
        ("repeat: {times: 1, layers: [HERE]}", lambda made: made["repeat"]["layers"]),
        ("TimeDistributed: {layer: {Bidirectional: {layer: [HERE]}}}", lambda made: _wrapped(made)),
    ],
)
def test_block_stands_wherever_entries_stand(around, inside):
    blocks = "blocks: {mlp: {args: {units: }, layers: [{Dense: $units}]}}\n"
    (made,) = hidden_of(f"{blocks}hidden: [{{{around.replace('HERE', '{mlp: 3}')}}}]\n")
    assert inside(made) == [{"repeat": {"times": 1, "layers": [{"Dense": 3}]}}]


def _wrapped(made):
    return made["TimeDistributed"]["layer"]["Bidirectional"]["layer"]


def test_block_word_in_other_lists_is_text():
    text = "blocks: {mlp: {layers: [Flatten]}}\ninputs: {x: {columns: [mlp]}}\n"
    text += "hidden: [{StringLookup: {vocabulary: [mlp]}}]\n"
    made = expanded(f"nnspec: 1\n{text}outputs: {{y: number}}\n").data
    assert made["inputs"] == {"x": {"columns": ["mlp"]}}
    assert made["hidden"] == [{"StringLookup": {"vocabulary": ["mlp"]}}]


def test_layers_of_outputs_are_expanded():
    text = """nnspec: 1
vars: {w: 4}
inputs: {x: number}
outputs:
  y:
    type: number
    layers: [{repeat: {times: 2, layers: [{Dense: $w}]}}]
    head: {Dense: {units: 1, name: h_$w}}
"""
    made = expanded(text).data["outputs"]["y"]
    assert made["layers"] == [{"repeat": {"times": 1, "layers": [{"Dense": 4}, {"Dense": 4}]}}]
    assert made["head"] == {"Dense": {"units": 1, "name": "h_4"}}


def test_report_is_left_alone():
    assert expanded("nnspec: 1\nvars: {a: 1}\nreport: {a: $b}\n").data == {"nnspec": 1, "report": {"a": "$b"}}


def test_anchors_inside_blocks_are_filled_with_each_use():
    blocks = "blocks: {mlp: {args: {u: }, layers: [&d {Dense: $u}, *d]}}\n"
    made = hidden_of(f"{blocks}hidden: [{{mlp: 3}}, {{mlp: 4}}]\n")
    assert made == [{"repeat": {"times": 1, "layers": [{"Dense": n}] * 2}} for n in (3, 4)]


def test_names_inside_a_model_may_be_constant_in_a_repeat():
    model = "{model: {name: m_$i, layers: [{Dense: {units: 3, name: inside}}]}}"
    assert len(hidden_of(f"hidden: [{{repeat: {{times: 2, layers: [{model}]}}}}]\n")[0]["repeat"]["layers"]) == 2


def test_name_of_a_single_round_may_be_constant():
    assert hidden_of("hidden: [{repeat: {times: 1, layers: [{Dense: {units: 3, name: a}}]}}]\n")


def _origins(text):
    document = expanded(SHORT + text)
    return {path: document.origin(path) for path in _paths(document.data, ())}


def _paths(data, path):
    yield path
    for step, item in data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ():
        yield from _paths(item, (*path, step))


RICH = """
vars: {w: 8, both: [{Dense: $w}, {mlp: $(w + 1)}], rate: 0.5}
blocks:
  mlp:
    args: {units: , rate: $rate}
    layers:
      - Dense: {units: $units, name: d_$units}
      - repeat: {times: 2, as: k, layers: [{Dropout: $rate}, {Dense: $(units - k)}]}
hidden:
  - repeat: {times: 2, layers: [{mlp: $(i + 2)}, {residual: [{Dense: $i}]}]}
  - residual: $both
"""


def test_every_expanded_place_was_written_in_the_document():
    for path, origin in _origins(RICH).items():
        data = origin.document.data
        for step in origin.path[:1]:
            assert step in data, path
        assert origin.document.file == "spec.yaml"
        assert origin.document.origins == {}


def test_origin_names_the_constructs_from_outside_to_inside():
    origins = _origins(RICH)
    place = ("hidden", 0, "repeat", "layers", 2, "repeat", "layers", 1, "repeat", "layers", 3, "Dense")
    assert origins[place].path == ("blocks", "mlp", "layers", 1, "repeat", "layers", 1, "Dense")
    assert origins[place].via == (
        "round 2 of `repeat`, spec.yaml:13:5",
        "block `mlp`, spec.yaml:13:34",
        "round 2 of `repeat`, spec.yaml:11:9",
        "argument `units`, spec.yaml:13:34",
    )


def test_origin_of_a_list_from_a_variable_is_the_variable():
    origin = _origins(RICH)["hidden", 1, "residual", 0, "Dense"]
    assert origin.path == ("vars", "both", 0, "Dense")
    assert origin.via == ("`$both`, spec.yaml:14:5", "variable `w`, spec.yaml:5:8")


def test_texts_are_those_of_the_file():
    assert expanded(SHORT + RICH).texts == {"spec.yaml": SHORT + RICH}


def test_unknown_values_are_all_reported_once():
    found = expansion_findings(SHORT + "hidden: [{repeat: {times: 9, layers: [{Dense: $a}, {Dense: $b}]}}]\n")
    assert [(finding.code, finding.message) for finding in found] == [
        ("NN042", "nothing here has the name `a`"),
        ("NN042", "nothing here has the name `b`"),
    ]


def test_what_is_made_from_a_broken_value_is_not_reported():
    found = expansion_findings(SHORT + "vars: {a: $nothing, b: $(a + 1)}\nhidden: [{Dense: $b}, {Dense: $a}]\n")
    assert [finding.span.line for finding in found] == [4]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("hidden: [{repeat: {times: 10000, layers: [{repeat: {times: 10000, layers: [Flatten]}}]}}]\n", "NN049"),
        ("vars: {n: 1000000000000}\nhidden: [{repeat: {times: $n, layers: []}}]\n", "NN049"),
        (
            "vars: {a: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1], b: [$a, $a, $a, $a, $a, $a, $a, $a, $a, $a], "
            "c: [$b, $b, $b, $b, $b, $b, $b, $b, $b, $b], d: [$c, $c, $c, $c, $c, $c, $c, $c, $c, $c], "
            "e: [$d, $d, $d, $d, $d, $d, $d, $d, $d, $d], f: [$e, $e, $e, $e]}\n",
            "NN010",
        ),
        ("vars: {again: [loop]}\nblocks: {loop: {layers: $again}}\nhidden: [loop]\n", "NN046"),
    ],
)
def test_bound_ends_the_expansion(text, code):
    assert [finding.code for finding in expansion_findings(SHORT + text)] == [code]
