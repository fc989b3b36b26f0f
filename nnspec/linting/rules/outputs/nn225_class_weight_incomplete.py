"""NN225: the class weights are those of other classes.

What: `class_weight` leaves out a class that the data card counts, or names one that is not there.

Why: the class is not weighed as was meant; Keras' own `class_weight` says nothing of it.

Card:
    rows: 90
    columns: {y: {dtype: string, shape: [], unique: 3, values: [[a, 60], [b, 20], [c, 10]]}}

Fires:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {y: {type: category, class_weight: {a: 0.5, b: 1.5}}}

Passes:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {y: {type: category, class_weight: {a: 0.5, b: 1.5, c: 3.0}}}
    ---
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {y: {type: category, class_weight: balanced}}

Fix: a weight for each class, or `balanced`.

Source: tried in Keras 3.15.1, which is silent. Where the spec names its `classes`, NN253 says it without a card.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from nnspec.linting.ending import Ending
from nnspec.linting.lacking import Lacking, decide_each
from nnspec.linting.rule import Fault, rule
from nnspec.linting.subject import Subject
from nnspec.linting.truth import class_counts, class_text, listing_of


@rule("NN225", "error")
def class_weight_incomplete(subject: Subject) -> Iterator[Fault]:
    """Find class weights of other classes than the data's."""

    def decide(ending: Ending) -> Iterator[Fault]:
        output, given = ending.output, ending.output.class_weight
        if not isinstance(given, Mapping) or isinstance(output.classes, tuple):
            return
        truth = subject.truths[output.name]
        if not truth.is_known:
            raise Lacking("a data card")
        counts = class_counts(truth)
        if counts is None or output.labels == "index":
            return
        named = {class_text(name): name for name in given}
        for text in (text for text in counts if text not in named):
            path = (*output.path, "class_weight")
            yield Fault(path=path, message=f"class `{text}` has no weight", expected=listing_of(counts))
        for text in (text for text in named if text not in counts):
            path = (*output.path, "class_weight", named[text])
            yield Fault(path=path, message=f"`{text}` is not a class", expected=listing_of(counts))

    return decide_each(subject.endings, decide)
