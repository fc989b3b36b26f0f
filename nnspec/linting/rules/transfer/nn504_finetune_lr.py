"""NN504: a pretrained base is trained in large steps.

What: a stage trains layers of an application with pretrained weights by a learning rate above 1e-4 (Adam and the like)
or 1e-2 (SGD). Earlier runs of one's own are left alone, and so is an optimizer for the base alone.

Why: the first steps follow the errors of a head that knows nothing, and large ones wash out what the base had learned.

Fires:
    nnspec: 1
    inputs: {photo: {type: image, size: [224, 224], channels: 3}}
    bases: {b: {source: "keras:ResNet50", pooling: avg}}
    hidden: [b]
    outputs: {y: binary}
    train:
      stages:
        - {epochs: 3}
        - {epochs: 3, unfreeze: b}

Passes:
    nnspec: 1
    inputs: {photo: {type: image, size: [224, 224], channels: 3}}
    bases: {b: {source: "keras:ResNet50", pooling: avg}}
    hidden: [b]
    outputs: {y: binary}
    train:
      stages:
        - {epochs: 3}
        - {epochs: 3, unfreeze: b, optimizer: {Adam: {learning_rate: 1e-5}}}

Fix: an `optimizer` with a learning rate of 1e-5 for the stage.

Source: Keras' guide to transfer learning (Adam at 1e-5). The bounds are ten and a thousand times as high, so that only
what is far off is found.
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.diagnostics.diagnostic import Path
from nnspec.linting.argument_path import argument_path
from nnspec.linting.learning_rates import peak_rate
from nnspec.linting.optimizer_kinds import ADAM_FAMILY
from nnspec.linting.rule import Fault, rule
from nnspec.linting.subject import Subject
from nnspec.linting.tuned_bases import training_phases, tuned_bases
from nnspec.spec.calls import Call

_HIGHEST = {**dict.fromkeys(ADAM_FAMILY, 1e-4), "SGD": 1e-2}


@rule("NN504", "warning")
def finetune_lr(subject: Subject) -> Iterator[Fault]:
    """Find stages that train a pretrained base too fast."""
    for tuned in tuned_bases(subject):
        if tuned.application is None or not tuned.is_pretrained:
            continue
        for phase in training_phases(tuned, subject):
            if len(phase.optimizers) != 1:
                continue
            (optimizer,) = phase.optimizers
            highest = _HIGHEST.get(optimizer.name)
            rate = peak_rate(optimizer.get("learning_rate"), phase.known_steps)
            if highest is not None and rate > highest * 1.001:
                yield Fault(
                    path=_path_of(optimizer, phase.path),
                    message=f"large steps wash out what `{tuned.word}` has learned",
                    received=f"a learning rate of {rate:g}",
                    expected=f"at most {highest:g}",
                    hint="`optimizer: {Adam: {learning_rate: 1e-5}}` for this stage",
                )
                break


def _path_of(optimizer: Call, phase: Path) -> Path:
    """Point at the rate, or at the stage that takes the spec's default optimizer."""
    is_own = optimizer.written is not None and optimizer.path[:1] == ("train",)
    return argument_path(optimizer, "learning_rate") if is_own or len(phase) < 4 else phase[:-1]
