import io

import keras
import pytest
from rich.console import Console

from nnspec.training.plan import EpochRecord, Plan
from nnspec.training.progress import LineProgress, describe_epoch
from nnspec.training.progress_bar import BarProgress
from nnspec.training.trainer import Trainer
from training_cases import class_objective, classifier, one_device, vectors

pytestmark = pytest.mark.backend


def follow(progress):
    callback = keras.callbacks.LambdaCallback(on_train_batch_end=lambda batch, logs: None)
    Trainer(classifier(), objectives=[class_objective()], devices=one_device()).fit(
        vectors(),
        plan=Plan(batch_size=16, epochs=2),
        optimizer=keras.optimizers.SGD(0.1),
        callbacks=[callback],
        progress=progress,
    )


def test_line_progress_writes_notes_and_a_line_per_epoch():
    lines = []
    follow(LineProgress(lines.append))
    assert [line.split("  ")[0] for line in lines[1:]] == ["epoch 1/2", "epoch 2/2"]
    assert lines[0].startswith("`LambdaCallback`")


def test_bar_progress_writes_a_line_per_epoch():
    text = io.StringIO()
    follow(BarProgress(Console(file=text, force_terminal=True, width=200)))
    assert "epoch 2/2" in text.getvalue()
    assert "accuracy" in text.getvalue()


def test_describe_epoch_writes_small_numbers_readably():
    record = EpochRecord(epoch=1, step=9, seconds=2.0, logs={"loss": 0.5, "learning_rate": 1e-5})
    assert describe_epoch(record, n_epochs=3) == "epoch 1/3  2.0 s  loss 0.5000  learning_rate 1.000e-05"
