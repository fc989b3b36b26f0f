"""The text of a reference -> its scheme and its name."""

from __future__ import annotations

import re

from nnspec.diagnostics.diagnostic import Diagnostic, Path
from nnspec.diagnostics.spelling import nearest
from nnspec.errors import SpecError
from nnspec.records import record

SCHEMES = ("file", "run", "spec", "keras", "sklearn", "hub", "hf", "tfds")
LATER_SCHEMES = ("spec", "hub", "hf", "tfds")

# One letter before the colon is a Windows drive, no scheme.
_WITH_SCHEME = re.compile(r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]+):(?P<name>.*)", re.DOTALL)
_WORD_NAME = re.compile(r"[A-Za-z0-9_]+")


@record
class Reference:
    """Something outside the spec.

    Args:
        scheme: one of `SCHEMES`; `file` where the text has none.
        name: what stands after the colon.
    """

    scheme: str
    name: str

    def __str__(self) -> str:
        return self.name if self.scheme == "file" else f"{self.scheme}:{self.name}"


def parse_reference(text: str, *, path: Path = ()) -> Reference:
    """Read `scheme:name`; without a scheme it is a file.

    Args:
        text: such as `penguins.csv` or `sklearn:iris`.
        path: where the text stands in the document.

    Raises:
        SpecError: NN040 for an unknown scheme or a malformed name, NN032 for a scheme that comes later.
    """
    match = _WITH_SCHEME.fullmatch(text)
    reference = Reference(match["scheme"], match["name"]) if match else Reference("file", text)
    finding = _find_defect(reference, text, path)
    if finding is not None:
        raise SpecError([finding])
    return reference


def _find_defect(reference: Reference, text: str, path: Path) -> Diagnostic | None:
    scheme, name = reference.scheme, reference.name
    if scheme not in SCHEMES:
        return _unknown_scheme(scheme, text, path)
    if scheme in LATER_SCHEMES:
        message = f"references with `{scheme}:` cannot be read yet"
        return Diagnostic(code="NN032", message=message, path=path, received=text)
    if not name.strip() or "\0" in name:
        message = f"the reference `{scheme}:` names nothing" if scheme != "file" else "the reference names no file"
        return Diagnostic(code="NN040", message=message, path=path, received=text)
    if scheme in ("keras", "sklearn") and not _WORD_NAME.fullmatch(name):
        message = f"`{name}` is no name that `{scheme}:` can hold"
        return Diagnostic(code="NN040", message=message, path=path, received=text)
    return None


def _unknown_scheme(scheme: str, text: str, path: Path) -> Diagnostic:
    close = nearest(scheme, SCHEMES)
    if close:
        hint = f"did you mean `{close}`?"
    elif text.startswith(f"{scheme}://"):
        hint = "download it and name the file"
    else:
        hint = f"a file whose name has a colon is written `file:{text}`"
    return Diagnostic(
        code="NN040",
        message=f"unknown scheme `{scheme}`",
        path=path,
        received=text,
        expected="one of " + ", ".join(f"`{known}`" for known in SCHEMES),
        hint=hint,
    )
