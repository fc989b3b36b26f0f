"""The verbs of `import nnspec`: what the command line does, from Python.

Each imports the stage that it needs when it is called, so that validating never pays for Keras.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nnspec.errors import UsageError
from nnspec.reporting.run_folder import REPORT, read_run_record
from nnspec.schemagen.files import SCHEMAS
from nnspec.spec.spec import Spec

if TYPE_CHECKING:
    import keras
    import numpy as np

    from nnspec.reporting.record import RunRecord


def build(spec: Spec | str | Path, *, allow: tuple[str, ...] = (), allow_download: bool = False) -> keras.Model:
    """Build the Keras model of a spec, untrained: numbers in, numbers out, by the names of inputs and outputs.

    Args:
        spec: a spec, or where to read it.
        allow: folders outside the project that it may name.
        allow_download: whether published weights may be fetched.

    Raises:
        SpecError: the spec is wrong, or neither its data nor `classes` and `vocabulary` say what is needed.

    Example:
        >>> model = nnspec.build("penguins.yaml")   # doctest: +SKIP
    """
    from nnspec.training.build import build_models_of

    return build_models_of(spec, allow=allow, allow_download=allow_download).models.trunk


def train(
    spec: Spec | str | Path,
    output: str | Path | None = None,
    *,
    devices: int | None = None,
    allow: tuple[str, ...] = (),
    allow_download: bool = False,
    allow_changed_data: bool = False,
) -> RunRecord:
    """Train a spec and write the run.

    Args:
        spec: a spec, or where to read it.
        output: the run's folder; a new one under `runs/` by default.
        devices: how many devices; logical CPU devices have to be made before TensorFlow is used otherwise.
        allow: folders outside the project that the spec may name.
        allow_download: whether published weights may be fetched.
        allow_changed_data: whether a report may be repeated on other data than it was made from.

    Raises:
        SpecError: the spec, its data or its weights are wrong; nothing is written.
        RunError: the loss is not finite, or the machine stopped; the last good weights and the report are written.
        UsageError: the output folder is not empty.
    """
    from nnspec.training.train import Options
    from nnspec.training.train import train as run_training

    options = Options(
        output=None if output is None else Path(output),
        devices=devices,
        allow=allow,
        allow_download=allow_download,
        allow_changed_data=allow_changed_data,
    )
    return run_training(spec, options)


def evaluate(run: RunRecord | str | Path, data: str | None = None, *, allow: tuple[str, ...] = ()) -> dict[str, Any]:
    """Judge a run on its own splits, or on other data, named from the current folder; metrics by split."""
    from nnspec.training.evaluate import evaluate as run_evaluation

    return run_evaluation(run, data, allow=allow)


def predict(run: RunRecord | str | Path, data: str, *, allow: tuple[str, ...] = ()) -> dict[str, np.ndarray[Any, Any]]:
    """Predict rows, named from the current folder, with a run: columns by name, in the data's classes and units."""
    from nnspec.training.predict import predict as run_prediction

    return run_prediction(run, data, allow=allow)


def search(spec: Spec | str | Path) -> None:
    """Search over the choices of a spec; not part of this version.

    Raises:
        UsageError: always.
    """
    raise UsageError(f"search is not supported yet, received `{getattr(spec, 'name', spec)}`")


def report(run: RunRecord | str | Path) -> RunRecord:
    """Read what a run came to from its folder, or its report.yaml; a record shows itself in a notebook."""
    from nnspec.reporting.record import RunRecord as Record

    if isinstance(run, Record):
        return run
    path = Path(run)
    return read_run_record(path.parent if path.name == REPORT else path)


def import_model(
    model: keras.Model | Mapping[str, Any] | str | Path,
    *,
    shapes: Mapping[str, tuple[int, ...]] | None = None,
    weights: str | Path | None = None,
) -> dict[str, Any]:
    """Write a Keras model as the plain data of a spec; none of its code is run.

    Args:
        model: a model, its config, or where to read it: `file.keras`, `config.json`, `keras:ResNet50`.
        shapes: of inputs with an open dimension, by name, without the batch axis.
        weights: where to write the model's weights so that they fit what `build` makes of the spec, `*.weights.h5`.

    Raises:
        SpecError: the model cannot be read as data, or does what a spec cannot say: NN560 to NN564.
        UsageError: there is no such file or application.

    Example:
        >>> nnspec.import_model("keras:VGG16")["name"]   # doctest: +SKIP
        'vgg16'
    """
    from nnspec.interop.importing.import_model import import_model as run_import

    source = Path(model) if isinstance(model, str) and not model.startswith("keras:") else model
    return run_import(source, shapes=shapes or {}, weights=None if weights is None else Path(weights))


def eject(spec: Spec | str | Path, *, folder: str | Path | None = None, allow: tuple[str, ...] = ()) -> str:
    """Write a spec as a Python script that needs Keras and no nnspec (a KAN layer excepted).

    Args:
        spec: a spec, or where to read it.
        folder: where the script will stand, for the paths in it; the spec's own by default.
        allow: folders outside the project that the spec may name.

    Raises:
        SpecError: the spec is wrong; NN570 for what a script cannot express, NN571 for patterns over data that are
            not there.
    """
    from nnspec.interop.ejecting.eject import eject_spec

    return eject_spec(spec, folder=None if folder is None else Path(folder), allow=allow)


def json_schema(name: str = "spec") -> Mapping[str, Any]:
    """Give a JSON Schema: `spec`, `report`, `diagnostics` or `card`."""
    if name not in SCHEMAS:
        raise UsageError(f"there is no schema `{name}`; there are {', '.join(SCHEMAS)}")
    return SCHEMAS[name]()
