"""`nnspec eject SPEC`: write a spec as a Keras script that stands alone."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path

from nnspec.cli.backend import load_backend
from nnspec.cli.options import add_allow, add_set
from nnspec.cli.reading import read_spec_argument
from nnspec.cli.rewriting import refuse_existing, write_content
from nnspec.errors import UsageError


def declare(parser: ArgumentParser) -> None:
    """Declare the arguments of `nnspec eject`."""
    parser.add_argument("spec", metavar="SPEC")
    about = "the .py file to write, which must not exist; the script is printed without it"
    parser.add_argument("--output", "-o", type=Path, metavar="FILE", help=about)
    add_set(parser)
    add_allow(parser)


def command(spec: str, output: Path | None, sets: tuple[str, ...], allow: tuple[str, ...]) -> int:
    """Write SPEC as a Python script that reads the same rows, builds the same layers and trains them.

    The script needs Keras and no nnspec, but for a KAN layer. Its paths are relative to where it is written, or to
    SPEC where it is printed. What a script cannot express is a finding.
    """
    if output is not None and output.suffix != ".py":
        raise UsageError(f"cannot write `{output}`: the name must end in .py")
    refuse_existing(output)
    read = read_spec_argument(spec, sets=sets, allow=allow)
    load_backend()
    from nnspec.interop.ejecting.eject import eject_spec

    text = eject_spec(read, folder=None if output is None else output.parent, allow=allow)
    if output is None:
        print(text, end="")
        return 0
    write_content(output, text.encode("utf-8"))
    print(f"wrote {output}")
    return 0
