"""NN413: Dropout undoes what selu normalises.

What: Dropout behind a layer that ends with selu.

Why: selu keeps mean 0 and variance 1 from layer to layer; Dropout sets values to 0, which is not where selu
saturates, and shifts both. AlphaDropout sets them there and keeps both. So the theory; on small tasks AlphaDropout did
no better, hence off by default.

Fires:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    hidden: [{Dense: {units: 16, activation: selu, kernel_initializer: lecun_normal}}, {Dropout: 0.1}]
    outputs: {y: number}

Passes:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    hidden: [{Dense: {units: 16, activation: selu, kernel_initializer: lecun_normal}}, {AlphaDropout: 0.1}]
    outputs: {y: number}

Fix: `AlphaDropout`.

Effect: on digits, Dropout and AlphaDropout of 0.2 behind selu, accuracy 0.951 without and 0.960 with the fault,
difference +0.008 [+0.001, +0.015] over 5 seeds: helps; on digits, Dropout and AlphaDropout of 0.1 behind 8 layers of
selu, accuracy 0.887 without and 0.951 with the fault, difference +0.064 [-0.006, +0.135] over 5 seeds: no effect
measured (benchmarks/evidence).

Source: Klambauer et al. 2017, section 2, New dropout technique.
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.layer_kinds import PASSING
from nnspec.linting.plain_entry import is_plain_entry
from nnspec.linting.rule import Fault, Fix, rule
from nnspec.linting.step import Step
from nnspec.linting.subject import Subject


@rule("NN413", "info", enabled=False)
def selu_dropout(subject: Subject) -> Iterator[Fault]:
    """Find Dropout that takes what selu gave."""
    flow = subject.flow
    for step in flow:
        if step.activation != "selu":
            continue
        for below in flow.run(step, lambda each: each.layer in PASSING):
            if below.layer == "Dropout" and below.get("rate"):
                yield Fault(
                    path=below.path,
                    message="`Dropout` behind `selu`",
                    received="Dropout",
                    expected="AlphaDropout",
                    hint="`AlphaDropout` keeps mean and variance",
                    fix=_fix(subject, below),
                )


def _fix(subject: Subject, step: Step) -> Fix | None:
    is_simple = tuple(step.arguments) == ("rate",) and is_plain_entry(subject, step)
    return Fix(step.path, {"AlphaDropout": step.get("rate")}) if is_simple else None
