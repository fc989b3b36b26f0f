"""`python -m nnspec.interop.introspection --write | --check`: bring the catalog up to date, or tell whether it is.

`--applications NAME ...` does the same with the specs of Keras' applications, which take seconds each.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from nnspec.catalog.catalog import FUNCTIONS_PATH, KERAS_PATH
from nnspec.catalog.pretrained import APPLICATIONS
from nnspec.inference.applications import FOLDER as APPLICATIONS_FOLDER
from nnspec.interop.introspection.applications import write_application
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
    about = "the specs of these applications instead, or of `all`"
    parser.add_argument("--applications", nargs="+", metavar="NAME", help=about)
    options = parser.parse_args()
    texts = _catalog_texts() if options.applications is None else _application_texts(options.applications)
    if options.write:
        for path, text in texts.items():
            path.write_text(text, encoding="utf-8")
        return 0
    outdated = [path.name for path, text in texts.items() if path.read_text(encoding="utf-8") != text]
    for name in outdated:
        print(f"{name} is not what the installed Keras gives; run with --write", file=sys.stderr)
    return 1 if outdated else 0


def _catalog_texts() -> dict[Path, str]:
    overlay = load_overlay()
    return {
        KERAS_PATH: render_catalog(generate_catalog(overlay)),
        FUNCTIONS_PATH: render_catalog(generate_functions(overlay)),
    }


def _application_texts(names: list[str]) -> dict[Path, str]:
    chosen = APPLICATIONS if names == ["all"] else names
    return {APPLICATIONS_FOLDER / f"{name}.yaml": write_application(name) for name in chosen}


if __name__ == "__main__":
    sys.exit(main())
