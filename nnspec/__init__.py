"""A compiler for neural networks: from a short YAML spec to a trained Keras model and its report.

Importing nnspec imports no Keras; a verb that needs it imports it when it is called.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nnspec.diagnostics.collection import Diagnostics
    from nnspec.diagnostics.diagnostic import Diagnostic
    from nnspec.document.document import Document
    from nnspec.errors import SpecError
    from nnspec.explaining.explain import explain
    from nnspec.graph.graph import Graph
    from nnspec.library import build, eject, evaluate, import_model, json_schema, predict, report, search, train
    from nnspec.pipeline import lint, load, lower, validate
    from nnspec.reporting.record import RunRecord
    from nnspec.spec.spec import Spec

__version__ = "0.1.0"

_PUBLIC = {
    "load": "nnspec.pipeline",
    "validate": "nnspec.pipeline",
    "lint": "nnspec.pipeline",
    "lower": "nnspec.pipeline",
    "build": "nnspec.library",
    "train": "nnspec.library",
    "evaluate": "nnspec.library",
    "predict": "nnspec.library",
    "search": "nnspec.library",
    "report": "nnspec.library",
    "explain": "nnspec.explaining.explain",
    "eject": "nnspec.library",
    "import_model": "nnspec.library",
    "json_schema": "nnspec.library",
    "Document": "nnspec.document.document",
    "Spec": "nnspec.spec.spec",
    "Graph": "nnspec.graph.graph",
    "Diagnostic": "nnspec.diagnostics.diagnostic",
    "Diagnostics": "nnspec.diagnostics.collection",
    "RunRecord": "nnspec.reporting.record",
    "SpecError": "nnspec.errors",
}

__all__ = [
    "Diagnostic",
    "Diagnostics",
    "Document",
    "Graph",
    "RunRecord",
    "Spec",
    "SpecError",
    "__version__",
    "build",
    "eject",
    "evaluate",
    "explain",
    "import_model",
    "json_schema",
    "lint",
    "load",
    "lower",
    "predict",
    "report",
    "search",
    "train",
    "validate",
]


def __getattr__(name: str) -> Any:
    if name not in _PUBLIC:
        raise AttributeError(f"module `nnspec` has no attribute `{name}`")
    return getattr(import_module(_PUBLIC[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
