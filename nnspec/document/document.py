"""Bytes of a YAML or JSON file -> a document: plain data and the place of every key and value."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path as FilePath
from typing import Any, Literal

from nnspec.diagnostics.diagnostic import Diagnostic, Path, Span
from nnspec.document.compose import Composer
from nnspec.document.decode import decode
from nnspec.document.limits import MAX_BYTES
from nnspec.document.places import Places
from nnspec.document.scalars import Plain
from nnspec.document.source import Refused, Source
from nnspec.errors import UsageError
from nnspec.records import field, record

Syntax = Literal["yaml", "json"]
Parsed = tuple["Document | None", tuple[Diagnostic, ...]]


@record
class Origin:
    """Where a part of an expanded document was written.

    Args:
        document: the text that holds it.
        path: its path there.
        via: the constructs that it came through, outermost first.
    """

    document: Document
    path: Path
    via: tuple[str, ...] = ()


@record
class Document:
    """What a file says, and where it says it.

    Args:
        source: the text and the name of the file.
        data: the top-level mapping as plain data (dict, list, str, int, float, bool, None).
        places: where all keys and values stand.
        origins: of an expanded document, path -> where what stands there, and everything below it, was written; a
            path without an origin of its own or above it was written here, at the same path.
    """

    source: Source
    data: Any
    places: Places
    origins: Mapping[Path, Origin] = field(default_factory=dict)

    @property
    def file(self) -> str:
        """The file as the user named it, `-` for standard input."""
        return self.source.file

    @property
    def is_file(self) -> bool:
        """Whether it was read from a file, and not from a text or standard input."""
        return self.file != "-" and not self.file.startswith("<")

    @property
    def text(self) -> str:
        """The text, with `\\n` as its only line end."""
        return self.source.text

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines of the text, without their ends."""
        return self.source.lines

    @property
    def texts(self) -> dict[str, str]:
        """The text of every file that a part of it was written in, by the file's name."""
        found, seen, waiting = {}, {id(self)}, [self]
        while waiting:
            document = waiting.pop()
            found[document.file] = document.text
            behind = {id(origin.document): origin.document for origin in document.origins.values()}
            waiting += [document for key, document in behind.items() if key not in seen]
            seen |= behind.keys()
        return found

    def span(self, path: Path) -> Span:
        """Give the place of the value at `path`, or of its nearest ancestor that exists.

        Args:
            path: keys and indices from the top. A block collection's place is its first line's beginning.
        """
        origin = self.origin(path)
        if origin.document is not self:
            return origin.document.span(origin.path)
        return self.source.span(*self.places.value_at(path))

    def key_span(self, path: Path) -> Span:
        """Give the place of the key that ends `path`; of the value for an item of a list.

        Args:
            path: keys and indices from the top; the nearest ancestor that exists counts.
        """
        origin = self.origin(path)
        if origin.document is not self:
            return origin.document.key_span(origin.path)
        return self.source.span(*self.places.key_at(path))

    def origin(self, path: Path) -> Origin:
        """Say where the value at `path` was written; the document itself where it was not moved.

        Args:
            path: keys and indices from the top.
        """
        for end in range(len(path), -1, -1) if self.origins else ():
            found = self.origins.get(path[:end])
            if found is not None:
                inner = found.document.origin((*found.path, *path[end:]))
                return Origin(inner.document, inner.path, (*found.via, *inner.via))
        return Origin(self, path)


def parse_document(content: bytes | str, *, file: str, syntax: Syntax = "yaml") -> Parsed:
    """Read a document, with all its findings in source order.

    Args:
        content: the file's bytes, or its text.
        file: the file as the user named it.
        syntax: `json` for strict JSON (RFC 8259).

    Returns:
        The document, None when nothing usable could be composed; and the findings NN001 to NN015.
    """
    composer = None
    findings: list[Diagnostic] = []
    try:
        composer = Composer(decode(content, file=file))
        findings = composer.findings
        _feed(syntax, composer)
        _refuse_other_than_mapping(composer)
    except Refused as refusal:
        return None, (*findings, refusal.finding)
    return Document(composer.source, composer.root, composer.places), tuple(findings)


def parse_value(source: Source, start: int, end: int) -> tuple[Plain, Places | None, tuple[Diagnostic, ...]]:
    """Read a piece of a text as a value of any kind.

    Args:
        source: the whole text; places and findings refer to it.
        start: the offset of the piece's first character.
        end: the offset after its last.

    Returns:
        The value, its places, None where there is nothing usable, and the findings.
    """
    # What stands before is blanked, so that all offsets, lines and columns stay what they are.
    before = "".join(character if character == "\n" else " " for character in source.text[:start])
    composer = Composer(Source(before + source.text[start:end], file=source.file))
    try:
        _feed("yaml", composer)
    except Refused as refusal:
        return None, None, (*composer.findings, refusal.finding)
    if not composer.places.starts:
        return None, None, (source.finding("NN030", "no value is given", start=start, end=end),)
    return composer.root, composer.places, tuple(composer.findings)


def read_document(path: FilePath, *, file: str | None = None) -> Parsed:
    """Read a file as `parse_document` does; a name that ends in `.json` means JSON.

    Args:
        path: the file.
        file: the name for findings, the path by default.

    Raises:
        UsageError: the file is missing or cannot be read.
    """
    try:
        with path.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise UsageError(f"cannot read `{path}`: {error.strerror}") from error
    syntax: Syntax = "json" if path.suffix.lower() == ".json" else "yaml"
    return parse_document(content, file=str(path) if file is None else file, syntax=syntax)


# Modules, not functions: a command that reads YAML never loads the JSON reader.
_FEEDS = {"yaml": "nnspec.document.yaml_events:feed_yaml", "json": "nnspec.document.json_events:feed_json"}


def _feed(syntax: Syntax, composer: Composer) -> None:
    module, _, function = _FEEDS[syntax].partition(":")
    getattr(import_module(module), function)(composer)


def _refuse_other_than_mapping(composer: Composer) -> None:
    if not composer.places.starts or composer.root is None:
        finding = composer.source.finding("NN012", "the document is empty", start=0, end=0)
    elif not isinstance(composer.root, dict):
        received = "a list" if isinstance(composer.root, list) else "a single value"
        start, end = composer.places.value_at(())
        message = f"the top level must be a mapping, received {received}"
        finding = composer.source.finding("NN012", message, start=start, end=end)
    else:
        return
    raise Refused(finding)
