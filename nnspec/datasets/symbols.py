"""Names for lengths and the data's own lengths -> whether each name is one length everywhere."""

from __future__ import annotations

from collections.abc import Mapping

from nnspec.errors import spec_error
from nnspec.spec.inputs import Input
from nnspec.spec.spec import Spec
from nnspec.tables.state import State


def check_symbols(spec: Spec, state: State) -> None:
    """Hold the names that stand for lengths against the data.

    Args:
        spec: whose inputs name lengths.
        state: with the raw shapes of one example.

    Raises:
        SpecError: NN658 for a name that would be two lengths, and for data of another shape.
    """
    sizes: dict[str, int] = {}
    for item in spec.inputs:
        for key, lengths in item.symbols.items():
            _check_lengths(item, key, lengths, state.inputs[item.name].shape, sizes)


def _check_lengths(
    item: Input, key: str, lengths: tuple[int | str, ...], shape: tuple[int, ...], sizes: dict[str, int]
) -> None:
    own = shape if key == "shape" else shape[: len(lengths)]
    wanted = tuple(sizes.get(each, each) if isinstance(each, str) else each for each in lengths)
    if len(own) != len(wanted) or any(isinstance(a, int) and a != b for a, b in zip(wanted, own, strict=True)):
        message = f"`{item.name}` has the shape {own} in the data"
        expected = f"({', '.join(map(str, lengths))}){_known(lengths, sizes)}"
        raise spec_error("NN658", message, path=(*item.path, key), received=str(own), expected=expected)
    for name, size in zip(lengths, own, strict=True):
        if isinstance(name, str) and sizes.setdefault(name, size) != size:
            message = f"`{name}` would be {sizes[name]} and {size} at once"
            raise spec_error("NN658", message, path=(*item.path, key), received=str(own))


def _known(lengths: tuple[int | str, ...], sizes: Mapping[str, int]) -> str:
    names = dict.fromkeys(name for name in lengths if isinstance(name, str) and name in sizes)
    known = [f"`{name}` is {sizes[name]}" for name in names]
    return f", where {' and '.join(known)}" if known else ""
