"""Trained models -> files of the run, each whole or not there."""

from __future__ import annotations

from pathlib import Path

import keras

from nnspec.compiler.models import Models
from nnspec.errors import UsageError
from nnspec.references.hashing import sha256_of
from nnspec.replacing import replacing, writing_output
from nnspec.reporting.run_folder import MODEL, WEIGHTS


def save_models(models: Models, folder: Path) -> dict[str, str]:
    """Write the trunk's weights, which nnspec reads again, and the serving model, for everyone else.

    Args:
        models: trained.
        folder: of the run.

    Returns:
        `file`, the weights inside the folder, and their `sha256`.
    """
    weights = folder / WEIGHTS
    weights.parent.mkdir(exist_ok=True)
    with replacing(weights) as aside:
        # The same layers without the optimizer: a model that was never compiled saves weights alone.
        keras.Model(models.trunk.input, models.trunk.output).save_weights(aside)
    save_model(models.serving, folder / MODEL)
    return {"file": WEIGHTS, "sha256": sha256_of(weights)}


def save_model(model: keras.Model, path: Path) -> None:
    """Write a model as a `.keras` file.

    Raises:
        UsageError: the name ends otherwise, or cannot be written.
    """
    if path.suffix != ".keras":
        raise UsageError(f"cannot save `{path}`: the name must end in .keras")
    with writing_output(path) as aside:
        model.save(aside)
