"""A training that is told to stop: the run is written and usable."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import nnspec

pytestmark = pytest.mark.backend

NNSPEC = str(Path(sys.executable).with_name("nnspec"))
SPEC = """\
nnspec: 1
data: "sklearn:breast_cancer"
inputs: {measures: {columns: ["mean *"]}}
hidden: [{Dense: 8}]
outputs: {target: binary}
train: {epochs: 100000}
"""


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_training_that_is_signalled_twice_leaves_a_usable_run(tmp_path, number, code):
    (tmp_path / "spec.yaml").write_text(SPEC)
    process = subprocess.Popen([NNSPEC, "train", "spec.yaml", "-o", "run", "--quiet"], cwd=tmp_path)
    history = tmp_path / "run" / "history.jsonl"
    deadline = time.monotonic() + 120
    while not (history.is_file() and history.stat().st_size) and time.monotonic() < deadline:
        time.sleep(0.1)
    process.send_signal(number)
    time.sleep(0.1)
    process.send_signal(number)
    assert process.wait(timeout=120) == code
    record = nnspec.report(tmp_path / "run")
    assert record.status == "interrupted"
    assert record.epochs >= 1
    assert nnspec.evaluate(tmp_path / "run")["test"] == pytest.approx(record.metrics["test"])
