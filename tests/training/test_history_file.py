import json

import pytest

from nnspec.training.history_file import HistoryFile
from nnspec.training.plan import EpochRecord

pytestmark = pytest.mark.backend


def test_history_file_holds_a_line_of_strict_json_per_epoch(tmp_path):
    file = HistoryFile(tmp_path / "history.jsonl")
    for epoch, loss in ((1, 0.5), (2, float("nan"))):
        file.append(EpochRecord(epoch=epoch, step=5 * epoch, seconds=0.25, logs={"loss": loss}))
    lines = [json.loads(line) for line in (tmp_path / "history.jsonl").read_text().splitlines()]
    assert lines == [
        {"epoch": 1, "step": 5, "seconds": 0.25, "loss": 0.5},
        {"epoch": 2, "step": 10, "seconds": 0.25, "loss": None},
    ]
