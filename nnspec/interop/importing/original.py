"""Whatever a model comes as -> its config as data, and its weights where it has any."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeAlias

import keras

from nnspec.catalog.pretrained import APPLICATIONS
from nnspec.compiler.instantiate import locate_class
from nnspec.diagnostics.spelling import suggest
from nnspec.errors import SpecError, UsageError, spec_error
from nnspec.interop.importing.archive import extract_weights, parse_config, read_archive
from nnspec.records import record
from nnspec.transfer.layer_names import renumber_layers

Shapes = Mapping[str, tuple[int, ...]]
Source: TypeAlias = "keras.Model | Mapping[str, Any] | str | Path"

_SCHEME = "keras:"
_USUAL_PICTURE = (224, 224, 3)
_LEGACY = (".h5", ".hdf5")


@record
class Original:
    """A model as data.

    Args:
        name: for findings: the file, or the application.
        config: the model as Keras serialized it.
        weights: an HDF5 file that has been checked; None where there is none.
    """

    name: str
    config: Any
    weights: Path | None = None


@contextmanager
def open_original(source: Source, *, shapes: Shapes) -> Iterator[Original]:
    """Read a model as data; its weights lie in a folder that is gone afterwards.

    Args:
        source: a model, its config, or where to read it: `file.keras`, `config.json`, `keras:ResNet50`.
        shapes: of an application's pictures, under any name.

    Raises:
        SpecError: NN560.
        UsageError: no such file, or no such application.
    """
    with TemporaryDirectory() as folder:
        yield _read(source, Path(folder), shapes)


def _read(source: Source, folder: Path, shapes: Shapes) -> Original:
    if isinstance(source, keras.Model):
        return _of_model(source, folder)
    if isinstance(source, Mapping):
        return Original("<config>", source)
    if str(source).startswith(_SCHEME):
        return _of_application(str(source).removeprefix(_SCHEME), shapes)
    return _of_file(Path(source), folder)


def _of_model(model: keras.Model, folder: Path) -> Original:
    file = folder / "own.weights.h5"
    try:
        text = model.to_json()
    except (NotImplementedError, ValueError, TypeError) as error:
        raise spec_error(
            "NN561",
            f"`{model.name}` has no config: {error}",
            hint="a model whose `call` is Python code cannot be told as data; rebuild it with the functional API",
        ) from error
    if not model.built:
        return Original(f"<{model.name}>", json.loads(text))
    model.save_weights(file)
    return Original(f"<{model.name}>", json.loads(text), file)


def _of_application(name: str, shapes: Shapes) -> Original:
    """Build an application without weights, abstractly: its variables are never filled."""
    if name not in APPLICATIONS:
        hint = suggest(name, APPLICATIONS) or "see `keras.applications`"
        raise UsageError(f"Keras has no application `{name}`; {hint}")
    make = locate_class(f"keras.applications.{name}")
    given = {"input_shape": next(iter(shapes.values()))} if shapes else {}
    with keras.StatelessScope():
        model = make(weights=None, **given)
        if None in model.input_shape[1:]:
            model = make(weights=None, input_shape=_USUAL_PICTURE)
    renumber_layers(model)
    return Original(f"{_SCHEME}{name}", json.loads(model.to_json()))


def _of_file(file: Path, folder: Path) -> Original:
    if file.is_dir():
        raise _old_format(file, "a SavedModel folder", "its program cannot be told as data")
    if not file.is_file():
        raise UsageError(f"cannot read `{file}`: no such file")
    if file.suffix in _LEGACY:
        raise _old_format(file, "an HDF5 file", "it holds weights alone, or a whole model in the form of Keras 2")
    if file.suffix == ".json":
        return Original(str(file), parse_config(file.read_bytes()))
    return Original(str(file), read_archive(file), extract_weights(file, folder))


def _old_format(file: Path, kind: str, why: str) -> SpecError:
    return spec_error(
        "NN560",
        f"`{file.name}` is {kind}: {why}",
        expected="a `.keras` file, or the JSON of a model's config",
        hint="where you trust it, load it in the Keras that wrote it and save it with `model.save('model.keras')`",
    )
