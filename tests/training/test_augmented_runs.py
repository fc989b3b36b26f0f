"""Pictures that change while training: scikit-learn's digits, turned and moved at random."""

from __future__ import annotations

import json
from pathlib import Path

import keras
import numpy as np
import pytest
from sklearn import datasets

import nnspec
from nnspec.compiler.augmentation import build_augmenter
from nnspec.reporting.run_folder import read_run
from nnspec.training.augmenting import Draws, augment
from nnspec.training.restore import restore_run
from nnspec.training.strategy import open_strategy
from small_runs import SmallRun, train_small

pytestmark = pytest.mark.backend

SPEC = """
    data: digits.npz
    inputs: {{image: {{type: image, scale: {scale}, augment: [{augment}]}}}}
    hidden: [Flatten, {{Dense: {{units: 24, activation: relu}}}}]
    outputs: {{digit: category}}
    train: {{epochs: {epochs}, batch_size: 64, {train}}}
"""
MOVED = "{RandomTranslation: {height_factor: 0.1, width_factor: 0.1}}, {RandomRotation: 0.05}"


def write_digits(folder: Path) -> None:
    bunch = datasets.load_digits()
    np.savez(folder / "digits.npz", image=(bunch.images[:400] * 15).astype(np.uint8), digit=bunch.target[:400])


def train(folder: Path, *, augment: str = MOVED, scale: str = "unit", epochs: int = 2, train: str = "") -> SmallRun:
    folder.mkdir(exist_ok=True)
    write_digits(folder)
    text = SPEC.format(augment=augment, scale=scale, epochs=epochs, train=train)
    return train_small(folder, text, data="digits.npz")


@pytest.fixture(scope="module")
def moved(tmp_path_factory: pytest.TempPathFactory) -> SmallRun:
    return train(tmp_path_factory.mktemp("augment"))


def augmenter_of(run: SmallRun) -> keras.Model:
    assert run.record.folder is not None
    read = read_run(run.record.folder)
    restored = restore_run(read, devices=open_strategy("none"))
    built = build_augmenter(read.spec, read.graph, read.state, encoder=restored.models.encoder)
    assert built is not None
    return built


def losses(run: SmallRun) -> list[float]:
    assert run.record.folder is not None
    lines = (run.record.folder / "history.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line)["loss"] for line in lines]


def test_training_on_changed_pictures_repeats_exactly(moved: SmallRun, tmp_path: Path) -> None:
    assert losses(train(tmp_path)) == losses(moved)


def test_training_on_changed_pictures_differs_from_training_on_the_pictures(moved: SmallRun, tmp_path: Path) -> None:
    plain = train(tmp_path, augment="{RandomTranslation: {height_factor: 0.0, width_factor: 0.0}}")
    assert losses(plain) != losses(moved)


def test_saved_model_changes_no_picture(moved: SmallRun) -> None:
    images = (datasets.load_digits().images[:400] * 15).astype(np.uint8)
    served = moved.serve(image=images[..., np.newaxis])
    predicted = moved.predict()
    np.testing.assert_array_equal(served["digit"], predicted["digit"])
    np.testing.assert_allclose(served["digit_probabilities"][:, 3], predicted["digit_3"], rtol=1e-4, atol=1e-7)
    model = keras.saving.load_model(moved.record.folder / "model.keras")
    kinds = {type(layer).__name__ for layer in model._flatten_layers()}
    assert not any(kind.startswith("Random") for kind in kinds)


def test_evaluation_changes_no_picture(moved: SmallRun) -> None:
    for split, values in nnspec.evaluate(moved.record).items():
        assert values == pytest.approx(moved.record.metrics[split], rel=1e-5), split


def test_what_is_drawn_is_a_function_of_seed_and_epoch(moved: SmallRun) -> None:
    augmenter, images = augmenter_of(moved), datasets.load_digits().images[:8, :, :, np.newaxis].astype("float32") / 16
    draws = Draws(augmenter)
    found = []
    for epoch in (0, 1, 0):
        draws.begin(epoch)
        found.append([np.asarray(augment(augmenter, {"image": images})["image"]) for _ in range(2)])
    np.testing.assert_array_equal(found[0], found[2])
    assert np.abs(found[0][0] - found[1][0]).max() > 0.01
    assert np.abs(found[0][0] - found[0][1]).max() > 0.01


@pytest.mark.parametrize("scale", ["unit", "standard", "none"])
def test_arguments_mean_pixels_whatever_the_scale(tmp_path: Path, scale: str) -> None:
    run = train(tmp_path, augment="{RandomBrightness: {factor: [0.4, 0.4]}}", scale=scale, epochs=1)
    assert run.record.folder is not None
    restored = restore_run(read_run(run.record.folder), devices=open_strategy("none"))
    pixels = np.full((1, 8, 8, 1), 50, np.uint8)
    brighter = np.full((1, 8, 8, 1), 152, np.uint8)
    encoder = restored.models.encoder
    changed = augment(augmenter_of(run), {"image": encoder({"image": pixels})["image"]})["image"]
    np.testing.assert_allclose(changed, encoder({"image": brighter})["image"], rtol=1e-4)


def test_augmented_training_never_compiles_with_xla(tmp_path: Path) -> None:
    assert train(tmp_path, epochs=1, train="jit: true").record.resolved["train"]["jit"] is False
