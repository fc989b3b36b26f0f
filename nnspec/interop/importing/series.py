"""Parts of a network -> fewer parts: what runs beside each other and is joined again becomes one construct.

A merge whose tensors all come down from one tensor, by chains that nobody else looks into, is a `residual` or a
`parallel`. Merges are looked at from top to bottom, so that the inner constructs are there before the outer ones.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from nnspec.catalog.catalog import load_catalog
from nnspec.interop.importing.network import Tensor
from nnspec.interop.importing.part import Link, Part

Join = tuple[str, dict[str, Any]]

# Functions that are layers by another name where their tensors are of one shape.
_MERGING_FUNCTIONS = {
    "ops.add": "Add",
    "ops.maximum": "Maximum",
    "ops.minimum": "Minimum",
    "ops.multiply": "Multiply",
    "ops.subtract": "Subtract",
}


def collapse(parts: Iterable[Part], *, outputs: Iterable[Tensor]) -> dict[int, Part]:
    """Put branches that are joined again into constructs.

    Args:
        parts: in an order in which each stands below its sources.
        outputs: tensors that the model gives, which no construct may hide.

    Returns:
        The parts that are left, by key.
    """
    return _Collapse(parts, outputs).run()


class _Collapse:
    def __init__(self, parts: Iterable[Part], outputs: Iterable[Tensor]) -> None:
        self.parts = {part.key: part for part in parts}
        self.uses = Counter(link.tensor.step for part in self.parts.values() for link in part.links)
        self.uses.update(tensor.step for tensor in outputs)
        calls = Counter(part.layer for part in self.parts.values() if part.layer is not None)
        self.shared = {layer for layer, n_calls in calls.items() if n_calls > 1}

    def run(self) -> dict[int, Part]:
        for key in list(self.parts):
            part = self.parts.get(key)
            join = None if part is None else _as_merge(part)
            if part is not None and join is not None and part.layer not in self.shared:
                self.try_merge(part, join)
        return self.parts

    def try_merge(self, part: Part, join: Join) -> None:
        found = [self.chain(link.tensor) for link in part.links]
        roots = {root for root, _ in found}
        branches = [chain for _, chain in found]
        if len(roots) != 1 or not any(branches) or sum(not chain for chain in branches) > 1:
            return
        self.replace(part, join, roots.pop(), branches)

    def chain(self, tensor: Tensor) -> tuple[Tensor, list[Part]]:
        """Go up from a tensor while nobody else takes what stands there; return where it ends, and what was passed."""
        passed: list[Part] = []
        while True:
            part = self.parts.get(tensor.step)
            if part is None or tensor.output or self.uses[tensor.step] != 1 or part.source is None:
                return tensor, passed[::-1]
            passed.append(part)
            tensor = part.source

    def replace(self, part: Part, join: Join, root: Tensor, branches: list[list[Part]]) -> None:
        for branch in branches:
            for inner in branch:
                del self.parts[inner.key]
        word, arguments = join
        merge = Part(key=part.key, word=word, arguments=arguments, layer=part.layer)
        sums = word == "Add" and not arguments and len(branches) == 2 and not all(branches)
        inside = tuple(tuple(branch) for branch in branches if branch or not sums)
        self.uses[root.step] -= len(branches) - 1
        self.parts[part.key] = Part(
            key=part.key,
            word="residual" if sums else "parallel",
            arguments={},
            links=(Link(root),),
            branches=inside,
            merge=merge,
        )


def _as_merge(part: Part) -> Join | None:
    """Say as which merging layer a part joins its tensors; None where it does not."""
    if len(part.links) < 2 or any(link.argument is not None for link in part.links):
        return None
    entry = load_catalog().find("layers", part.word)
    if (entry is not None and entry.inputs == "several" and part.layer is not None) or part.word == "Add":
        return part.word, dict(part.arguments)
    tensors = [link.tensor for link in part.links]
    alike = {(tensor.shape, tensor.dtype) for tensor in tensors}
    if part.word in _MERGING_FUNCTIONS and not part.arguments and len(alike) == 1 and tensors[0].shape is not None:
        return _MERGING_FUNCTIONS[part.word], {}
    return None
