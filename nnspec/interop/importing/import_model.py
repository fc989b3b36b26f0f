"""A Keras model, a file of one, or an application -> the plain data of a spec, and weights that fit it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from nnspec.errors import SpecError, spec_error
from nnspec.interop.importing.learned import read_learned
from nnspec.interop.importing.network import Config
from nnspec.interop.importing.original import Original, Shapes, Source, open_original
from nnspec.interop.importing.spec_data import Imported, make_spec
from nnspec.interop.importing.weights import convert_weights
from nnspec.records import replace

NO_SHAPES: Shapes = {}


def import_model(source: Source, *, shapes: Shapes = NO_SHAPES, weights: Path | None = None) -> dict[str, Any]:
    """Write a model as a spec; none of its code is run.

    Args:
        source: a model, its config, or where to read it: `file.keras`, `config.json`, `keras:ResNet50`.
        shapes: of inputs with an open dimension, by name, without the batch axis.
        weights: where to write the model's weights so that they fit what `build` makes of the spec, `*.weights.h5`.

    Returns:
        The plain data of a spec.

    Raises:
        SpecError: NN560 to NN564, or what the spec itself has.
        UsageError: no such file, or no such application.
    """
    with _located(_describe(source)), open_original(source, shapes=shapes) as original:
        imported = _make(original, shapes)
        if weights is not None:
            convert_weights(original, imported, weights)
        return imported.data


def _make(original: Original, shapes: Shapes) -> Imported:
    model = original.config
    if not isinstance(model, Mapping) or not isinstance(model.get("config"), Mapping):
        raise spec_error(
            "NN560",
            "this is no config of a model",
            received=str(model)[:60],
            expected="`class_name` and `config`, as `model.to_json()` writes them",
        )
    try:
        return make_spec(model, statistics=lambda name: read_learned(original.weights, name), shapes=shapes)
    except (KeyError, IndexError, TypeError, ValueError, AttributeError, RecursionError) as error:
        raise spec_error(
            "NN560",
            f"the config of `{_name_of(model)}` is malformed ({type(error).__name__}: {error})",
            hint="save the model again with Keras 3",
        ) from error


def _name_of(model: Config) -> str:
    return str(model["config"].get("name", "the model"))


def _describe(source: Source) -> str:
    """Name a model for findings: the file or the reference, or the model's own name."""
    if isinstance(source, str | Path):
        return str(source)
    return f"<{getattr(source, 'name', 'config')}>"


@contextmanager
def _located(name: str) -> Iterator[None]:
    """Say of findings without a file that they are about the model."""
    try:
        yield
    except SpecError as error:
        findings = [item if item.file else replace(item, file=name) for item in error.diagnostics]
        raise SpecError(findings) from error
