"""Of several interrupts one comes through, none of them later than the training."""

import signal
import threading

import pytest

import nnspec
from nnspec.training import train as training
from nnspec.training.progress import SilentProgress
from nnspec.training.uninterrupted import one_interrupt

pytestmark = pytest.mark.backend

SPEC = """\
nnspec: 1
data: {source: rows.csv, split: none}
inputs: {x: number}
outputs: {y: number}
train: {epochs: 3}
"""


@pytest.fixture
def spec(tmp_path):
    (tmp_path / "rows.csv").write_text("x,y\n1,2\n2,4\n3,6\n")
    (tmp_path / "spec.yaml").write_text(SPEC)
    return tmp_path / "spec.yaml"


class Interrupts(SilentProgress):
    """Interrupts the first epoch, and what is done about that."""

    def end_epoch(self, record):
        signal.raise_signal(signal.SIGINT)

    def end(self):
        signal.raise_signal(signal.SIGINT)


def test_training_that_is_interrupted_twice_is_written(spec, tmp_path):
    options = training.Options(output=tmp_path / "run")
    record = training.train(spec, options, progress=Interrupts())
    assert (record.status, record.epochs) == ("interrupted", 1)
    assert nnspec.report(tmp_path / "run").status == "interrupted"


@pytest.mark.parametrize("part", ["_measure", "save_models", "write_report"])
def test_training_that_is_interrupted_after_its_end_is_finished(spec, tmp_path, monkeypatch, part):
    function = getattr(training, part)

    def interrupted(*arguments):
        signal.raise_signal(signal.SIGINT)
        return function(*arguments)

    monkeypatch.setattr(training, part, interrupted)
    assert nnspec.train(spec, tmp_path / "run").status == "finished"
    assert nnspec.report(tmp_path / "run").epochs == 3


def test_training_that_is_interrupted_between_its_stages_is_written(spec, tmp_path, monkeypatch):
    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(training, "run_stages", interrupted)
    record = nnspec.train(spec, tmp_path / "run")
    assert (record.status, record.epochs) == ("interrupted", 0)
    assert nnspec.report(tmp_path / "run").status == "interrupted"


def test_first_interrupt_comes_through_and_the_second_does_not():
    with one_interrupt():
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGINT)


def test_closed_interrupts_are_held_back_and_the_handlers_come_back():
    before = signal.getsignal(signal.SIGINT)
    with one_interrupt() as interrupts:
        interrupts.close()
        signal.raise_signal(signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is before


def test_signal_that_kills_a_process_still_does():
    with one_interrupt():
        assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL


def test_another_thread_leaves_the_handlers_alone():
    seen, before = [], signal.getsignal(signal.SIGINT)

    def look():
        with one_interrupt():
            seen.append(signal.getsignal(signal.SIGINT))

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    assert seen == [before]
