"""NN126: a layer forgets which steps are padding, and one below would need to know.

What: a mask (of `Masking`, of an Embedding with `mask_zero`, of a `sequence` input) reaches a layer that does not hand
it on, such as a convolution (not inside `TimeDistributed`), and below it stands a recurrent layer, an attention or an
average over the steps.

Why: padding counts like data from there on: the last steps that an LSTM sees are empty ones. Keras warns at run time.
Where nobody asked for the mask, for it comes with a `sequence` input, that is advice.

Fires:
    nnspec: 1
    inputs: {x: {type: text, max_tokens: 100, output_sequence_length: 20}}
    hidden:
      - Embedding: {input_dim: 100, output_dim: 8, mask_zero: true}
      - Conv1D: {filters: 8, kernel_size: 3, activation: relu}
      - LSTM: 8
    outputs: {y: binary}

Passes:
    nnspec: 1
    inputs: {x: {type: text, max_tokens: 100, output_sequence_length: 20}}
    hidden: [{Embedding: {input_dim: 100, output_dim: 8, mask_zero: true}}, {Dropout: 0.2}, {LSTM: 8}]
    outputs: {y: binary}
    ---
    nnspec: 1
    inputs: {x: {type: text, max_tokens: 100, output_sequence_length: 20}}
    hidden:
      - Embedding: {input_dim: 100, output_dim: 8}
      - Conv1D: {filters: 8, kernel_size: 3, activation: relu}
      - GlobalMaxPooling1D
    outputs: {y: binary}

Fix: put the layer below the one that reads the mask, or do without the mask and pad in front.

Source: Keras' guide "Understanding masking and padding"; `supports_masking` of each layer, Keras 3.15.
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.layer_kinds import ATTENTION, CONVOLUTIONS, POOLS, RECURRENT, UPSAMPLING
from nnspec.linting.rule import Fault, rule
from nnspec.linting.step import Step
from nnspec.linting.subject import Subject
from nnspec.spec.inputs import SequenceInput

_FORGETTING = (
    CONVOLUTIONS
    | POOLS
    | UPSAMPLING
    | {"Cropping1D", "EinsumDense", "Permute", "Reshape", "RMSNormalization", "ZeroPadding1D"}
)
_READING = RECURRENT | ATTENTION | {"GlobalAveragePooling1D"}
_ENDING = frozenset({"Flatten", "GlobalMaxPooling1D"}) | _READING


@rule("NN126", "warning")
def mask_lost(subject: Subject) -> Iterator[Fault]:
    """Find the layers that lose a mask which is needed below."""
    flow = subject.flow
    if not flow.has(_FORGETTING):
        return
    padded = {item.name for item in subject.spec.inputs if isinstance(item, SequenceInput)}
    # Whether the spec asks for the mask, or the input brings it.
    masked: dict[str, bool] = {}
    for step in flow:
        forgets = step.layer in _FORGETTING and not step.is_distributed
        coming = [masked[above.name] for above in flow.above(step) if above.name in masked]
        if _makes_mask(step):
            masked[step.name] = not any(above.name in padded for above in flow.above(step))
        elif coming and not forgets and not _ends_sequence(step):
            masked[step.name] = any(coming)
        if coming and forgets and flow.reaches(step, _reads_mask, _keeps_steps):
            yield Fault(
                path=step.path,
                message=f"`{step.word}` loses the mask: padding counts from here on",
                severity=None if any(coming) else "info",
                hint="put it below the layer that reads the mask, or do without the mask",
            )


def _makes_mask(step: Step) -> bool:
    return step.layer == "Masking" or (step.layer == "Embedding" and step.get("mask_zero") is True)


def _ends_sequence(step: Step) -> bool:
    if step.function or step.kind == "base":
        return True
    if step.is_distributed:
        return False
    return step.layer in _ENDING and step.get("return_sequences") is not True and step.layer not in ATTENTION


def _reads_mask(step: Step) -> bool:
    return step.layer in _READING and not step.is_distributed


def _keeps_steps(step: Step) -> bool:
    return step.is_distributed or (step.layer not in ("Flatten", "GlobalMaxPooling1D") and not step.function)
