"""Reads specs, checks their structure and connects their layers: all of `nnspec validate` but shapes and rules.

python benchmarks/validate/lowering.py SPEC ...
"""

from __future__ import annotations

import gc
import sys
from pathlib import Path

from nnspec.cli.main import GARBAGE_THRESHOLD
from nnspec.diagnostics.collection import Diagnostics
from nnspec.document.document import read_document
from nnspec.pipeline import compile_graph


def main() -> None:
    """Print what is wrong with the specs of the command line."""
    gc.set_threshold(GARBAGE_THRESHOLD)
    for name in sys.argv[1:]:
        document, findings = read_document(Path(name), file=name)
        found = Diagnostics(findings) if document is None else compile_graph(document).diagnostics
        print(found, end="\n" if found else "")


if __name__ == "__main__":
    main()
