"""The text of a spec -> the same spec as it reads best: order, names, forms and layout; comments and meaning stay."""

from __future__ import annotations

from collections import Counter

from nnspec.document.decode import encode_like
from nnspec.document.document import Document, Syntax, parse_document
from nnspec.document.json_tree import read_json_tree, write_json
from nnspec.document.layout import write_yaml
from nnspec.document.tree import comments_of
from nnspec.document.yaml_tree import read_yaml_tree
from nnspec.errors import NnspecError, SpecError
from nnspec.pipeline import compile_graph
from nnspec.records import record
from nnspec.spec.canonical.sections import arrange_spec
from nnspec.spec.fill import fill_defaults

_WRITTEN_ONLY = ("extends", "vars", "search", "report")


@record
class _Sound:
    """What a text says.

    Args:
        meaning: with every default; equal for equal meanings.
        comments: how often each is there.
    """

    meaning: object
    comments: Counter[str]


def format_text(content: bytes, *, file: str, syntax: Syntax = "yaml", allow: tuple[str, ...] = ()) -> bytes:
    """Give a spec's text in canonical form.

    Args:
        content: UTF-8; the end of its first line and its byte order mark are kept.
        file: the name for findings; paths in the spec are relative to its folder.
        syntax: of the text.
        allow: folders outside the project that the spec may name.

    Raises:
        SpecError: the spec has errors.
        NnspecError: what would be written does not say the same, which is a defect of nnspec.
    """
    document = _parse(content, file, syntax)
    before = _read_meaning(document, syntax, allow)
    text = _rewrite(document, syntax)
    try:
        after = _read_meaning(_parse(text.encode("utf-8"), file, syntax), syntax, allow)
    except SpecError:
        after = None
    if after != before:
        raise NnspecError(f"`{file}` was left as it is: formatting would change what it says; please report it")
    return encode_like(text, like=content)


def _parse(content: bytes, file: str, syntax: Syntax) -> Document:
    document, findings = parse_document(content, file=file, syntax=syntax)
    if document is None or findings:
        raise SpecError(findings)
    return document


def _rewrite(document: Document, syntax: Syntax) -> str:
    tree = read_json_tree(document) if syntax == "json" else read_yaml_tree(document.text)
    arrange_spec(tree)
    return write_json(tree) if syntax == "json" else write_yaml(tree)


def _read_meaning(document: Document, syntax: Syntax, allow: tuple[str, ...]) -> _Sound:
    compiled = compile_graph(document, allowed=allow, checked_data=False)
    if compiled.spec is None or compiled.diagnostics.errors:
        raise SpecError(compiled.diagnostics)
    filled = fill_defaults(compiled.spec)
    written = [document.data.get(key) for key in _WRITTEN_ONLY]
    order = [list(filled[section]) for section in ("inputs", "outputs")]
    comments = () if syntax == "json" else comments_of(read_yaml_tree(document.text))
    return _Sound((filled, written, order), Counter(comments))
