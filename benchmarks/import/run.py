"""Lines of YAML beside lines of Keras' JSON, and whether the network comes back, for Keras' applications.

python benchmarks/import/run.py [NAME ...] [--all] [--same]

`--all` takes all applications in place of the ten of the table; `--same` builds original and spec with the same
weights and compares their outputs, which takes minutes and gigabytes for the largest.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
from pathlib import Path
from typing import Any

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np

import nnspec
from nnspec.document.dump import dump_document
from nnspec.transfer.applications import APPLICATIONS

HERE = Path(__file__).resolve().parent
TEN = (
    *("ResNet50", "ResNet152V2", "DenseNet201", "ConvNeXtBase", "MobileNetV2"),
    *("EfficientNetB0", "EfficientNetV2L", "InceptionV3", "Xception", "VGG16"),
)
HEAD = "| application | lines of YAML | lines of JSON | parameters | largest difference of outputs |"


def main() -> None:
    """Import, compare, print and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--same", action="store_true")
    options = parser.parse_args()
    names = options.names or (APPLICATIONS if options.all else TEN)
    rows = []
    for name in names:
        rows.append(_row(name, compare=options.same))
        print(rows[-1], flush=True)
    if not options.names:
        table = "\n".join(["# Importing Keras' applications", "", HEAD, "|---|--:|--:|--:|--:|", *rows])
        (HERE / "RESULTS.md").write_text(f"{table}\n", encoding="utf-8")


def _row(name: str, *, compare: bool) -> str:
    keras.backend.clear_session()
    with keras.StatelessScope():
        model = getattr(keras.applications, name)(weights=None)
    config = json.loads(model.to_json())
    shape = {} if None not in model.input_shape[1:] else {model.inputs[0].name: (224, 224, 3)}
    yaml = dump_document(nnspec.import_model(config, shapes=shape))
    nnspec.load(yaml)
    difference = f"{_difference(name):.1e}" if compare else "not run"
    json_lines = len(json.dumps(config, indent=2).splitlines())
    return f"| {name} | {len(yaml.splitlines())} | {json_lines} | {model.count_params()} | {difference} |"


def _difference(name: str) -> float:
    """Compare the outputs on pictures of the smallest size, with random weights."""
    keras.backend.clear_session()
    rows = max(64, APPLICATIONS[name].smallest)
    model = getattr(keras.applications, name)(weights=None, input_shape=(rows, rows, 3), classifier_activation=None)
    rng = np.random.default_rng(0)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "copied.weights.h5"
        data = nnspec.import_model(model, weights=file)
        built = nnspec.build(dump_document(data))
        built.load_weights(file)
    pictures = rng.uniform(0, 255, size=(2, rows, rows, 3)).astype("float32")
    expected = np.asarray(model(pictures, training=False))
    (given,) = _outputs(built, dict.fromkeys(data["inputs"], pictures))
    return float(np.max(np.abs(given - expected)) / np.max(np.abs(expected)))


def _outputs(model: keras.Model, given: dict[str, Any]) -> list[Any]:
    return [np.asarray(values) for values in model(given, training=False).values()]


if __name__ == "__main__":
    main()
