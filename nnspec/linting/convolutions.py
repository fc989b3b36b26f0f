"""A network -> its pairs of convolutions that follow each other in one chain."""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.flow import Flow
from nnspec.linting.layer_kinds import CONVOLUTIONS, DEPTHWISE, TRANSPOSED
from nnspec.linting.step import Step
from nnspec.linting.windows import window_of

_PLAIN = CONVOLUTIONS - DEPTHWISE - TRANSPOSED


def follow_convolutions(flow: Flow) -> Iterator[tuple[Step, tuple[Step, ...], Step]]:
    """Give each convolution, what lies between, and the next: of windows above 1, not depthwise, not transposed.

    Args:
        flow: of the network; a chain ends where tensors part or meet.
    """
    for step in flow.of(_PLAIN):
        if not _is_plain(step):
            continue
        chain = tuple(flow.run(step, lambda below: not below.has_weights))
        if chain and _is_plain(chain[-1]) and not chain[-1].is_called_again:
            yield step, chain[:-1], chain[-1]


def _is_plain(step: Step) -> bool:
    return step.layer in _PLAIN and min(window_of(step), default=1) > 1
