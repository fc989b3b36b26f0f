"""A subject -> whether anything in it keeps a network from learning its rows by heart."""

from __future__ import annotations

from nnspec.catalog.augmentation import AUGMENTATIONS
from nnspec.linting.layer_kinds import NOISES
from nnspec.linting.penalties import KERNELS
from nnspec.linting.step import Step
from nnspec.linting.subject import Subject
from nnspec.spec.inputs import ImageInput

_GUARDS = NOISES | {"ActivityRegularization"} | frozenset(AUGMENTATIONS)
_ARGUMENTS = (
    *KERNELS,
    "activity_regularizer",
    "embeddings_regularizer",
    "spline_regularizer",
    "dropout",
    "recurrent_dropout",
)


def is_guarded(subject: Subject) -> bool:
    """Tell whether there is Dropout, noise, a penalty, augmentation or early stopping."""
    train = subject.spec.train
    if train.stop is not None or any(call.name == "EarlyStopping" for call in train.callbacks):
        return True
    if any(optimizer.get("weight_decay") for phase in subject.phases for optimizer in phase.optimizers):
        return True
    if any(isinstance(item, ImageInput) and item.augment for item in subject.spec.inputs):
        return True
    return any(map(_guards, subject.flow))


def _guards(step: Step) -> bool:
    return step.layer in _GUARDS or any(step.arguments.get(name) for name in _ARGUMENTS)
