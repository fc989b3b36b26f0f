"""The SPEC argument of a command -> a sound spec; `-` is standard input, a run's folder its report."""

from __future__ import annotations

import sys
from pathlib import Path

from nnspec.document.document import Document, parse_document, read_document
from nnspec.errors import SpecError
from nnspec.pipeline import Compiled, compile_document, compile_graph
from nnspec.spec.spec import Spec

REPORT = "report.yaml"


def read_spec_argument(name: str, *, sets: tuple[str, ...] = (), allow: tuple[str, ...] = ()) -> Spec:
    """Read the spec that a command is given.

    Args:
        name: a file, `-`, or the folder of a run.
        sets: changes such as `train.epochs=3`.
        allow: folders outside the project that it may name.

    Raises:
        SpecError: it has errors.
        UsageError: it cannot be read.
    """
    spec = compile_argument(name, sets=sets, allow=allow).spec
    assert spec is not None
    return spec


def compile_argument(
    name: str, *, sets: tuple[str, ...] = (), allow: tuple[str, ...] = (), checked_data: bool = True
) -> Compiled:
    """Compile the spec that a command is given, as `read_spec_argument` does; keep all that became of it."""
    compiled = compile_document(_read(name), sets=sets, allowed=allow, checked_data=checked_data)
    if compiled.spec is None or compiled.diagnostics.errors:
        raise SpecError(compiled.diagnostics, texts=compiled.texts)
    return compiled


def read_sound_spec(name: str, *, allow: tuple[str, ...] = ()) -> Spec:
    """Read a spec that only has to be sound up to its graph: what its shapes and rules say does not matter.

    Raises:
        SpecError: it has errors.
        UsageError: it cannot be read.
    """
    compiled = compile_graph(_read(name), allowed=allow)
    if compiled.spec is None or compiled.diagnostics.errors:
        raise SpecError(compiled.diagnostics, texts=compiled.texts)
    return compiled.spec


def _read(name: str) -> Document:
    path = Path(name, REPORT) if Path(name).is_dir() else Path(name)
    if name == "-":
        document, findings = parse_document(sys.stdin.buffer.read(), file="-")
    else:
        document, findings = read_document(path, file=str(path))
    if document is None or findings:
        raise SpecError(findings)
    return document
