"""Texts of specs -> `Spec` values."""

from __future__ import annotations

from nnspec.document.document import parse_document
from nnspec.spec.read import read_spec
from nnspec.spec.spec import Spec

SHORT = "inputs: {x: number}\noutputs: {y: number}\n"


def spec_of(text: str = "") -> Spec:
    """Read a spec that leaves `nnspec`, and `inputs` and `outputs` where both are absent, to this function."""
    whole = f"nnspec: 1\n{text}" if "outputs:" in text else f"nnspec: 1\n{SHORT}{text}"
    document, findings = parse_document(whole, file="<text>")
    assert document is not None
    assert not findings
    return read_spec(document)
