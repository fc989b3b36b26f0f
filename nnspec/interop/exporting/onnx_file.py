"""A Keras model <-> an ONNX file, for ONNX Runtime and everything that reads the format."""

from __future__ import annotations

import logging
import warnings
from importlib import import_module
from pathlib import Path
from typing import Any

import keras

from nnspec.compiler.failures import first_sentence
from nnspec.errors import spec_error
from nnspec.interop.exporting.tensors import Arrays
from nnspec.transfer.freeze import leaf_layers

_HINT = "`--part trunk` exports the network alone: encoded numbers in, scores out"
_LOOKUPS = (keras.layers.StringLookup, keras.layers.IntegerLookup, keras.layers.TextVectorization)


def write_onnx_file(model: keras.Model, path: Path) -> None:
    """Write the file, by Keras with tf2onnx.

    Raises:
        SpecError: NN575 for texts, which tf2onnx cannot look up, and for operations that ONNX does not have.
    """
    lookups = _lookups_in(model)
    if lookups:
        raise spec_error("NN575", "ONNX cannot look up categories", received=f"`{lookups[0]}`", hint=_HINT)
    logging.getLogger("tf2onnx").setLevel(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            # tf2onnx asks NumPy for names that are going away; nobody here can do anything about it.
            warnings.simplefilter("ignore")
            model.export(path, format="onnx", verbose=False)
    except (ValueError, RuntimeError, KeyError, NotImplementedError) as error:
        raise spec_error("NN575", f"ONNX cannot hold the model: {first_sentence(error)}", hint=_HINT) from error
    _check_operations(path)


def run_onnx_file(path: Path, rows: Arrays) -> Arrays:
    """Predict rows with what was written, by ONNX Runtime on the CPU."""
    session = import_module("onnxruntime").InferenceSession(str(path), providers=["CPUExecutionProvider"])
    names = [output.name for output in session.get_outputs()]
    return dict(zip(names, session.run(names, dict(rows)), strict=True))


def _check_operations(path: Path) -> None:
    """Refuse a file with operations that tf2onnx left as they are, which it does with no more than a log line."""
    onnx: Any = import_module("onnx")
    unknown = sorted(
        {node.op_type for node in onnx.load(path).graph.node if not onnx.defs.has(node.op_type, node.domain)}
    )
    if unknown:
        listed = ", ".join(f"`{name}`" for name in unknown)
        raise spec_error("NN575", f"ONNX has no operation {listed}", hint=_HINT)


def _lookups_in(model: keras.Model) -> list[str]:
    return [layer.name for layer in leaf_layers(model) if isinstance(layer, _LOOKUPS)]
