"""NN123: an Embedding looks up numbers that are no index.

What: an Embedding takes scaled numbers, one-hot categories, counts of words, or what a layer with weights gives. (A
tensor of the wrong rank is an error of shapes: NN157.)

Why: an Embedding cuts its numbers down to whole ones without a word: standardised numbers become -1, 0 and 1, and a
one-hot row looks up two entries again and again. Nothing flows back through the cut either.

Fires:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    hidden: [{Embedding: {input_dim: 10, output_dim: 4}}, Flatten]
    outputs: {y: number}
    ---
    nnspec: 1
    inputs: {x: category}
    hidden: [{Embedding: {input_dim: 10, output_dim: 4}}, Flatten]
    outputs: {y: number}

Passes:
    nnspec: 1
    inputs: {x: {type: category, encode: index}}
    hidden: [{Embedding: {input_dim: 10, output_dim: 4}}]
    outputs: {y: number}
    ---
    nnspec: 1
    inputs: {x: {columns: [a, b], scale: none}}
    hidden: [{Embedding: {input_dim: 10, output_dim: 4}}, Flatten]
    outputs: {y: number}

Fix: `encode: index` for a category, `output_mode: int` for a text, `scale: none` for numbers that are indices.

Source: Humbatova et al. 2020, taxonomy of real faults (wrong type of input).
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.flow import Flow
from nnspec.linting.layer_kinds import PASSING
from nnspec.linting.rule import Fault, rule
from nnspec.linting.step import Step
from nnspec.linting.subject import Subject
from nnspec.spec.inputs import ArrayInput, CategoryInput, ImageInput, Input, NumberInput, TextInput

_ORDER_ONLY = PASSING | {"Concatenate"}


@rule("NN123", "error", supersedes=("NN133",))
def embedding_of_numbers(subject: Subject) -> Iterator[Fault]:
    """Find Embeddings whose numbers are no indices."""
    inputs = {item.name: item for item in subject.spec.inputs}
    for step in subject.flow:
        if step.layer != "Embedding":
            continue
        for origin in subject.flow.upwards(step, _keeps_numbers):
            wrong = _why_no_index(subject.flow, origin, inputs.get(origin.name))
            if wrong is not None:
                yield _fault(step, *wrong)
                break


def _keeps_numbers(step: Step) -> bool:
    return step.kind in ("input", "model") or step.layer in _ORDER_ONLY


def _why_no_index(flow: Flow, origin: Step, item: Input | None) -> tuple[str, str] | None:
    """Tell what arrives, and the remedy; None where it may be indices."""
    if flow.above(origin):
        is_real = origin.has_weights or origin.activation is not None
        return (f"what `{origin.word}` gives", "take the indices from an input") if is_real else None
    if isinstance(item, NumberInput | ArrayInput) and item.scale != "none":
        return "scaled numbers", f"`scale: none` for `{item.name}`, or leave the Embedding out"
    if isinstance(item, CategoryInput) and item.encode == "one_hot":
        return "one place per category", f"`encode: index` for `{item.name}`"
    if isinstance(item, TextInput) and item.output_mode != "int":
        return "one vector per text", f"`output_mode: int` for `{item.name}`"
    return ("a picture", "leave the Embedding out") if isinstance(item, ImageInput) else None


def _fault(step: Step, received: str, hint: str) -> Fault:
    return Fault(
        path=step.path,
        message="an `Embedding` of numbers that are no index",
        received=received,
        expected="whole numbers from 0",
        hint=hint,
    )
