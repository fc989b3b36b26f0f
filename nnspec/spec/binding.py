"""The columns of inputs and outputs as a spec says them -> the columns that the data have."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fnmatch import fnmatchcase

from nnspec.diagnostics.diagnostic import Diagnostic, Path
from nnspec.diagnostics.spelling import nearest
from nnspec.records import record
from nnspec.spec.data import Data
from nnspec.spec.inputs import Input
from nnspec.spec.outputs import Output

_WILDCARDS = frozenset("*?[")


@record
class Binding:
    """Which columns each input and output takes.

    Args:
        inputs: input name -> columns, patterns resolved.
        outputs: output name -> columns; none where the target is an input.
        findings: what does not exist.
    """

    inputs: Mapping[str, tuple[str, ...]]
    outputs: Mapping[str, tuple[str, ...]]
    findings: tuple[Diagnostic, ...] = ()


@record
class _Wish:
    """One name or pattern, and where the spec says it."""

    text: str
    path: Path


@record
class _Found:
    """The columns that some wishes found, and the wishes that found none."""

    columns: tuple[str, ...]
    missing: tuple[_Wish, ...]


def bind_columns(
    inputs: Sequence[Input],
    *,
    outputs: Sequence[Output],
    data: Data,
    available: Sequence[str],
) -> Binding:
    """Resolve names and patterns against the columns that the data have.

    A pattern is matched with regard to case; it never takes an output's column nor the columns that
    split or weigh the rows. What has no columns takes the column of its own name.

    Args:
        inputs: of the spec.
        outputs: of the spec; one whose `target` is an input takes no column.
        data: whose split and weight take columns of their own.
        available: the columns of the data, in order.

    Reports:
        NN650 for a column that does not exist, and for a pattern that matches nothing.
    """
    wishes_in = {item.name: _wishes(item) for item in inputs}
    wishes_out = {item.name: () if item.target in wishes_in else _target_wishes(item) for item in outputs}
    special = _special_wishes(data)
    taken = {wish.text for wish in special if wish.path[-1] != "stratify"}
    named = {wish.text for wishes in wishes_out.values() for wish in wishes}
    found_out = {name: _find(wishes, available, taken | named) for name, wishes in wishes_out.items()}
    taken.update(column for found in found_out.values() for column in found.columns)
    found_in = {name: _find(wishes, available, taken) for name, wishes in wishes_in.items()}
    founds = (*found_in.values(), *found_out.values(), _find(special, available, taken))
    return Binding(
        inputs={name: found.columns for name, found in found_in.items()},
        outputs={name: found.columns for name, found in found_out.items()},
        findings=tuple(_missing(wish, available) for found in founds for wish in found.missing),
    )


def check_names(names: Iterable[tuple[str, Path]], *, available: Sequence[str]) -> tuple[Diagnostic, ...]:
    """Find the names that no column has.

    Args:
        names: each with its place in the document.
        available: the columns of the data.

    Reports:
        NN650.
    """
    return tuple(_unknown(_Wish(name, path), available) for name, path in names if name not in available)


def _wishes(item: Input | Output) -> tuple[_Wish, ...]:
    if not item.columns:
        return (_Wish(item.name, item.path),)
    if len(item.columns) == 1 and not is_pattern(item.columns[0]):
        return (_Wish(item.columns[0], (*item.path, "column")),)
    return tuple(_Wish(text, (*item.path, "columns", i)) for i, text in enumerate(item.columns))


def _target_wishes(item: Output) -> tuple[_Wish, ...]:
    return _wishes(item) if item.target is None else (_Wish(item.target, (*item.path, "target")),)


def _special_wishes(data: Data) -> tuple[_Wish, ...]:
    split = data.split
    wishes = [] if data.weight is None else [_Wish(data.weight, (*data.path, "weight"))]
    if split is not None:
        keyed = (("stratify", split.stratify), ("group", split.group), ("time", split.time))
        wishes += [_Wish(column, (*split.path, key)) for key, column in keyed if column is not None]
    return tuple(wishes)


def _find(wishes: Iterable[_Wish], available: Sequence[str], taken: set[str]) -> _Found:
    matches = {wish: _match(wish.text, available, taken) for wish in wishes}
    columns = dict.fromkeys(column for match in matches.values() for column in match)
    return _Found(tuple(columns), tuple(wish for wish, match in matches.items() if not match))


def _match(text: str, available: Sequence[str], taken: set[str]) -> tuple[str, ...]:
    if text in available:
        return (text,)
    if not is_pattern(text):
        return ()
    return tuple(name for name in available if name not in taken and fnmatchcase(name, text))


def _missing(wish: _Wish, available: Sequence[str]) -> Diagnostic:
    return _unmatched(wish, available) if is_pattern(wish.text) else _unknown(wish, available)


def _unmatched(wish: _Wish, available: Sequence[str]) -> Diagnostic:
    taken = [name for name in available if fnmatchcase(name, wish.text)]
    hint = "a pattern never takes an output's column, nor one that splits or weighs the rows" if taken else None
    return Diagnostic(
        code="NN650",
        message=f"the pattern `{wish.text}` matches no column",
        path=wish.path,
        received=wish.text,
        expected=_listing(available),
        hint=hint,
    )


def _unknown(wish: _Wish, available: Sequence[str]) -> Diagnostic:
    close = nearest(wish.text, available)
    return Diagnostic(
        code="NN650",
        message=f"the data have no column `{wish.text}`",
        path=wish.path,
        received=wish.text,
        expected=_listing(available),
        hint=None if close is None else f"did you mean `{close}`?",
    )


def _listing(available: Sequence[str]) -> str:
    shown = ", ".join(f"`{name}`" for name in available[:12])
    return f"one of {shown}" if len(available) <= 12 else f"one of {shown} and {len(available) - 12} more"


def is_pattern(text: str) -> bool:
    """Tell whether a name of columns has wildcards."""
    return not _WILDCARDS.isdisjoint(text)
