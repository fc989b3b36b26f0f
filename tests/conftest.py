"""Set up once per test process: Keras stays quiet and alone decides nothing about devices."""

import os
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from xdist.scheduler import LoadScopeScheduling

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("KERAS_BACKEND", "tensorflow")

# Each run draws the same examples; `--hypothesis-profile random` draws new ones.
settings.register_profile("random", deadline=None, max_examples=300)
settings.register_profile("repeatable", deadline=None, max_examples=30, derandomize=True, database=None)
settings.load_profile("repeatable")

# The canonical specs are trained once for all files of this folder.
TRAINED_TOGETHER = "tests/specs/"
# Alone, or in a list of marks.
MARKED = re.compile(r"^(?:pytestmark = |    )pytest\.mark\.backend,?$", re.MULTILINE)


class OneProcessPerFile(LoadScopeScheduling):
    """Where the tests run in several processes, those that share fixtures run in one."""

    def _split_scope(self, nodeid: str) -> str:
        return TRAINED_TOGETHER if nodeid.startswith(TRAINED_TOGETHER) else nodeid.partition("::")[0]


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> OneProcessPerFile:
    return OneProcessPerFile(config, log)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave files that need a backend unread where none is wanted: reading one imports TensorFlow."""
    if config.option.markexpr != "not backend" or collection_path.suffix != ".py":
        return None
    return True if MARKED.search(collection_path.read_text("utf-8")) else None
