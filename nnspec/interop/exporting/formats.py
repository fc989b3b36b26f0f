"""The formats that a run can be exported to, by the word of the command line."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import keras

from nnspec.errors import UsageError
from nnspec.interop.exporting.keras_file import run_keras_file, write_keras_file
from nnspec.interop.exporting.litert_file import run_litert_file, write_litert_file
from nnspec.interop.exporting.onnx_file import run_onnx_file, write_onnx_file
from nnspec.interop.exporting.saved_model import run_saved_model, write_saved_model
from nnspec.interop.exporting.tensors import Arrays
from nnspec.records import record


@record(kw_only=True)
class Format:
    """One format.

    Args:
        name: for people.
        suffix: of its files; empty for a folder.
        write: writes a model.
        run: predicts rows with what was written.
        packages: that it needs beside TensorFlow.
        extra: of nnspec that brings them.
    """

    name: str
    suffix: str
    write: Callable[[keras.Model, Path], None]
    run: Callable[[Path, Arrays], Arrays]
    packages: tuple[str, ...] = ()
    extra: str | None = None

    def check_installed(self) -> None:
        """Refuse a format whose packages are absent.

        Raises:
            UsageError: with the line that installs them.
        """
        missing = [name for name in self.packages if find_spec(name) is None]
        if missing:
            listed = ", ".join(f"`{name}`" for name in missing)
            raise UsageError(f"{self.name} needs {listed}: pip install 'nnspec[{self.extra}]'")


FORMATS: dict[str, Format] = {
    "saved_model": Format(name="SavedModel", suffix="", write=write_saved_model, run=run_saved_model),
    "onnx": Format(
        name="ONNX",
        suffix=".onnx",
        write=write_onnx_file,
        run=run_onnx_file,
        packages=("tf2onnx", "onnx", "onnxruntime"),
        extra="onnx",
    ),
    "litert": Format(name="LiteRT", suffix=".tflite", write=write_litert_file, run=run_litert_file),
    "keras": Format(name="Keras", suffix=".keras", write=write_keras_file, run=run_keras_file),
}
