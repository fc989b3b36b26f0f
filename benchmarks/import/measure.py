"""One of Keras' applications -> how short its spec is, and whether the spec gives the same network, as one JSON line.

python benchmarks/import/measure.py NAME [--same]
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
import time
from pathlib import Path
from typing import Any

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
import numpy.typing as npt

import nnspec
from nnspec.document.dump import dump_document

USUAL_PICTURE = (224, 224, 3)
N_PICTURES = 2
Array = npt.NDArray[Any]


def main() -> None:
    """Measure the application that is named, and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name")
    parser.add_argument("--same", action="store_true")
    options = parser.parse_args()
    found = measure_length(options.name)
    if options.same:
        keras.backend.clear_session()
        found |= compare(options.name)
    print(json.dumps(found))


def measure_length(name: str) -> dict[str, Any]:
    """Import an application as it is by default, and count lines and seconds.

    Args:
        name: of `keras.applications`.
    """
    start = time.process_time()
    data = nnspec.import_model(f"keras:{name}")
    import_s = time.process_time() - start
    text = dump_document(data)
    nnspec.load(text)
    with keras.StatelessScope():
        model = _make(name)
    return {
        "name": name,
        "yaml_lines": len(text.splitlines()),
        "json_lines": len(json.dumps(json.loads(model.to_json()), indent=2).splitlines()),
        "import_s": round(import_s, 1),
    }


def compare(name: str) -> dict[str, Any]:
    """Build the original and the spec with the same weights, and compare parameters and outputs.

    The network is the default one, on pictures of its usual size; only its softmax is left away, as it hides
    differences of logits that are far apart.

    Args:
        name: of `keras.applications`.
    """
    model = _make(name, classifier_activation=None)
    pictures = np.random.default_rng(0).uniform(0, 255, size=(N_PICTURES, *model.input_shape[1:])).astype("float32")
    _shake(model)
    _settle(model, pictures)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "copied.weights.h5"
        data = nnspec.import_model(model, weights=file)
        built = nnspec.build(dump_document(data))
        built.load_weights(file)
    expected = _array(model(pictures, training=False))
    (given,) = built(dict.fromkeys(data["inputs"], pictures), training=False).values()
    return {
        "shape": list(model.input_shape[1:]),
        "parameters": model.count_params(),
        "spec_parameters": built.count_params(),
        "statistics": _count_statistics(model),
        "difference": float(np.max(np.abs(_array(given) - expected)) / np.max(np.abs(expected))),
        "spread": float(np.max(np.ptp(expected, axis=0)) / np.max(np.abs(expected))),
    }


def _make(name: str, **options: Any) -> keras.Model:
    make = getattr(keras.applications, name)
    model = make(weights=None, **options)
    return make(weights=None, input_shape=USUAL_PICTURE, **options) if None in model.input_shape[1:] else model


def _shake(model: keras.Model) -> None:
    """Give what starts as ones and zeros values of its own, so that no two layers can be taken for each other.

    A Normalization reads its statistics once, and must be told to do so again.
    """
    rng = np.random.default_rng(0)
    for weight in model.weights:
        if "float" in weight.dtype and len(weight.shape) == 1:
            around = 0.0 if weight.path.endswith(("bias", "beta", "moving_mean")) else 1.0
            weight.assign(around + rng.uniform(-0.5, 0.5, size=weight.shape))
    for layer in model.layers:
        if isinstance(layer, keras.layers.Normalization):
            layer.finalize_state()


def _settle(model: keras.Model, pictures: Array) -> None:
    """Let each BatchNormalization take the statistics of these pictures, as otherwise the signal dies on its way."""
    layers = [layer for layer in model.layers if isinstance(layer, keras.layers.BatchNormalization)]
    usual = [layer.momentum for layer in layers]
    for layer in layers:
        layer.momentum = 0.0
    model(pictures, training=True)
    for layer, momentum in zip(layers, usual, strict=True):
        layer.momentum = momentum


def _count_statistics(model: keras.Model) -> int:
    """Count what a Normalization has learned: in a spec these are arguments and no weights."""
    return sum(layer.count_params() for layer in model.layers if isinstance(layer, keras.layers.Normalization))


def _array(values: Any) -> Array:
    return np.asarray(keras.ops.convert_to_numpy(values))


if __name__ == "__main__":
    main()
