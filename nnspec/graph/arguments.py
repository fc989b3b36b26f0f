"""Findings about the tensors of one node: whether it takes so many, and under these names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from nnspec.diagnostics.diagnostic import Diagnostic, Path
from nnspec.diagnostics.spelling import suggest
from nnspec.graph.graph import Edge, Node
from nnspec.graph.signature import Signature, signature_of
from nnspec.spec.entries import Entry


def check_sources(node: Node, entry: Entry, called: Node | None = None) -> list[Diagnostic]:
    """Check the tensors that a node takes.

    Args:
        node: with its edges.
        entry: what the node stands for.
        called: of a `call`, the node whose layer it calls again.

    Reports: NN155 for another number of tensors than it takes, NN159 for an argument that its call does not have.
    """
    takes = signature_of(called or node)
    word = entry.written if called is None else called.name
    named = [edge for edge in node.edges if edge.argument is not None]
    unknown = list(_unknown_arguments(takes, named, word, entry)) if named else []
    if unknown:
        return unknown
    finding = _check_named(takes, named, word, entry) if named else _check_count(takes, node.edges, word, entry)
    return [] if finding is None else [finding]


def several_for_one(entry: Entry, edges: tuple[Edge, ...]) -> Diagnostic:
    """Say NN155: a construct that takes one tensor gets several."""
    return _too_many(entry.written, edges, entry, "merge them first, with `Concatenate` or `Add`")


def _unknown_arguments(takes: Signature, named: list[Edge], word: str, entry: Entry) -> Iterator[Diagnostic]:
    for argument in dict.fromkeys(edge.argument or "" for edge in named):
        if takes.arguments is None or argument in takes.arguments:
            continue
        known = ", ".join(f"`{name}`" for name in takes.arguments)
        yield Diagnostic(
            code="NN159",
            message=f"`{word}` takes no tensor called `{argument}`",
            path=(*entry.from_path, argument),
            received=argument,
            expected=f"one of {known}" if known else "one tensor, without a name",
            hint=suggest(argument, takes.arguments),
        )


def _check_named(takes: Signature, named: list[Edge], word: str, entry: Entry) -> Diagnostic | None:
    given = Counter(edge.argument for edge in named)
    needed = _names_needed(takes)
    missing = [name for name in needed if name not in given]
    if not missing:
        return None
    return Diagnostic(
        code="NN155",
        message=f"`{word}` needs a tensor as `{missing[0]}`",
        path=entry.from_path,
        received=", ".join(f"`{name}`" for name in given),
        hint=f"name it under `from`: `{missing[0]}: ...`",
    )


def _names_needed(takes: Signature) -> tuple[str, ...]:
    names = takes.arguments or ()
    return names if takes.form == "model" else names[: 2 if takes.attends_to_itself else takes.needed]


def _check_count(takes: Signature, edges: tuple[Edge, ...], word: str, entry: Entry) -> Diagnostic | None:
    count, arguments = len(edges), takes.arguments
    if takes.form == "model":
        return None if count == len(arguments or ()) else _other_count(takes, edges, word, entry)
    if takes.form == "several" and count < 2:
        message = f"`{word}` merges tensors and gets one"
        hint = f"name them: `{word}: {{from: [first, second]}}`"
        return _finding(message, f"{count} tensor", "two or more", place_of(entry), hint)
    if takes.form == "one" and count > 1:
        by_name = arguments is not None and len(arguments) > 1
        named = f"give them by name: `from: {{{': ..., '.join(arguments or ())}: ...}}`"
        return _too_many(word, edges, entry, named if by_name else "merge them first, with `Concatenate` or `Add`")
    if takes.form == "call" and arguments is not None and count > len(arguments):
        listed = ", ".join(f"`{name}`" for name in arguments)
        message = f"`{word}` takes at most {_counted(len(arguments), 'tensor')}"
        return _finding(message, f"{count} tensors", listed, place_of(entry))
    if takes.form == "call" and arguments is not None and count < takes.needed:
        listed = ", ".join(f"`{name}`" for name in arguments[: takes.needed])
        message = f"`{word}` needs {takes.needed} tensors"
        return _finding(message, _counted(count, "tensor"), listed, place_of(entry))
    return None


def place_of(entry: Entry) -> Path:
    """Point at `from` where the entry has one, else at the entry."""
    return entry.path if entry.sources is None else entry.from_path


def _other_count(takes: Signature, edges: tuple[Edge, ...], word: str, entry: Entry) -> Diagnostic:
    names = takes.arguments or ()
    message = f"`{word}` has {_counted(len(names), 'input')} and gets {_counted(len(edges), 'tensor')}"
    return _finding(message, _counted(len(edges), "tensor"), ", ".join(f"`{n}`" for n in names), place_of(entry))


def _too_many(word: str, edges: tuple[Edge, ...], entry: Entry, hint: str) -> Diagnostic:
    return _finding(f"`{word}` takes one tensor", f"{len(edges)} tensors", "one tensor", place_of(entry), hint)


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _finding(message: str, got: str, wanted: str, path: Path, hint: str | None = None) -> Diagnostic:
    return Diagnostic(code="NN155", message=message, path=path, received=got, expected=wanted, hint=hint)
