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
from nnspec.training.train import Options, train


def measure(case: Case, *, seed: int) -> Pair:
    """Train without and with the fault; both share the seed, and so the split."""
    sound, _ = _measure(case.spec, case.sound, seed)
    faulty, broke = _measure(case.spec, case.faulty, seed)
    return Pair(sound=_figure_of(sound, case), faulty=_figure_of(faulty, case), broke=broke)


@cache
def _measure(text: str, sets: tuple[str, ...], seed: int) -> tuple[dict[str, float], bool]:
    """Give the metrics of the test rows, and whether the loss became no number; sound specs are shared."""
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
    return report["metrics"]["test"], broke


def _figure_of(metrics: dict[str, float], case: Case) -> float:
    match case.figure:
        case "accuracy":
            return metrics["accuracy"]
        case "cross-entropy":
            return metrics["sparse_categorical_crossentropy"]
    spec = read_spec(case.spec, sets=case.sound)
    deviation = card_of(spec).columns[spec.outputs[0].name].std
    assert deviation
    return metrics["root_mean_squared_error"] / deviation
