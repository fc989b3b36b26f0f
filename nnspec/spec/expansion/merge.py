"""A document, what it extends, and `--set` -> one document that remembers where everything was written."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from nnspec.diagnostics.diagnostic import Diagnostic, Path
from nnspec.document.document import Document, Origin
from nnspec.spec.expansion.extended import Unextendable, read_extended
from nnspec.spec.expansion.layering import Sheet, lay, whole_sheet
from nnspec.spec.expansion.options import Option, describe_obstacle, find_steps, read_options, split_steps

# What a base says of itself only.
_NOT_INHERITED = ("extends", "report")


def merge_document(
    document: Document, *, sets: tuple[str, ...] = (), allowed: tuple[str, ...] = ()
) -> tuple[Document, tuple[Diagnostic, ...]]:
    """Merge a document with the files that it extends and with what the command line sets.

    Maps merge, everything else replaces, and so does a map that names another class than the one below it.

    Args:
        document: the spec that is run.
        sets: options such as `train.epochs=3`, in order; the last word is theirs.
        allowed: folders outside the project that it may name.

    Returns:
        The merged document without `extends`; and the findings NN048 for a file that cannot be extended, NN022 and
        NN024 for a path that leads nowhere, and those of the texts.

    Raises:
        UsageError: an option is not of the form PATH=VALUE.
    """
    options = read_options(sets)
    findings = [finding for option in options for finding in option.findings]
    if findings:
        return document, tuple(findings)
    # A base that the command line names is read like one that the spec names.
    first, others = _sorted_out(options)
    document, findings = _set_all(document, first)
    try:
        document = _merge_extended(document, allowed)
    except Unextendable as refusal:
        return document, (*findings, *refusal.findings)
    document, found = _set_all(document, others)
    return document, (*findings, *found)


def _sorted_out(options: Iterable[Option]) -> tuple[list[Option], list[Option]]:
    """Part the options that name a base from all others."""
    naming: list[Option] = []
    others: list[Option] = []
    for option in options:
        (naming if option.written == "extends" else others).append(option)
    return naming, others


def _set_all(document: Document, options: Iterable[Option]) -> tuple[Document, list[Diagnostic]]:
    findings: list[Diagnostic] = []
    for option in options:
        document, found = _set(document, option)
        findings += found
    return document, findings


def _merge_extended(document: Document, allowed: tuple[str, ...]) -> Document:
    if "extends" not in document.data:
        return document
    bases = (
        whole_sheet(base.document, via=base.via, leave_out=_NOT_INHERITED)
        for base in read_extended(document, allowed=allowed)
    )
    origins: dict[Path, Origin] = {}
    data = lay([whole_sheet(document, leave_out=("extends",)), *bases], (), origins)
    return Document(document.source, data, document.places, origins)


def _set(document: Document, option: Option) -> tuple[Document, tuple[Diagnostic, ...]]:
    assert option.document is not None
    path = find_steps(split_steps(option.written), document.data)
    value = Sheet(option.value, Origin(option.document, (option.written,)))
    origins: dict[Path, Origin] = {(): Origin(document, ())}
    try:
        data = _placed(document, value, path, 0, document.data, origins)
    except _Blocked as blocked:
        code, message, hint = describe_obstacle(blocked.data, path[: blocked.depth + 1])
        span = option.document.key_span((option.written,))
        return document, (Diagnostic(code=code, message=message, file=option.document.file, span=span, hint=hint),)
    return Document(document.source, data, document.places, origins), ()


class _Blocked(Exception):  # noqa: N818
    """What stands at a step of a path cannot hold the next one."""

    def __init__(self, data: Any, depth: int) -> None:
        self.data = data
        self.depth = depth
        super().__init__()


def _placed(document: Document, value: Sheet, path: Path, depth: int, data: Any, origins: dict[Path, Origin]) -> Any:
    """Copy the data on the way to a place, with the value merged in there."""
    here = path[:depth]
    if depth == len(path):
        return lay([value, Sheet(data, Origin(document, here))], here, origins)
    step = path[depth]
    if isinstance(data, dict) and isinstance(step, str):
        if step in data:
            return {**data, step: _placed(document, value, path, depth + 1, data[step], origins)}
        origins[(*here, step)] = value.origin
        return {**data, step: _made(value, path[depth + 1 :], (*here, step), origins)}
    if isinstance(data, list) and isinstance(step, int) and step < len(data):
        return [*data[:step], _placed(document, value, path, depth + 1, data[step], origins), *data[step + 1 :]]
    raise _Blocked(data, depth)


def _made(value: Sheet, rest: Path, at: Path, origins: dict[Path, Origin]) -> Any:
    """Make the maps that a path leads through and that are not there yet."""
    if not rest:
        origins[at] = value.origin
        return value.data
    if not isinstance(rest[0], str):
        raise _Blocked([], len(at))
    return {rest[0]: _made(value, rest[1:], (*at, rest[0]), origins)}
