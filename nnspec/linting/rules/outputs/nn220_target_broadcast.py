"""NN220: the target has another shape than the output.

What: an output of numbers has more or fewer neurons than columns hold its truth, or an `array` has another shape than
the column or the input that it is compared with.

Why: where one of two lengths is 1, Keras compares each number with all of the other side, without a word: every neuron
learns the mean. Other shapes stop training at the first batch.

Fires:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {y: {type: number, head: {Dense: 3}}}
    ---
    nnspec: 1
    inputs: {x: {type: array, shape: [8, 8]}}
    hidden: [Flatten, {Dense: 16}, {Dense: 64}]
    outputs: {y: {type: array, target: x}}

Passes:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {y: {type: number, columns: [u, v, w], head: {Dense: 3}}}
    ---
    nnspec: 1
    inputs: {x: {type: array, shape: [8, 8]}}
    hidden: [Flatten, {Dense: 16}, {Dense: 64}, {Reshape: [8, 8]}]
    outputs: {y: {type: array, target: x}}

Fix: leave the head out, and nnspec makes one neuron per column; `Reshape` an array to its target's shape.

Source: tried in Keras 3.15.1: `mse` and `mae` broadcast silently.
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.ending import Ending
from nnspec.linting.lacking import Lacking, decide_each
from nnspec.linting.rule import Fault, rule
from nnspec.linting.subject import Subject
from nnspec.linting.truth import Truth

Lengths = tuple[int, ...]


@rule("NN220", "error")
def target_broadcast(subject: Subject) -> Iterator[Fault]:
    """Find outputs whose shape is not that of their target."""

    def decide(ending: Ending) -> Iterator[Fault]:
        truth = subject.truths[ending.output.name]
        if ending.fitting_loss is None:
            return iter(())
        if ending.output.type == "array":
            return _check_array(ending, truth)
        is_vector = ending.output.type == "number" and not ending.output.per_position
        return _check_numbers(ending, truth) if is_vector else iter(())

    return decide_each(subject.endings, decide)


def _check_numbers(ending: Ending, truth: Truth) -> Iterator[Fault]:
    if ending.units is None or ending.output.classes is not None:
        return
    if truth.shape is None:
        if ending.units > 1 and not truth.is_known:
            raise Lacking(f"the columns of `{ending.output.name}`")
        return
    width = truth.shape[-1] if truth.shape else 1
    if width != ending.units:
        yield Fault(
            path=ending.units_path,
            message=_counted(ending.units, width),
            received=f"{ending.units}",
            expected=f"{width}",
            hint="name a column for each neuron; without `head` there is one neuron per column",
        )


def _counted(units: int, width: int) -> str:
    return f"{units} neuron{'s' if units > 1 else ''} for {width} column{'s' if width > 1 else ''}"


def _check_array(ending: Ending, truth: Truth) -> Iterator[Fault]:
    given = _lengths(ending)
    if given is None:
        return
    if truth.shape is None:
        if not truth.is_known:
            raise Lacking(f"the shape of `{ending.output.name}` in the data card")
        return
    if not _is_same(given, truth.shape):
        yield Fault(
            path=ending.output.path,
            message="the output has another shape than its target",
            received=_text(given),
            expected=_text(truth.shape),
            hint="end with as many neurons as the target has, and a `Reshape` to its shape",
        )


def _lengths(ending: Ending) -> Lengths | None:
    example = ending.last.given.example
    if example is None or not all(isinstance(length, int) for length in example):
        return None
    return tuple(length for length in example if isinstance(length, int))


def _is_same(given: Lengths, target: Lengths) -> bool:
    """Compare as Keras does, which lets a last axis of 1 come and go."""
    return given == target or given == (*target, 1) or (*given, 1) == target


def _text(lengths: Lengths) -> str:
    return f"({', '.join(map(str, lengths))})" if lengths else "one number"
