"""Two mirrored logical devices against one; the devices can only be made in a fresh process."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from training_cases import CASES, one_device, trained

pytestmark = pytest.mark.backend
_HERE = Path(__file__).parent
_FRESH = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3", "PYTHONPATH": os.pathsep.join([str(_HERE), *sys.path])}


def run_fresh(*arguments):
    return subprocess.run([sys.executable, *arguments], env=_FRESH, capture_output=True, text=True, timeout=300)


@pytest.fixture(scope="module")
def compared():
    finished = run_fresh(str(_HERE / "training_cases.py"))
    assert finished.returncode == 0, finished.stderr[-2000:]
    two = json.loads(finished.stdout.splitlines()[-1])
    return {name: (trained(case, one_device()), two[name]) for name, case in CASES.items()}


@pytest.mark.parametrize("name", CASES)
def test_training_on_two_devices_gives_the_same_weights(compared, name):
    one, two = compared[name]
    for received, expected in zip(two["weights"], one["weights"], strict=True):
        np.testing.assert_allclose(received, expected, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("name", CASES)
def test_training_on_two_devices_gives_the_same_history(compared, name):
    one, two = compared[name]
    assert two["history"].keys() == one["history"].keys()
    for log, values in one["history"].items():
        np.testing.assert_allclose(two["history"][log], values, rtol=1e-5)


@pytest.mark.parametrize("name", CASES)
def test_evaluation_on_two_devices_gives_the_same_numbers(compared, name):
    one, two = compared[name]
    assert two["evaluation"] == pytest.approx(one["evaluation"], rel=1e-5)


@pytest.mark.parametrize("name", CASES)
def test_prediction_on_two_devices_keeps_the_order_of_the_rows(compared, name):
    one, two = compared[name]
    np.testing.assert_allclose(two["prediction"], one["prediction"], rtol=1e-4, atol=1e-5)


def test_gradient_accumulation_on_two_devices_is_refused():
    program = """
import keras
from training_cases import CASES, built, vectors
from nnspec.errors import SpecError
from nnspec.training.plan import Plan
from nnspec.training.strategy import open_strategy
from nnspec.training.trainer import Trainer
devices = open_strategy("auto", devices=2)
trunk, objectives, _ = built(CASES["plain"], devices)
with devices.strategy.scope():
    optimizer = keras.optimizers.SGD(0.1, gradient_accumulation_steps=2)
try:
    Trainer(trunk, objectives=objectives, devices=devices).fit(
        vectors(), plan=Plan(batch_size=16, epochs=1), optimizer=optimizer
    )
except SpecError as error:
    print([finding.code for finding in error.diagnostics])
"""
    assert run_fresh("-c", program).stdout.splitlines()[-1] == "['NN032']"
