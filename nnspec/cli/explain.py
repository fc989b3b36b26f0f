"""`nnspec explain WHAT [SPEC]`: say what a code, a name or a place in a spec means."""

from __future__ import annotations

from argparse import ArgumentParser

from nnspec.cli.options import add_allow, add_set
from nnspec.cli.reading import read_spec_argument
from nnspec.errors import UsageError
from nnspec.explaining.explain import explain
from nnspec.linting.page_text import write_table
from nnspec.linting.registry import all_rules as registered_rules


def declare(parser: ArgumentParser) -> None:
    """Declare the arguments of `nnspec explain`."""
    about = "a code such as NN020, a name such as Conv2D or repeat, or a place such as hidden[2].units"
    parser.add_argument("what", metavar="WHAT", nargs="?", help=about)
    parser.add_argument("spec", metavar="SPEC", nargs="?", help="whose value at the place to show")
    parser.add_argument("--all-rules", action="store_true", help="list the rules of `nnspec lint`")
    add_set(parser)
    add_allow(parser)


def command(what: str | None, spec: str | None, all_rules: bool, sets: tuple[str, ...], allow: tuple[str, ...]) -> int:
    """Say what a code of a finding, a name of Keras or a place in a spec means.

    With SPEC, also what stands at the place and where it came from.
    """
    if (what is None) is not all_rules:
        raise UsageError("name what to explain, or `--all-rules`")
    if what is None:
        print(write_table(sorted(registered_rules(), key=lambda rule: rule.code)))
        return 0
    print(explain(what, None if spec is None else read_spec_argument(spec, sets=sets, allow=allow)))
    return 0
