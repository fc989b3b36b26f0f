"""NN124: an Embedding has no entry for some of the numbers that it is asked for.

What: `input_dim` is not above the largest index: the largest number of a column, the number of categories (one place
more for the unknown), or of tokens. Where only `max_tokens` of a text is known, its data may have fewer: a warning.

Why: on a CPU the look-up fails in the middle of training, on a GPU it silently gives zeros.

Card:
    rows: 100
    columns: {a: {dtype: int64, minimum: 0, maximum: 50}, y: {dtype: float64}}

Fires:
    nnspec: 1
    inputs: {x: {column: a, scale: none}}
    hidden: [{Embedding: {input_dim: 50, output_dim: 4}}, Flatten]
    outputs: {y: number}

Passes:
    nnspec: 1
    inputs: {x: {column: a, scale: none}}
    hidden: [{Embedding: {input_dim: 51, output_dim: 4}}, Flatten]
    outputs: {y: number}

Fix: `input_dim` one above the largest index.

Source: Stack Overflow 59840678 (SFData); Keras' documentation of Embedding.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import floor

from nnspec.linting.layer_kinds import PASSING
from nnspec.linting.rule import Fault, Fix, rule
from nnspec.linting.step import Step
from nnspec.linting.subject import Subject
from nnspec.records import record
from nnspec.spec.inputs import CategoryInput, Input, TextInput


@record
class _Range:
    """The entries that an input asks for.

    Args:
        size: their number, from 0 on.
        certain: whether all of them occur.
    """

    size: int
    certain: bool = True


@rule("NN124", "error")
def embedding_range(subject: Subject) -> Iterator[Fault]:
    """Find Embeddings with fewer entries than their input asks for."""
    inputs = {item.name: item for item in subject.spec.inputs}
    for step in subject.flow:
        if step.layer != "Embedding" or not isinstance(step.get("input_dim"), int):
            continue
        for origin in subject.flow.upwards(step, lambda up: up.layer in PASSING or up.kind in ("input", "model")):
            item = inputs.get(origin.name)
            asked = None if item is None else _range_of(item, subject)
            if asked is not None and asked.size > step.get("input_dim"):
                yield _fault(step, asked)
                break


def _range_of(item: Input, subject: Subject) -> _Range | None:
    if isinstance(item, TextInput):
        if item.vocabulary is not None:
            return _Range(len(item.vocabulary) + 2)
        return None if item.max_tokens is None else _Range(item.max_tokens, certain=False)
    if isinstance(item, CategoryInput):
        return _range_of_categories(item, subject)
    return _range_of_numbers(item, subject)


def _range_of_categories(item: CategoryInput, subject: Subject) -> _Range | None:
    known = None if item.vocabulary is None else len(item.vocabulary)
    if known is None and subject.facts.card is not None:
        column = subject.card.columns.get((item.columns or (item.name,))[0])
        known = None if column is None else column.unique
    if known is None:
        return None
    # The first place is for what is unknown.
    return _Range(known + 1 if item.max_tokens is None else min(known + 1, item.max_tokens))


def _range_of_numbers(item: Input, subject: Subject) -> _Range | None:
    card = subject.facts.card
    names = [column.name for column in subject.facts.columns.get(item.name, ())]
    if card is None:
        return None
    largest = [card.columns[name].maximum for name in names if name in card.columns]
    sizes = [floor(value) + 1 for value in largest if isinstance(value, int | float)]
    return _Range(max(sizes)) if sizes else None


def _fault(step: Step, asked: _Range) -> Fault:
    path = step.path_of("input_dim")
    return Fault(
        path=path,
        message=f"the Embedding has no entry {asked.size - 1}",
        severity=None if asked.certain else "warning",
        received=f"input_dim: {step.get('input_dim')}",
        expected=f"at least {asked.size}",
        hint="`input_dim` one above the largest index",
        fix=Fix(path, asked.size) if asked.certain and path != step.path else None,
    )
