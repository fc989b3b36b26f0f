"""An Embedding -> where the numbers come from that it looks up, and why some are no indices."""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.flow import Flow
from nnspec.linting.layer_kinds import PASSING
from nnspec.linting.step import Step
from nnspec.linting.subject import Subject
from nnspec.records import record
from nnspec.spec.inputs import ArrayInput, CategoryInput, ImageInput, Input, NumberInput, TextInput

_ORDER_ONLY = PASSING | {"Concatenate"}


@record
class Source:
    """What gives numbers to an Embedding, with nothing between that changes them.

    Args:
        item: the input; None where it is a layer or function.
        wrong: where they certainly are no indices: what arrives, and the remedy.
    """

    item: Input | None
    wrong: tuple[str, str] | None


def sources_of(step: Step, subject: Subject) -> Iterator[Source]:
    """Go up from an Embedding to what makes its numbers.

    Args:
        step: the Embedding.
        subject: whose network it stands in.
    """
    inputs = {item.name: item for item in subject.spec.inputs}
    for origin in subject.flow.upwards(step, _keeps_numbers):
        item = inputs.get(origin.name)
        if item is not None or not _keeps_numbers(origin):
            yield Source(item, _why_no_index(subject.flow, origin, item))


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
