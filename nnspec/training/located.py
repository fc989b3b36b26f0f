"""Findings that leave a piece of work -> the same findings, at their places in a document or at a file of data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from nnspec.diagnostics.collection import Diagnostics
from nnspec.diagnostics.diagnostic import Diagnostic
from nnspec.document.document import Document
from nnspec.errors import RunError, SpecError
from nnspec.records import replace
from nnspec.validation.places import locate


@contextmanager
def located_in(document: Document) -> Iterator[None]:
    """Give every finding that leaves the block its line in a document; what names a file already keeps it."""
    try:
        yield
    except (SpecError, RunError) as error:
        raise type(error)(Diagnostics.collect(_locate(error.diagnostics, document)), texts=document.texts) from error


@contextmanager
def concerning(reference: str) -> Iterator[None]:
    """Name data that no document names, such as those of the command line, in every finding that leaves the block."""
    try:
        yield
    except SpecError as error:
        named = (replace(finding, file=reference, path=()) for finding in error.diagnostics if finding.span is None)
        whole = (finding for finding in error.diagnostics if finding.span is not None)
        raise SpecError((*named, *whole)) from error


def _locate(findings: Iterable[Diagnostic], document: Document) -> Iterator[Diagnostic]:
    for finding in findings:
        yield from (finding,) if finding.file is not None else locate((finding,), document)
