"""Functions as lines of Python -> a whole script: docstring, imports, constants, functions, snippets."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Sequence

from nnspec.interop.ejecting.pasting import paste_snippets, write_imports
from nnspec.interop.ejecting.python import WIDTH
from nnspec.records import record

_INDENT = "    "


@record(kw_only=True)
class Function:
    """A function of the script.

    Args:
        head: such as `read_parts()`.
        about: its docstring, one sentence.
        body: its lines, each indented by one level.
    """

    head: str
    about: str
    body: tuple[str, ...]

    def lines(self) -> list[str]:
        """Write it."""
        return [f"def {self.head}:", f'{_INDENT}"""{self.about}"""', *self.body]


def write_script(*, about: Sequence[str], constants: Sequence[str], functions: Iterable[Function]) -> str:
    """Put a script together.

    Args:
        about: paragraphs of the docstring.
        constants: lines that stand above the functions.
        functions: in the order in which they should be read; `main` is called at the end.
    """
    written = ["\n".join(function.lines()) for function in functions]
    own = "\n\n\n".join(["\n".join(constants), *written])
    pasted = paste_snippets(own)
    blocks = [*written, *(each for each in pasted if not _is_constant(each))]
    text = "\n".join([*constants, *(each for each in pasted if _is_constant(each))])
    imports = "\n".join(write_imports("\n\n".join([text, *blocks])))
    head = f'"""{_docstring(about)}"""\n\n{imports}\n\n{text}'
    return "\n\n\n".join([head, *blocks, f'if __name__ == "__main__":\n{_INDENT}main()']) + "\n"


def with_classes(body: Sequence[str]) -> list[str]:
    """Put the list of classes before lines that use it."""
    used = any("classes[" in line for line in body)
    return ["    classes = classes_of(train)", *body] if used else list(body)


def comment(text: str, *, indent: int = 1) -> list[str]:
    """Write a comment in as many lines as it needs."""
    margin = _INDENT * indent
    return textwrap.wrap(text, WIDTH, initial_indent=f"{margin}# ", subsequent_indent=f"{margin}# ")


def _docstring(paragraphs: Sequence[str]) -> str:
    first, *rest = (_one_line(paragraph) for paragraph in paragraphs)
    if not rest and len(first) <= WIDTH - 6:
        return first
    wrapped = ["\n".join(textwrap.wrap(paragraph, WIDTH)) for paragraph in (first, *rest)]
    return "\n\n".join(wrapped) + "\n"


def _one_line(text: str) -> str:
    return " ".join(text.split()).replace("\\", "\\\\").replace('"""', "'''")


def _is_constant(source: str) -> bool:
    return re.match(r"[A-Z_]+ = ", source) is not None
