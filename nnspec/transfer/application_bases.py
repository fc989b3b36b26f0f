"""`keras:NAME` -> an application of Keras with its weights and its own preprocessing."""

from __future__ import annotations

import os
import pathlib
import warnings
from collections.abc import Mapping
from typing import Any

import keras
import numpy as np

from nnspec.catalog.pretrained import APPLICATIONS
from nnspec.compiler.construction import construction_of, interface_dtype
from nnspec.compiler.failures import KERAS_FAILURES, first_sentence
from nnspec.compiler.instantiate import locate_class
from nnspec.diagnostics.spelling import suggest
from nnspec.errors import spec_error
from nnspec.references.project import ProjectPaths
from nnspec.references.reference import parse_reference
from nnspec.spec.bases import Base
from nnspec.spec.spec import Spec
from nnspec.transfer.applications import published_weights_file, takes_raw_pixels
from nnspec.transfer.copy_weights import copy_weights
from nnspec.transfer.layer_names import renumber_layers
from nnspec.transfer.pictures import check_picture_shape
from nnspec.transfer.preprocessing import preprocess_pixels
from nnspec.transfer.slicing import cut
from nnspec.transfer.weights_files import check_weights_file

# The variance of ImageNet's channels, which only published EfficientNet weights hold.
_PUBLISHED_VARIANCE = (0.229**2, 0.224**2, 0.225**2)


def load_application(
    base: Base,
    *,
    spec: Spec,
    shape: tuple[int | None, ...],
    project: ProjectPaths,
    allow_download: bool = False,
) -> tuple[keras.Model, bool]:
    """Load an application, cut it, and put its preprocessing before it.

    Args:
        base: with source `keras:NAME`.
        spec: its seed and precision.
        shape: height, width and channels of the pictures.
        project: where weights files may lie.
        allow_download: whether Keras may fetch published weights.

    Returns:
        The model from pixels 0..255 to the last layer kept, and whether its weights come from a file.

    Raises:
        SpecError: NN550 to NN554.
    """
    name = _application_name(base)
    check_picture_shape(base, name, shape)
    file = _weights_file(base, name, shape=shape, project=project, allow_download=allow_download)
    with construction_of(spec):
        network = _build(base, name, shape, weights=None)
        renumber_layers(network)
        if file is not None:
            copy_weights(network, file, path=(*base.path, "weights"))
            _divide_by_deviation_again(network, name)
        kept = cut(network, base)
        return _with_preprocessing(base, name, kept, dtype=interface_dtype(spec.train.precision)), file is not None


def keras_cache() -> pathlib.Path:
    """Return the folder where Keras keeps published weights."""
    home = os.environ.get("KERAS_HOME") or pathlib.Path.home() / ".keras"
    return pathlib.Path(home) / "models"


def _application_name(base: Base) -> str:
    name = base.source.removeprefix("keras:")
    if name in APPLICATIONS:
        return name
    raise spec_error(
        "NN550",
        f"Keras has no application `{name}`",
        path=(*base.path, "source"),
        received=base.source,
        hint=suggest(name, APPLICATIONS),
    )


def _build(base: Base, name: str, shape: tuple[int | None, ...], *, weights: str | None) -> keras.Model:
    arguments: Mapping[str, Any] = {
        **(base.arguments or {}),
        "include_top": base.include_top,
        "input_shape": shape,
        "weights": weights,
    }
    try:
        with warnings.catch_warnings():
            # Keras warns that pictures of this size had no weights of their own: the spec chose the size.
            warnings.simplefilter("ignore", UserWarning)
            return locate_class(f"keras.applications.{name}")(**arguments)
    except KERAS_FAILURES as error:
        message = f"`{name}` cannot be made: {first_sentence(error)}"
        raise spec_error("NN550", message, path=base.path) from error


def _weights_file(
    base: Base, name: str, *, shape: tuple[int | None, ...], project: ProjectPaths, allow_download: bool
) -> pathlib.Path | None:
    path = (*base.path, "weights")
    if base.weights == "none":
        return None
    if base.weights == "imagenet":
        file = _published_file(base, name, shape=shape, allow_download=allow_download)
    else:
        file = project.resolve(parse_reference(base.weights, path=path).name, path=path)
    check_weights_file(file, base)
    return file


def _published_file(base: Base, name: str, *, shape: tuple[int | None, ...], allow_download: bool) -> pathlib.Path:
    file = keras_cache() / published_weights_file(
        name, include_top=base.include_top, rows=shape[0] or 0, arguments=base.arguments or {}
    )
    if file.is_file():
        return file
    if not allow_download:
        raise spec_error(
            "NN550",
            f"the published weights of `{name}` are not in Keras' cache",
            path=(*base.path, "weights"),
            received=str(file),
            hint="allow the download on the command line, or give a file or `none` under `weights`",
        )
    _download(base, name, shape)
    return file


def _download(base: Base, name: str, shape: tuple[int | None, ...]) -> None:
    try:
        _build(base, name, shape, weights="imagenet")
    except Exception as error:
        # Keras raises nothing more precise than Exception when a download fails.
        message = f"the weights of `{name}` could not be fetched: {first_sentence(error)}"
        raise spec_error("NN550", message, path=(*base.path, "weights")) from error


def _divide_by_deviation_again(network: keras.Model, name: str) -> None:
    """Make published EfficientNet weights mean what they mean in Keras.

    With `weights="imagenet"` Keras builds one Rescaling more, which divides by the root of the deviation after the
    Normalization has divided by the deviation; the file cannot tell. The same follows from a variance times deviation.

    Source: keras/src/applications/efficientnet.py, the note above that Rescaling.
    """
    if not name.startswith("EfficientNetB"):
        return
    layer = network.get_layer("normalization")
    variance = np.asarray(layer.adapt_variance, np.float64)
    if np.allclose(variance, _PUBLISHED_VARIANCE, rtol=1e-3):
        layer.adapt_variance.assign(variance**1.5)
        layer.finalize_state()


def _with_preprocessing(base: Base, name: str, kept: keras.Model, *, dtype: str) -> keras.Model:
    if not takes_raw_pixels(base):
        return kept
    pixels = keras.Input(shape=kept.input.shape[1:], dtype=dtype, name=f"{base.name}_pixels")
    ready = preprocess_pixels(pixels, APPLICATIONS[name].preprocessing, dtype=dtype)
    return keras.Model(pixels, kept(ready), name=base.name)
