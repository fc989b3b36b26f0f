"""NN229: a divergence between distributions, and the output is none.

What: `KLDivergence` stands on an output that does not end with a softmax.

Why: the divergence sums y log(y / p). It is at least 0 only where p sums to 1; over sigmoids it is smallest where all
of them say 1, and outside 0 to 1 Keras cuts the numbers off, and there the gradient is 0.

Fires:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {y: {type: category, classes: 3, activation: sigmoid, loss: kl_divergence}}
    ---
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    hidden: [{Dense: 3}]
    outputs: {y: {type: array, columns: [u, v, w], loss: kld}}

Passes:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {y: {type: category, classes: 3, loss: kl_divergence}}

Fix: `softmax`.

Effect: on digits, accuracy 0.955 without and 0.339 with the fault, difference -0.616 [-0.826, -0.407] over 5 seeds
(benchmarks/evidence).

Source: R. Gomez 2018; Kullback and Leibler 1951.
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.rule import Fault, rule
from nnspec.linting.subject import Subject

_DISTRIBUTIONS = frozenset({"softmax", "sparsemax"})


@rule("NN229", "error", supersedes=("NN214",))
def kl_not_probability(subject: Subject) -> Iterator[Fault]:
    """Find divergences on what is no distribution."""
    for ending in subject.endings:
        if ending.fitting_loss != "KLDivergence" or ending.activation is None:
            continue
        if ending.activation not in _DISTRIBUTIONS:
            yield Fault(
                path=ending.path,
                message="`KLDivergence` compares distributions, and this output is none",
                received=ending.activation,
                expected="softmax",
                hint="`activation: softmax`",
            )
