"""Set up once per test process: Keras stays quiet and alone decides nothing about devices."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("KERAS_BACKEND", "tensorflow")

# Each run draws the same examples; `--hypothesis-profile random` draws new ones.
settings.register_profile("random", deadline=None)
settings.register_profile("repeatable", deadline=None, derandomize=True, database=None)
settings.load_profile("repeatable")

# The canonical specs are trained once for all files of this folder.
TRAINED_TOGETHER = "specs"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep what shares fixtures in one process where the tests run in several (`-n 2 --dist loadgroup`)."""
    for item in items:
        folder = Path(item.path).parent.name
        item.add_marker(pytest.mark.xdist_group(folder if folder == TRAINED_TOGETHER else str(item.path)))
