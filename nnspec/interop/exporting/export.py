"""A trained run -> a file for other programs, run once after it was written and held against the run itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import keras
from numpy.typing import NDArray

from nnspec.errors import UsageError
from nnspec.interop.exporting.comparing import Agreement, compare_outputs
from nnspec.interop.exporting.constants import embed_statistics
from nnspec.interop.exporting.formats import FORMATS, Format
from nnspec.interop.exporting.sampling import Sample, sample_rows
from nnspec.interop.exporting.tensors import Arrays, to_arrays, to_tensors
from nnspec.records import record
from nnspec.replacing import writing_output
from nnspec.reporting.run_folder import read_run
from nnspec.training.failures import machine_failures
from nnspec.training.located import concerning, located_in
from nnspec.training.restore import restore_run
from nnspec.training.strategy import open_strategy

PARTS = ("serving", "trunk")


@record(kw_only=True)
class Exported:
    """What was written.

    Args:
        path: the file or folder.
        inputs: name -> shape of one example and dtype.
        outputs: likewise.
        sample: the rows that it was checked with.
        agreement: how near it comes to the run.
    """

    path: Path
    inputs: dict[str, str]
    outputs: dict[str, str]
    sample: Sample
    agreement: Agreement


def export_run(
    run: Path, *, to: str, output: Path | None = None, part: str = "serving", allow: tuple[str, ...] = ()
) -> Exported:
    """Export a run's model.

    Args:
        run: the folder of a run.
        to: a key of `FORMATS`.
        output: the file or folder to write, which must not exist; by default one in the current folder, named for
            the run.
        part: `serving` takes raw data and gives classes and units; `trunk` takes and gives what the network itself
            does: encoded numbers, scores.
        allow: folders outside the project that the report may name.

    Raises:
        SpecError: NN851 for a damaged run, NN575 where the format cannot hold the model, NN576 where the written
            model predicts something else.
        UsageError: the target exists or has another suffix, or a package is missing.
    """
    chosen = FORMATS[to]
    path = _target(run, chosen, output)
    chosen.check_installed()
    read = read_run(run)
    with located_in(read.spec.document), machine_failures():
        restored = restore_run(read, devices=open_strategy("none"), allow=allow)
        model = restored.models.trunk if part == "trunk" else restored.models.serving
        sample = sample_rows(restored, part=part)
    with concerning(str(run)), machine_failures():
        expected = to_arrays(model(to_tensors(sample.rows), training=False))
        agreement = _write(model, path, chosen, rows=sample.rows, expected=expected)
    return Exported(
        path=path,
        inputs={name: _describe(values) for name, values in sample.rows.items()},
        outputs={name: _describe(values) for name, values in expected.items()},
        sample=sample,
        agreement=agreement,
    )


def _target(run: Path, chosen: Format, output: Path | None) -> Path:
    path = Path(f"{run.resolve().name}{chosen.suffix or '-saved-model'}") if output is None else output
    if path.suffix != chosen.suffix and (chosen.suffix or path.suffix in {each.suffix for each in FORMATS.values()}):
        wanted = f"a name that ends in `{chosen.suffix}`" if chosen.suffix else "the name of a folder"
        raise UsageError(f"cannot export to `{path}`: {chosen.name} needs {wanted}")
    if path.exists():
        raise UsageError(f"`{path}` exists; name a new one with --output")
    return path


def _write(model: keras.Model, path: Path, chosen: Format, *, rows: Arrays, expected: Arrays) -> Agreement:
    """Write aside, run what was written, and put it in its place only where it agrees with the run."""
    embed_statistics(model)
    with writing_output(path) as written:
        chosen.write(model, written)
        return compare_outputs(expected, chosen.run(written, rows))


def _describe(values: NDArray[Any]) -> str:
    return f"{values.shape[1:]} {'string' if values.dtype.kind in 'OSU' else values.dtype}"
