"""A spec and what is known of its data -> its training: stage after stage, how many steps, with which optimizers."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf

from nnspec.diagnostics.diagnostic import Path
from nnspec.inference.facts import Facts
from nnspec.linting.held_out import known_rows
from nnspec.linting.lacking import ROWS, Lacking
from nnspec.records import record
from nnspec.spec.calls import Call
from nnspec.spec.spec import Spec
from nnspec.spec.train import Stage

# A training of fewer has not begun.
FEWEST_STEPS = 100


@record(kw_only=True)
class Phase:
    """One stage of the training, or the whole of it.

    Args:
        path: where the spec says how long it takes.
        optimizers: those that train; several where a `MultiOptimizer` shares out the weights.
        epochs: as the spec says; None where it says `steps`.
        steps: as the spec says; None where it says `epochs`.
        steps_per_epoch: None where the number of rows is unknown.
    """

    path: Path
    optimizers: tuple[Call, ...]
    epochs: int | None
    steps: int | None
    steps_per_epoch: int | None

    @property
    def known_steps(self) -> int | None:
        """How many steps it takes if nothing stops it; None where the number of rows is unknown."""
        if self.steps is not None or self.epochs is None:
            return self.steps
        return None if self.steps_per_epoch is None else self.epochs * self.steps_per_epoch

    @property
    def n_steps(self) -> int:
        """How many steps it takes if nothing stops it.

        Raises:
            Lacking: the number of rows is unknown.
        """
        known = self.known_steps
        if known is None:
            raise Lacking(ROWS)
        return known


@record
class Optimizer:
    """An optimizer and the stages in which it trains; each stage starts its schedule anew.

    Args:
        call: as the spec has it.
        phases: in their order.
    """

    call: Call
    phases: tuple[Phase, ...]

    @property
    def longest(self) -> Phase:
        """The stage in which it has the most steps; of several with as many, or of unknown length, the first."""
        return max(self.phases, key=lambda phase: inf if phase.known_steps is None else phase.known_steps)


def phases_of(spec: Spec, facts: Facts) -> tuple[Phase, ...]:
    """List the stages of the training; a training without stages is one.

    Args:
        spec: says how long, in what batches, with which optimizer.
        facts: say how many rows there are.
    """
    n_train = known_rows("train", spec, facts)
    per_epoch = None if n_train is None else max(1, -(-n_train // spec.train.batch_size))
    whole = Stage(path=spec.train.path, epochs=spec.train.epochs, steps=spec.train.steps)
    return tuple(_phase(stage, spec, per_epoch) for stage in spec.train.stages or (whole,))


def optimizers_of(phases: tuple[Phase, ...]) -> tuple[Optimizer, ...]:
    """List the optimizers of a training, each once: stages without one of their own share that of the spec."""
    calls = {id(call): call for phase in phases for call in phase.optimizers}
    return tuple(
        Optimizer(call, tuple(phase for phase in phases if any(each is call for each in phase.optimizers)))
        for call in calls.values()
    )


def place_in_train(spec: Spec, key: str) -> Path:
    """Point at a key of `train`; where a spec leaves all of it open, at its data."""
    return ("train", key) if "train" in spec.document.data or spec.data is None else spec.data.path


def inner_optimizers(optimizer: Call) -> Iterator[Call]:
    """Go through the optimizers inside one that holds others; any other stands for itself."""
    if optimizer.name == "LossScaleOptimizer":
        held = [optimizer.get("inner_optimizer")]
    elif optimizer.name == "MultiOptimizer":
        held = [optimizer.get("default_optimizer"), *(optimizer.get("optimizer_map") or {}).values()]
    else:
        held = [optimizer]
    for inner in held:
        if inner is optimizer:
            yield inner
        elif isinstance(inner, Call):
            yield from inner_optimizers(inner)


def _phase(stage: Stage, spec: Spec, per_epoch: int | None) -> Phase:
    epochs = stage.epochs if stage.epochs is not None or stage.steps is not None else spec.train.epochs
    steps = stage.steps if epochs is None else None
    if epochs is None and steps is None:
        steps = spec.train.steps
    key = "steps" if epochs is None else "epochs"
    return Phase(
        path=(*stage.path, key) if spec.train.stages else place_in_train(spec, key),
        optimizers=tuple(inner_optimizers(stage.optimizer or spec.optimizer)),
        epochs=epochs,
        steps=steps,
        steps_per_epoch=per_epoch,
    )
