"""How long and in what batches to train, and what came of it: the records around one call of `Trainer.fit`."""

from __future__ import annotations

from collections.abc import Mapping

from nnspec.records import record

STEPS_PER_CALL = 32


@record(kw_only=True)
class Plan:
    """One stage of training.

    Args:
        batch_size: rows in one step, over all devices together.
        epochs: passes over the examples in this stage; None where `steps` says how long.
        steps: optimizer steps in this stage; an epoch stays one pass, the last one is cut.
        shuffle: a new order in every epoch.
        seed: of the orders.
        first_epoch: epochs that earlier stages finished.
        first_step: steps that earlier stages finished.
        evaluation_batch_size: rows of the validation in one step.
        stage: the stage's name for messages; None when there is only one.

    Raises:
        ValueError: not exactly one of `epochs` and `steps`.
    """

    batch_size: int
    epochs: int | None = None
    steps: int | None = None
    shuffle: bool = True
    seed: int = 0
    first_epoch: int = 0
    first_step: int = 0
    evaluation_batch_size: int = 1024
    stage: str | None = None

    def __post_init__(self) -> None:
        if (self.epochs is None) == (self.steps is None):
            raise ValueError("a plan has either `epochs` or `steps`")

    def steps_per_epoch(self, n: int) -> int:
        """How many steps one pass over `n` rows takes; the last batch may be smaller."""
        return -(-n // self.batch_size)

    def n_steps(self, n: int) -> int:
        """How many steps the stage takes on `n` rows."""
        return self.steps if self.steps is not None else (self.epochs or 0) * self.steps_per_epoch(n)

    def n_epochs(self, n: int) -> int:
        """How many epochs the stage begins on `n` rows."""
        return -(-self.n_steps(n) // self.steps_per_epoch(n))


@record(kw_only=True)
class EpochRecord:
    """What one epoch came to.

    Args:
        epoch: counts from 1 over all stages.
        step: optimizer steps since the start of the training.
        seconds: wall time of the epoch with its validation.
        logs: `loss`, metrics, `val_*` and what callbacks add (`learning_rate`).
    """

    epoch: int
    step: int
    seconds: float
    logs: Mapping[str, float]


@record(kw_only=True)
class Fitted:
    """What one call of `Trainer.fit` did.

    Args:
        epochs: a record for each finished epoch.
        steps: optimizer steps since the start of the training, earlier stages included.
        stopped_early: a callback ended the training.
        interrupted: the user did; the weights are those of the last finished step.
        notes: what the run has to say about itself, one sentence each.
    """

    epochs: tuple[EpochRecord, ...]
    steps: int
    stopped_early: bool
    interrupted: bool
    notes: tuple[str, ...]

    @property
    def history(self) -> dict[str, tuple[float, ...]]:
        """The logs by name, one number per epoch that has it."""
        names = dict.fromkeys(name for record in self.epochs for name in record.logs)
        return {name: tuple(r.logs[name] for r in self.epochs if name in r.logs) for name in names}
