"""Small runs without a backend: a record as training makes it, and its folder."""

from pathlib import Path

import nnspec
from nnspec.records import replace
from nnspec.references.hashing import sha256_of
from nnspec.reporting.record import Expectation, RunRecord
from nnspec.reporting.run_folder import STATE, WEIGHTS, write_report, write_state
from nnspec.tables.state import InputState, OutputState, State

SPEC = """\
nnspec: 1
name: small
data: {source: rows.csv, split: none}
inputs: {x: number}
outputs: {y: number}
expect: {train.loss: {max: 0.5}}
"""


def make_record(folder: Path, text: str = SPEC) -> RunRecord:
    """Make a record of a spec that stands in `folder`."""
    (folder / "spec.yaml").write_text(text, "utf-8")
    (folder / "rows.csv").write_text("x,y\n1,2\n", "utf-8")
    spec = nnspec.load(folder / "spec.yaml")
    return RunRecord(
        spec=spec,
        folder=None,
        status="finished",
        metrics={"train": {"loss": 0.25, "mean_absolute_error": 0.5}},
        parameters={"total": 2, "trainable": 2, "non_trainable": 0},
        flops=3,
        epochs=3,
        steps=9,
        best_epoch=2,
        seconds=1.5,
        history=(
            {"epoch": 1, "step": 3, "seconds": 0.1, "loss": 1.0},
            {"epoch": 2, "step": 6, "seconds": 0.1, "loss": 0.25},
        ),
        data={"sha256": "0" * 64, "bytes": 8, "rows": {"train": 1}},
        state={"file": STATE, "sha256": "0" * 64},
        weights={"file": WEIGHTS, "sha256": "0" * 64},
        environment={"keras": "3.15.1", "devices": "1 x CPU"},
        resolved={"data": {"source": "rows.csv", "split": "none"}, "train": {"jit": False}},
        expectations=(Expectation(bound=spec.expect[0], value=0.25),) if spec.expect else (),
        notes=("one thing to know",),
    )


def write_run(folder: Path, record: RunRecord) -> RunRecord:
    """Write the files that a run needs to be read again; the weights are some bytes."""
    (folder / "checkpoints").mkdir(parents=True)
    (folder / WEIGHTS).write_bytes(b"weights")
    state = State(
        inputs={"x": InputState(columns=("x",), shape=(1,), dtype="float32", mean=(1.0,), variance=(1.0,))},
        outputs={"y": OutputState(columns=("y",), shape=(1,), labels="values", mean=(2.0,), variance=(1.0,))},
    )
    weights = {"file": WEIGHTS, "sha256": sha256_of(folder / WEIGHTS)}
    record = replace(record, state=write_state(state, folder), weights=weights)
    write_report(record, folder)
    return record
