"""`python -m nnspec.interop.introspection --write | --check`: bring the catalog up to date, or tell whether it is."""

from __future__ import annotations

import argparse
import sys

from nnspec.catalog.catalog import FUNCTIONS_PATH, KERAS_PATH
from nnspec.interop.introspection.functions import generate_functions
from nnspec.interop.introspection.generate import generate_catalog
from nnspec.interop.introspection.overlay import load_overlay
from nnspec.interop.introspection.rendering import render_catalog


def main() -> int:
    """Write the catalog of the installed Keras, or compare it with the files; 1 means that they differ."""
    parser = argparse.ArgumentParser(prog="python -m nnspec.interop.introspection", description=__doc__)
    mode = parser.add_mutually_exclusive_group(required=True)
    mode.add_argument("--write", action="store_true", help="write nnspec/catalog/keras.json and ops.json")
    mode.add_argument("--check", action="store_true", help="compare with nnspec/catalog/keras.json and ops.json")
    options = parser.parse_args()
    overlay = load_overlay()
    texts = {
        KERAS_PATH: render_catalog(generate_catalog(overlay)),
        FUNCTIONS_PATH: render_catalog(generate_functions(overlay)),
    }
    if options.write:
        for path, text in texts.items():
            path.write_text(text, encoding="utf-8")
        return 0
    outdated = [path.name for path, text in texts.items() if path.read_text(encoding="utf-8") != text]
    for name in outdated:
        print(f"{name} is not what the installed Keras gives; run with --write", file=sys.stderr)
    return 1 if outdated else 0


if __name__ == "__main__":
    sys.exit(main())
