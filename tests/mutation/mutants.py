"""A valid spec's text -> the same text with one defect of a kind that people really make, and the line of the defect.

An edit is a pattern and what replaces its first match. A kind has several, tried in this order, because specs are laid
out differently; each makes a defect wherever it matches, whatever else the spec says: a class that Keras does not
have, a size below zero, a tensor that no convolution takes. So no mutant is a valid spec by luck, and none is left
out of the count.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
TESTS = HERE.parent
# A weight layer whose arguments stand in braces behind it.
_WEIGHTS = r"(?:Dense|Conv\w+|SeparableConv\w+|Embedding|KAN|LSTM|GRU)"
_SIZE = r"(units|filters|output_dim|kernel_size)"
_BEFORE_OUTPUTS = r"(?=^outputs:)"


@dataclass(frozen=True)
class Edit:
    """One way to make a defect.

    Args:
        pattern: of the text that is replaced, lines by themselves.
        replacement: with `\\1` for groups.
        section: the top-level key under which it is looked for; None is everywhere.
    """

    pattern: str
    replacement: str
    section: str | None = None


@dataclass(frozen=True)
class Kind:
    """One kind of defect.

    Args:
        name: of the kind.
        semantic: the text is still a well-formed spec of existing words.
        edits: the ways to make it; the first that fits a spec is taken.
    """

    name: str
    semantic: bool
    edits: tuple[Edit, ...]


@dataclass(frozen=True)
class Mutant:
    """A spec with one defect.

    Args:
        text: of the spec.
        line: where the defect is, from 1.
    """

    text: str
    line: int


def _inserted(entry: str) -> Edit:
    """Put an entry at the end of the hidden layers."""
    return Edit(_BEFORE_OUTPUTS, f"  - {entry}\n")


def _on_outputs(argument: str, value_of: dict[str, str]) -> tuple[Edit, ...]:
    """Give an output a value that its type contradicts, in the layouts that an output is written in."""
    found: list[Edit] = []
    for kind, value in value_of.items():
        found += [
            Edit(rf"(type: {kind}\b.*\b{argument}: )\w+", rf"\g<1>{value}", "outputs"),
            Edit(rf"(type: {kind}\b(?:\n    .*)*\n    {argument}: )\w+", rf"\g<1>{value}", "outputs"),
            Edit(rf"(\{{type: {kind}\b)", rf"\g<1>, {argument}: {value}", "outputs"),
            Edit(rf"^(    type: {kind}\b.*\n)", rf"\g<1>    {argument}: {value}\n", "outputs"),
            Edit(rf": {kind}\b", f": {{type: {kind}, {argument}: {value}}}", "outputs"),
        ]
    return tuple(found)


_WRONG_LOSSES = {
    "category": "BinaryCrossentropy",
    "binary": "CategoricalCrossentropy",
    "number": "BinaryCrossentropy",
    "multilabel": "CategoricalCrossentropy",
    "array": "SparseCategoricalCrossentropy",
}
_WRONG_ACTIVATIONS = {
    "category": "relu",
    "binary": "softmax",
    "number": "softmax",
    "multilabel": "softmax",
    "array": "softmax",
}

KINDS = (
    Kind(
        "misspelt-layer",
        False,
        (Edit(r"- ([A-Z]\w)(\w)(\w)", r"- \1\3\2"), Edit(r"- ([A-Z])(\w)(\w)\b", r"- \1\3\2", "hidden")),
    ),
    Kind(
        "misspelt-argument",
        False,
        (
            Edit(r"(- \w+:\s*\{?.*\b)(unit|filter)s: ", r"\1\2: ", "hidden"),
            Edit(r"\boutput_dim: ", "output_size: ", "hidden"),
            Edit(r"\bkernel_size: ", "kernal_size: ", "hidden"),
            Edit(r"(- \w+: \{\w+): ", r"\1x: ", "hidden"),
        ),
    ),
    Kind("quoted-number", False, (Edit(r"\b(batch_size|epochs): (\d+)", r'\1: "\2"', "train"),)),
    Kind(
        "negative-size",
        False,
        (
            Edit(rf"\b{_SIZE}: (\d+)", r"\1: -\2", "hidden"),
            Edit(rf"\b{_SIZE}: (\d+)", r"\1: -\2"),
            Edit(r"- (\w+): (\d+)", r"- \1: -\2", "hidden"),
        ),
    ),
    Kind("misspelt-key", False, (Edit(r"\b(epoch|step)s: ", r"\1: ", "train"),)),
    Kind("duplicate-key", False, (Edit(r"\Z", "optimizer: SGD\n"),)),
    Kind("tab-indentation", False, (Edit(r"^  (?=- )", "\t", "hidden"),)),
    Kind("missing-colon", False, (Edit(r"- (\w+): ", r"- \1 ", "hidden"),)),
    Kind("unknown-optimizer", False, (Edit(r"\b([A-Z])(\w)(\w)", r"\1\3\2", "optimizer"),)),
    Kind(
        "unknown-variable",
        False,
        (
            Edit(rf"\b{_SIZE}: [\d$]\S*?(?=[,}}\n])", r"\1: $widht", "hidden"),
            Edit(rf"\b{_SIZE}: [\d$]\S*?(?=[,}}\n])", r"\1: $widht"),
            Edit(r"- (\w+): [\d.]+", r"- \1: $widht", "hidden"),
        ),
    ),
    Kind("dangling-from", True, (_inserted("Dropout: {rate: 0.1, from: steam}"),)),
    Kind("contradicting-loss", True, _on_outputs("loss", _WRONG_LOSSES)),
    Kind("contradicting-activation", True, _on_outputs("activation", _WRONG_ACTIVATIONS)),
    Kind("another-size", True, (_inserted("Reshape: [7, 11, 13]"),)),
    Kind(
        "another-rank",
        True,
        (
            Edit(r"^(  - [Cc]onv\w*:.*\n\n?)(?=outputs:)", r"\1  - LSTM: 32\n"),
            _inserted("Conv2D: {filters: 8, kernel_size: 3}"),
        ),
    ),
    Kind(
        "missing-metric",
        True,
        (
            Edit(r"monitor: \w+", "monitor: val_acc", "train"),
            Edit(r"^train: \{", "train: {stop: {monitor: val_acc}, "),
            Edit(r"^train:\n", "train:\n  stop: {monitor: val_acc}\n"),
        ),
    ),
    Kind(
        "hidden-softmax",
        True,
        (
            Edit(r"activation: (relu|gelu)", "activation: softmax", "hidden"),
            Edit(r"- ReLU\b", "- Softmax"),
            _inserted("Softmax"),
        ),
    ),
    Kind(
        "frozen-random",
        True,
        (
            Edit(rf"(- {_WEIGHTS}: \{{)", r"\1trainable: false, "),
            Edit(r"^( +)(units|filters): (.*)$", r"\1trainable: false\n\1\2: \3"),
            Edit(r"- (Dense|KAN): (\d+)", r"- \1: {units: \2, trainable: false}"),
        ),
    ),
    Kind(
        "high-learning-rate",
        True,
        (
            Edit(r"learning_rate: [\d.e-]+", "learning_rate: 10.0", "optimizer"),
            Edit(r"\b([A-Z]\w+): [\d.e-]+", r"\1: 10.0", "optimizer"),
            Edit(r"optimizer: (\w+)$", r"optimizer: {\1: 10.0}", "optimizer"),
        ),
    ),
    Kind("no-gradient", True, (_inserted("ops.stop_gradient"),)),
)


def mutate(text: str, kind: Kind) -> Mutant | None:
    """Put one defect into a spec; None where no edit of the kind fits it."""
    for edit in kind.edits:
        start, end = _section(text, edit.section)
        found = re.compile(edit.pattern, re.MULTILINE).search(text, start, end)
        if found is not None:
            changed = text[: found.start()] + found.expand(edit.replacement) + text[found.end() :]
            return Mutant(changed, _first_difference(text, changed))
    return None


def _section(text: str, key: str | None) -> tuple[int, int]:
    """Find where a top-level key and what is under it stand; nowhere where it is absent."""
    if key is None:
        return 0, len(text)
    start = re.search(rf"^{key}:", text, re.MULTILINE)
    if start is None:
        return 0, 0
    end = re.compile(r"^(?=[a-z])", re.MULTILINE).search(text, start.end())
    return start.start(), len(text) if end is None else end.start()


def _first_difference(before: str, after: str) -> int:
    pairs = zip([*before.splitlines(), None], [*after.splitlines(), None], strict=False)
    return next(i for i, (old, new) in enumerate(pairs, start=1) if old != new)
