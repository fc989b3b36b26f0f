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

from nnspec.linting.embedding_sources import sources_of
from nnspec.linting.rule import Fault, rule
from nnspec.linting.step import Step
from nnspec.linting.subject import Subject


@rule("NN123", "error", supersedes=("NN133",))
def embedding_of_numbers(subject: Subject) -> Iterator[Fault]:
    """Find Embeddings whose numbers are no indices."""
    for step in subject.flow.of({"Embedding"}):
        wrong = next((source.wrong for source in sources_of(step, subject) if source.wrong is not None), None)
        if wrong is not None:
            yield _fault(step, *wrong)


def _fault(step: Step, received: str, hint: str) -> Fault:
    return Fault(
        path=step.path,
        message="an `Embedding` of numbers that are no index",
        received=received,
        expected="whole numbers from 0",
        hint=hint,
    )
