"""Statements with the uses of blocks unrolled -> calls of functions, one for each block whose uses are alike."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from nnspec.document.document import Document
from nnspec.interop.ejecting.alike import Joining, UnlikeError, join_rounds
from nnspec.interop.ejecting.python import Code, Invocation, to_identifier
from nnspec.interop.ejecting.script import Function
from nnspec.interop.ejecting.statements import Statement, write_statements
from nnspec.records import record, replace

_BLOCK = re.compile(r"block `(.+?)`, .*")
_NAME = re.compile(r"[A-Za-z_]\w*")
_TENSOR, _FLOW = "tensor", "x"


@record
class Use:
    """One use of a block.

    Args:
        block: its name.
        via: the constructs that lead to it, itself at the end.
        statements: that it stands for.
    """

    block: str
    via: tuple[str, ...]
    statements: tuple[Statement, ...]


def fold_blocks(
    statements: Sequence[Statement], document: Document, *, taken: set[str], heads: set[str]
) -> tuple[list[Statement], list[Function]]:
    """Make functions of blocks.

    Args:
        statements: of one function, in order.
        document: tells which construct each came through.
        taken: names that are in use for variables.
        heads: names that are in use for functions; those of the blocks are added.

    Returns:
        The statements with calls, and the functions.
    """
    parts = [_part(group, key) for key, group in groupby(statements, key=lambda each: _use_of(each, document))]
    folded: dict[str, tuple[Function, dict[tuple[str, ...], Statement]]] = {}
    for name in dict.fromkeys(part.block for part in parts if isinstance(part, Use)):
        uses = [part for part in parts if isinstance(part, Use) and part.block == name]
        try:
            function = to_identifier(name, taken | heads)
            folded[name] = _Block(name, function, uses, outside=_names_read(parts)).fold()
            heads.add(function)
        except UnlikeError:
            continue
    written: list[Statement] = []
    for part in parts:
        if isinstance(part, Use):
            written += [folded[part.block][1][part.via]] if part.block in folded else part.statements
        else:
            written += part
    return written, [function for function, _ in folded.values()]


def _use_of(statement: Statement, document: Document) -> tuple[str, ...] | None:
    """Tell a use of a block, the outermost that a statement came through, by the constructs that lead to it."""
    lines = document.origin(statement.path).via
    depth = next((i for i, line in enumerate(lines) if _BLOCK.fullmatch(line)), None)
    return None if depth is None else lines[: depth + 1]


def _part(group: Iterable[Statement], via: tuple[str, ...] | None) -> Use | list[Statement]:
    if via is None:
        return list(group)
    found = _BLOCK.fullmatch(via[-1])
    assert found is not None
    return Use(found[1], via, tuple(group))


def _names_read(parts: Sequence[Use | list[Statement]]) -> dict[int, set[str]]:
    """List, for each part, the variables that other parts read."""
    read = [
        {name for each in (part.statements if isinstance(part, Use) else part) for name in _variables_of(each)}
        for part in parts
    ]
    return {id(part): set().union(*(names for j, names in enumerate(read) if j != i)) for i, part in enumerate(parts)}


def _variables_of(statement: Statement) -> set[str]:
    texts: list[str] = []
    for value in (statement.value, *(item for _, item in statement.arguments)):
        _collect(value, texts)
    return {found[0] for text in texts if (found := _NAME.match(text))}


def _collect(value: Any, texts: list[str]) -> None:
    match value:
        case Code(text):
            texts.append(text)
        case Invocation(function, arguments):
            texts.append(function)
            for _, item in arguments:
                _collect(item, texts)
        case list():
            for item in value:
                _collect(item, texts)


class _Block:
    """The uses of one block, and what they differ in."""

    def __init__(self, name: str, function: str, uses: Sequence[Use], *, outside: Mapping[int, set[str]]) -> None:
        self.name, self.function, self.uses = name, function, uses
        self.outside = outside
        self.known: list[dict[str, str]] = [{} for _ in uses]
        self.tensors: list[tuple[str, ...]] = []
        self.parameters: dict[str, tuple[Any, ...]] = {}
        self.names: list[tuple[str, ...]] = []

    def fold(self) -> tuple[Function, dict[tuple[str, ...], Statement]]:
        if len({len(use.statements) for use in self.uses}) > 1 or len({use.via for use in self.uses}) < len(self.uses):
            raise UnlikeError
        for use in self.uses:
            inside = {name for each in use.statements[:-1] for name in (each.target, each.layer_name)}
            kept = any(each.is_kept for each in use.statements)
            if kept or (inside - {_FLOW, ""}) & self.outside[id(use)]:
                raise UnlikeError
        body = [self._join(column) for column in zip(*(use.statements for use in self.uses), strict=True)]
        if len(self.tensors) != 1:
            raise UnlikeError
        return self._function(body), {use.via: self._call(i, use) for i, use in enumerate(self.uses)}

    def _function(self, body: list[Statement]) -> Function:
        body[-1] = replace(body[-1], target=_FLOW)
        parameters = [_TENSOR, *self.parameters, *(["names"] if self.names else [])]
        lines = (*write_statements(body), f"    return {_FLOW}")
        about = f"Add the layers of the block `{self.name}`."
        return Function(head=f"{self.function}({', '.join(parameters)})", about=about, body=lines)

    def _call(self, i: int, use: Use) -> Statement:
        arguments: list[tuple[str | None, Any]] = [(None, Code(self.tensors[0][i]))]
        arguments += [(name, values[i]) for name, values in self.parameters.items()]
        arguments += [("names", [values[i] for values in self.names])] if self.names else []
        value = Invocation(self.function, tuple(arguments))
        return Statement(target=use.statements[-1].target, value=value, path=use.statements[0].path)

    def _join(self, column: tuple[Statement, ...]) -> Statement:
        first = column[0]
        if len({(each.layer is None, each.value is None) for each in column}) > 1:
            raise UnlikeError
        joining = Joining(self._variable, self._parameter)
        value = None if first.value is None else join_rounds([each.value for each in column], joining)
        layer = None if first.layer is None else join_rounds([each.layer for each in column], joining)
        calls = [Invocation("", each.arguments) for each in column]
        arguments = join_rounds(calls, joining).arguments
        for known, each in zip(self.known, column, strict=True):
            known[each.target] = first.target
        return replace(first, value=value, layer=layer, arguments=arguments)

    def _variable(self, texts: Sequence[str]) -> str:
        """Join a tensor: one of the block's own, or the one that it takes."""
        found = [_NAME.match(text) for text in texts]
        own = [known.get(match[0] if match else "") for known, match in zip(self.known, found, strict=True)]
        if all(own) and len(set(own)) == 1:
            rests = {text[match.end() :] for text, match in zip(texts, found, strict=True) if match}
            if len(rests) == 1:
                return f"{own[0]}{rests.pop()}"
        if any(own):
            raise UnlikeError
        if tuple(texts) not in self.tensors:
            self.tensors.append(tuple(texts))
        return _TENSOR

    def _parameter(self, values: Sequence[Any], argument: str | None) -> Code:
        """Make a parameter of values that differ; names of layers share one."""
        if argument == "name":
            self.names.append(tuple(values))
            return Code(f"names[{len(self.names) - 1}]")
        if argument is None:
            raise UnlikeError
        name = next((n for n, known in self.parameters.items() if known == tuple(values)), None)
        if name is None:
            own = {name for each in self.uses[0].statements for name in (each.target, each.layer_name)}
            name = to_identifier(argument, (*self.parameters, *own, _TENSOR, "names"))
            self.parameters[name] = tuple(values)
        return Code(name)
