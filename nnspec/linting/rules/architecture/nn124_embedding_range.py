"""NN124: an Embedding has no entry for some of the numbers that it is asked for.

What: `input_dim` is not above the largest index: the largest number of a column, the number of categories (one place
more for the unknown), or of tokens. Where only `max_tokens` of a text is known, its data may have fewer: a warning. Or
a column has numbers below 0. (Numbers that are no index at all are NN123.)

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

from nnspec.linting.argument_fix import argument_fix
from nnspec.linting.embedding_sources import sources_of
from nnspec.linting.lacking import Lacking, decide_each
from nnspec.linting.rule import Fault, rule
from nnspec.linting.spread import card_columns
from nnspec.linting.step import Step
from nnspec.linting.subject import Subject
from nnspec.records import record
from nnspec.spec.inputs import ArrayInput, CategoryInput, Input, NumberInput, TextInput


@record
class _Range:
    """The entries that an input asks for.

    Args:
        size: one above the largest.
        lowest: the smallest.
        certain: whether all of them occur.
    """

    size: int
    lowest: int = 0
    certain: bool = True


@rule("NN124", "error")
def embedding_range(subject: Subject) -> Iterator[Fault]:
    """Find Embeddings with fewer entries than their input asks for."""

    def decide(step: Step) -> Iterator[Fault]:
        n_entries = step.get("input_dim")
        items = [source.item for source in sources_of(step, subject) if source.wrong is None]
        ranges = [_range_of(item, subject) for item in items if item is not None] if isinstance(n_entries, int) else []
        asked = [found for found in ranges if found is not None]
        below = next((found for found in asked if found.lowest < 0), None)
        if below is not None:
            yield _negative(step, below)
        most = max(asked, key=lambda found: (found.size, found.certain), default=None)
        if most is not None and most.size > n_entries:
            yield _too_few(step, most, subject)

    return decide_each(subject.flow.of({"Embedding"}), decide)


def _range_of(item: Input, subject: Subject) -> _Range | None:
    if isinstance(item, TextInput):
        if item.vocabulary is not None:
            return _Range(len(item.vocabulary) + 2)
        return None if item.max_tokens is None else _Range(item.max_tokens, certain=False)
    if isinstance(item, CategoryInput):
        return _range_of_categories(item, subject)
    return _range_of_numbers(item, subject) if isinstance(item, NumberInput | ArrayInput) else None


def _range_of_categories(item: CategoryInput, subject: Subject) -> _Range | None:
    if item.vocabulary is not None:
        known: int | None = len(item.vocabulary)
    else:
        _ask_card(subject)
        known = next((column.unique for column in card_columns(item.name, subject.facts)), None)
    if known is None:
        return None
    # The first place is for what is unknown.
    return _Range(known + 1 if item.max_tokens is None else min(known + 1, item.max_tokens))


def _range_of_numbers(item: Input, subject: Subject) -> _Range | None:
    _ask_card(subject)
    columns = card_columns(item.name, subject.facts)
    highest = [column.maximum for column in columns if column.maximum is not None]
    lowest = [column.minimum for column in columns if column.minimum is not None]
    return _Range(floor(max(highest)) + 1, floor(min(lowest, default=0))) if highest else None


def _ask_card(subject: Subject) -> None:
    if subject.facts.card is None:
        raise Lacking("a data card")


def _negative(step: Step, asked: _Range) -> Fault:
    return Fault(
        path=step.path,
        message="the Embedding has no entries below 0",
        received=f"numbers from {asked.lowest}",
        expected="whole numbers from 0",
        hint="count the indices from 0",
    )


def _too_few(step: Step, asked: _Range, subject: Subject) -> Fault:
    return Fault(
        path=step.path_of("input_dim"),
        message=f"the Embedding has no entry {asked.size - 1}",
        severity=None if asked.certain else "warning",
        received=f"input_dim: {step.get('input_dim')}",
        expected=f"at least {asked.size}",
        hint="`input_dim` one above the largest index",
        fix=argument_fix(subject, step.call, "input_dim", asked.size) if asked.certain else None,
    )
