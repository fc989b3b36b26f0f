"""`nnspec show SPEC`: print the spec with every default filled in."""

from __future__ import annotations

from argparse import ArgumentParser

from nnspec.cli.options import add_allow
from nnspec.cli.reading import read_spec_argument
from nnspec.document.dump import dump_document
from nnspec.spec.fill import fill_defaults


def declare(parser: ArgumentParser) -> None:
    """Declare the arguments of `nnspec show`."""
    parser.add_argument("spec", metavar="SPEC")
    add_allow(parser)


def command(spec: str, allow: tuple[str, ...]) -> int:
    """Print SPEC with every default filled in; what is printed is a spec with the same meaning."""
    print(dump_document(fill_defaults(read_spec_argument(spec, allow=allow))), end="")
    return 0
