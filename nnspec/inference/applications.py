"""The name of an application of Keras -> the network that it is, as the catalog has it.

Each stands in `nnspec/catalog/applications/`, as the spec that `nnspec import` makes of it without its classifier;
`python -m nnspec.interop.introspection --write --applications all` writes them anew.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import nnspec.catalog
from nnspec.document.document import read_document
from nnspec.graph.lower import lower_spec
from nnspec.inference.bases import BaseNetwork
from nnspec.spec.expansion.expand import expand_document
from nnspec.spec.read import read_spec

FOLDER = Path(next(iter(nnspec.catalog.__path__))) / "applications"


@cache
def load_application(name: str) -> BaseNetwork | None:
    """Read an application; None where the catalog has none of that name.

    Args:
        name: such as `ResNet50`.
    """
    file = FOLDER / f"{name}.yaml"
    if not file.is_file():
        return None
    document, findings = read_document(file)
    assert document is not None
    assert not findings
    expanded, findings = expand_document(document)
    assert not findings
    spec = read_spec(expanded, written=document)
    graph, findings = lower_spec(spec)
    assert not findings
    return BaseNetwork(spec, graph)
