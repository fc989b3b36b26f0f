"""`extends` -> the documents that a spec builds on, nearest first."""

from __future__ import annotations

import os
import pathlib

from nnspec.diagnostics.diagnostic import Diagnostic
from nnspec.document.document import Document, read_document
from nnspec.errors import SpecError, UsageError
from nnspec.records import record, replace
from nnspec.references.project import ProjectPaths, project_paths
from nnspec.spec.expansion.ledger import describe_place
from nnspec.spec.upgrades import find_newer_version, upgrade_document

MAX_EXTENDED = 32


class Unextendable(Exception):  # noqa: N818
    """A base cannot be read.

    Args:
        findings: why.
    """

    def __init__(self, *findings: Diagnostic) -> None:
        self.findings = findings
        super().__init__(*(finding.message for finding in findings))


@record
class Extended:
    """A document that a spec builds on.

    Args:
        document: what it says.
        via: the `extends` that lead to it, outermost first.
    """

    document: Document
    via: tuple[str, ...]


def read_extended(document: Document, *, allowed: tuple[str, ...] = ()) -> tuple[Extended, ...]:
    """Read what a document extends, what that extends, and so on.

    Args:
        document: the spec that is run; all paths are relative to it.
        allowed: folders outside the project that may be named.

    Raises:
        Unextendable: a base is absent, outside the project, part of a circle (NN048), not well-formed, or in a newer
            version of the language (NN033).
    """
    folder = pathlib.Path(document.file).parent if document.is_file else pathlib.Path()
    paths = project_paths(folder, allowed=allowed)
    found = [Extended(document, ())]
    seen = [pathlib.Path(document.file).resolve()] if document.is_file else []
    while "extends" in found[-1].document.data:
        last = found[-1]
        resolved = _resolve(last, paths)
        _refuse_circle(last, resolved, seen)
        seen.append(resolved)
        via = (*last.via, f"`extends`, {describe_place(last.document, ('extends',))}")
        found.append(Extended(_read(last, folder, resolved), via))
    return tuple(found[1:])


def _resolve(extending: Extended, paths: ProjectPaths) -> pathlib.Path:
    name = extending.document.data["extends"]
    if not isinstance(name, str) or not name.strip():
        raise _refuse(extending, "`extends` must be the name of a file", code="NN022")
    if "$" in name:
        hint = "values are filled in after files are merged; write the name, or use `--set extends=...`"
        raise _refuse(extending, "`extends` cannot take a value from elsewhere", hint=hint)
    try:
        return paths.resolve(name.removeprefix("file:"))
    except SpecError as error:
        (finding,) = error.diagnostics
        raise _refuse(extending, finding.message, code=finding.code, hint=finding.hint) from error


def _refuse_circle(extending: Extended, resolved: pathlib.Path, seen: list[pathlib.Path]) -> None:
    name = extending.document.data["extends"]
    if resolved in seen:
        itself = resolved == seen[-1] if seen else False
        message = f"`{name}` extends itself" + ("" if itself else " through what it extends")
        raise _refuse(extending, message)
    if len(seen) > MAX_EXTENDED:
        raise _refuse(extending, f"more than {MAX_EXTENDED} files extend one another")


def _read(extending: Extended, folder: pathlib.Path, resolved: pathlib.Path) -> Document:
    name = extending.document.data["extends"]
    file = os.path.normpath(folder / name.removeprefix("file:"))
    try:
        document, findings = read_document(resolved, file=pathlib.Path(file).as_posix())
    except UsageError as error:
        message = f"`{name}` cannot be read" if resolved.exists() else f"there is no file `{name}`"
        raise _refuse(extending, message, hint=_find_beside(extending, folder, name)) from error
    newer = None if document is None else find_newer_version(document)
    if document is None or findings or newer is not None:
        via = (*extending.via, f"`extends`, {describe_place(extending.document, ('extends',))}")
        raise Unextendable(*(replace(finding, via=via) for finding in findings or (newer,) if finding is not None))
    return upgrade_document(document)


def _find_beside(extending: Extended, folder: pathlib.Path, name: str) -> str:
    """Say what to write where the file stands beside the one that names it, or that there is none."""
    beside = pathlib.Path(extending.document.file).parent / name
    if extending.via and beside.is_file():
        return (
            f"paths are relative to the spec that is run: `{pathlib.Path(os.path.relpath(beside, folder)).as_posix()}`"
        )
    return "paths are relative to the spec that is run"


def _refuse(extending: Extended, message: str, *, code: str = "NN048", hint: str | None = None) -> Unextendable:
    document, path = extending.document, ("extends",)
    file, span = document.origin(path).document.file, document.span(path)
    return Unextendable(
        Diagnostic(code=code, message=message, file=file, span=span, path=path, hint=hint, via=extending.via)
    )
