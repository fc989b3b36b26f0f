"""Epochs in, one line of JSON each out, written as the run goes."""

from __future__ import annotations

import json
import math
import os
from pathlib import Path

from nnspec.training.plan import EpochRecord


class HistoryFile:
    """Appends to `history.jsonl`, and holds what it wrote in `records`; a run that is killed leaves whole lines.

    Args:
        path: the file; made when the first line comes.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.records: list[EpochRecord] = []

    def append(self, record: EpochRecord) -> None:
        """Write one line in one piece: epoch, step, seconds and the logs; null is a number that is not finite."""
        logs = {name: value if math.isfinite(value) else None for name, value in record.logs.items()}
        fields = {"epoch": record.epoch, "step": record.step, "seconds": round(record.seconds, 3), **logs}
        line = json.dumps(fields, allow_nan=False) + "\n"
        # One write on an appending descriptor is not torn by a kill; a buffered file's may be.
        descriptor = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        try:
            os.write(descriptor, line.encode())
        finally:
            os.close(descriptor)
        self.records.append(record)
