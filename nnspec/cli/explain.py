"""`nnspec explain WHAT [SPEC]`: say what a code, a name or a place in a spec means."""

from __future__ import annotations

from argparse import ArgumentParser

from nnspec.cli.options import add_allow, add_set
from nnspec.cli.reading import read_spec_argument
from nnspec.explaining.explain import explain


def declare(parser: ArgumentParser) -> None:
    """Declare the arguments of `nnspec explain`."""
    about = "a code such as NN020, a name such as Conv2D, or a place such as hidden[2].units"
    parser.add_argument("what", metavar="WHAT", help=about)
    parser.add_argument("spec", metavar="SPEC", nargs="?", help="whose value at the place to show")
    add_set(parser)
    add_allow(parser)


def command(what: str, spec: str | None, sets: tuple[str, ...], allow: tuple[str, ...]) -> int:
    """Say what a code of a finding, a name of Keras or a place in a spec means.

    With SPEC, also what stands at the place and where it came from.
    """
    print(explain(what, None if spec is None else read_spec_argument(spec, sets=sets, allow=allow)))
    return 0
