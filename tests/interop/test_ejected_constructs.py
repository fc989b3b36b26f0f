"""Constructs of the language in an ejected script: functions, loops, nested models, with nnspec's own layers."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

import nnspec
from ejected_scripts import load_script
from nnspec.errors import SpecError
from nnspec.interop.ejecting.snippets.reading import check_sha256
from nnspec.references.hashing import sha256_of
from nnspec.training.build import build_models_of

pytestmark = pytest.mark.backend

SPEC = """\
nnspec: 1
vars: {width: 8}
blocks:
  conv_bn:
    args: {filters: , kernel_size: 3}
    layers:
      - Conv2D: {filters: $filters, kernel_size: $kernel_size, padding: same, use_bias: false}
      - BatchNormalization
      - Activation: relu
data: {source: sklearn:digits, split: {test: 0.15, stratify: target}}
inputs: {image: {type: image, scale: standard}}
hidden:
  - conv_bn: {filters: $width, name: stem}
  - repeat:
      times: 3
      layers:
        - residual:
            project: true
            layers: [{conv_bn: $(width * 2 ** i)}, {conv_bn: {filters: $(width * 2 ** i), kernel_size: 1}}]
        - Dropout: {rate: $(0.1 * (i + 1)), name: drop_$i}
  - parallel: {branches: [[{Conv2D: {filters: 4, kernel_size: 1}}], []]}
  - ops.mean: {axis: [1, 2]}
  - model: {name: mlp, layers: [{Dense: 16}, {Dense: 8}]}
  - ops.multiply: {x2: 2.0}
  - Dense: {units: 8, name: shared}
  - call: shared
  - Reshape: [8, 1]
  - Bidirectional: {layer: {LSTM: {units: 4, return_state: true}}, name: bi}
  - Concatenate: {from: ["bi:0", "bi:1"]}
outputs: {target: category}
train: {epochs: 1}
"""
RESIDUAL_BLOCK = """\
nnspec: 1
blocks:
  wide: {layers: [{residual: [{Dense: 4}, Dropout: 0.1]}]}
data: {source: sklearn:iris, split: none}
inputs: {flower: {columns: ["*(cm)"], fill: mean}}
hidden: [wide, wide]
outputs: {target: {type: category, class_weight: balanced}}
train: {steps: 3}
"""
PINNED = f"""\
nnspec: 1
data: {{{{source: pictures.npz, split: none}}}}
bases: {{{{mobile: {{{{source: "keras:MobileNet", weights: {{weights}}, sha256: {"ab" * 32}, pooling: avg}}}}}}}}
inputs: {{{{image: {{{{type: image, channels: 3, size: [64, 64]}}}}}}}}
hidden: [mobile]
outputs: {{{{target: category}}}}
"""


@pytest.fixture(scope="module")
def script(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    return load_script(nnspec.eject(nnspec.load(SPEC)), tmp_path_factory.mktemp("ejected") / "constructs.py")


def predict_both(script: ModuleType, text: str) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    """Give what the script's network and nnspec's say of the same rows, with the same weights."""
    train = script.read_parts()["train"]
    encoder = script.build_encoder(train)
    trunk, ours = script.build_trunk(encoder, train), build_models_of(nnspec.load(text)).models.trunk
    assert [layer.name for layer in trunk.layers if layer.weights] == [
        layer.name for layer in ours.layers if layer.weights
    ]
    trunk.set_weights(ours.get_weights())
    rows = script.encode(encoder, {name: values[:32] for name, values in train.items()})
    return trunk.predict(rows, verbose=0), ours.predict(rows, verbose=0)


def test_constructs_give_the_outputs_that_nnspec_gives(script: ModuleType) -> None:
    given, expected = predict_both(script, SPEC)
    np.testing.assert_allclose(given["target"], expected["target"], rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize(
    "line",
    [
        "def conv_bn(tensor, filters, kernel_size, names):",
        "    for i in range(3):",
        "            filters=8 * 2**i,",
        '        drop = layers.Dropout(rate=0.1 + 0.1 * i, name=f"drop_{i}")(x)',
        "    x = ops.mean(x, axis=[1, 2])",
        "    x = build_mlp(x)(x)",
        "    x = shared(x)\n    x = shared(x)",
    ],
)
def test_constructs_become_readable_python(script: ModuleType, line: str) -> None:
    assert f"\n{line}\n" in Path(script.__file__ or "").read_text("utf-8")


def test_block_that_reads_its_input_twice_gives_the_outputs_that_nnspec_gives(tmp_path: Path) -> None:
    script = load_script(nnspec.eject(nnspec.load(RESIDUAL_BLOCK)), tmp_path / "residual.py")
    given, expected = predict_both(script, RESIDUAL_BLOCK)
    np.testing.assert_allclose(given["target"], expected["target"], rtol=1e-4, atol=1e-5)


def test_steps_end_the_training_of_a_script(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    script = load_script(nnspec.eject(nnspec.load(RESIDUAL_BLOCK)), tmp_path / "steps.py")
    script.main()
    assert (tmp_path / "model.keras").is_file()
    assert "train {" in capsys.readouterr().out


def test_what_a_script_cannot_express_is_a_finding() -> None:
    text = RESIDUAL_BLOCK.replace("train: {", "train: {precision: float64, ")
    with pytest.raises(SpecError, match="NN570"):
        nnspec.eject(nnspec.load(text))


def test_pinned_weights_are_checked_before_a_script_loads_them() -> None:
    script = nnspec.eject(nnspec.load(PINNED.format(weights="w.weights.h5")))
    check = f'    check_sha256(\n        HERE / "w.weights.h5",\n        "{"ab" * 32}",\n    )\n'
    assert f"{check}    network = keras.applications.MobileNet(" in script
    assert "def check_sha256(" in script


def test_file_that_is_not_the_pinned_one_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "w.weights.h5"
    file.write_bytes(b"weights")
    check_sha256(file, sha256_of(file))
    with pytest.raises(ValueError, match="is not the file that was pinned"):
        check_sha256(file, "ab" * 32)


def test_hash_of_published_weights_is_a_finding() -> None:
    with pytest.raises(SpecError, match="the `sha256` of published weights has no script yet"):
        nnspec.eject(nnspec.load(PINNED.format(weights="imagenet")))


@pytest.mark.parametrize(
    ("outputs", "message"),
    [
        ("{target: {type: category, per_position: true, class_weight: balanced}}", "`class_weight` over padded steps"),
        ("{target: {type: number, per_position: true, units: 2}}", "a vector for each padded step"),
    ],
)
def test_truth_of_padded_steps_that_a_script_cannot_weigh_is_a_finding(outputs: str, message: str) -> None:
    text = f"""\
nnspec: 1
data: {{source: words.jsonl, split: none}}
inputs: {{letters: {{type: sequence, length: 9, dtype: int32}}}}
hidden: [{{Embedding: {{input_dim: 27, output_dim: 4}}}}]
outputs: {outputs}
"""
    with pytest.raises(SpecError, match=message):
        nnspec.eject(nnspec.load(text))


def test_spec_without_data_is_a_finding() -> None:
    text = RESIDUAL_BLOCK.replace("data: {source: sklearn:iris, split: none}\n", "")
    with pytest.raises(SpecError, match="NN021"):
        nnspec.eject(nnspec.load(text))


def test_pattern_over_data_that_are_not_there_is_a_finding() -> None:
    text = RESIDUAL_BLOCK.replace("sklearn:iris", "absent.csv")
    with pytest.raises(SpecError, match="NN571"):
        nnspec.eject(nnspec.load(text))


def test_distribution_stands_in_the_script_as_a_comment() -> None:
    text = RESIDUAL_BLOCK.replace("train: {", "train: {distribute: mirrored, ")
    assert "# The spec says `distribute: mirrored`" in nnspec.eject(nnspec.load(text))
