"""A case and a seed -> how well the network does on the test rows, without and with the fault."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

import keras
import yaml
from cases import Case
from checking import card_of, read_spec
from effect import Pair

from nnspec.errors import RunError
from nnspec.spec.spec import Spec
from nnspec.training.train import Options, train


def measure(case: Case, *, seed: int) -> Pair:
    """Train without and with the fault; both share the seed, and so the split."""
    sound, _ = _measure(case.spec, case.sound, seed)
    faulty, broke = _measure(case.spec, case.faulty, seed)
    return Pair(sound=sound, faulty=faulty, broke=broke)


@cache
def _measure(text: str, sets: tuple[str, ...], seed: int) -> tuple[float, bool]:
    """Give the figure, and whether the loss became no number; several cases share their sound spec."""
    spec = read_spec(text, sets=(*sets, f"seed={seed}"))
    keras.utils.clear_session()
    with tempfile.TemporaryDirectory() as name:
        folder, broke = Path(name) / "run", False
        try:
            train(spec, Options(output=folder))
        except RunError as error:
            if [finding.code for finding in error.diagnostics] != ["NN350"]:
                raise
            broke = True
        report = yaml.safe_load((folder / "report.yaml").read_text(encoding="utf-8"))["report"]
    return _figure_of(report["metrics"]["test"], spec), broke


def _figure_of(metrics: dict[str, float], spec: Spec) -> float:
    """Give the accuracy; of numbers the root of the mean squared error, as a share of the data's deviation."""
    output = spec.outputs[0]
    if output.type != "number":
        return metrics["accuracy"]
    deviation = card_of(spec).columns[output.name].std
    assert deviation
    return metrics["root_mean_squared_error"] / deviation
