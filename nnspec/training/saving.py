"""Trained models -> files of the run, each whole or not there."""

from __future__ import annotations

import os
from pathlib import Path

from nnspec.compiler.models import Models
from nnspec.references.hashing import sha256_of
from nnspec.reporting.run_folder import MODEL, WEIGHTS
from nnspec.training.durable import flush


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
    aside = weights.with_name(f"part.{weights.name}")
    models.trunk.save_weights(aside)
    _put(aside, weights)
    aside = folder / f"part.{MODEL}"
    models.serving.save(aside)
    _put(aside, folder / MODEL)
    return {"file": WEIGHTS, "sha256": sha256_of(weights)}


def _put(aside: Path, path: Path) -> None:
    flush(aside)
    os.replace(aside, path)
