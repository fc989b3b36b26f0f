"""`nnspec export RUN`: write a run's model for other programs."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path

from nnspec.cli.backend import load_backend
from nnspec.cli.options import add_allow


def declare(parser: ArgumentParser) -> None:
    """Declare the arguments of `nnspec export`."""
    parser.add_argument("run", type=Path, metavar="RUN")
    parser.add_argument("--to", choices=("saved_model", "onnx", "litert", "keras"), required=True, help="the format")
    about = "the file or folder to write, which must not exist; named for the run by default"
    parser.add_argument("--output", "-o", type=Path, metavar="PATH", help=about)
    about = "raw data in, classes and units out; or the network alone, encoded numbers in (default: %(default)s)"
    parser.add_argument("--part", choices=("serving", "trunk"), default="serving", help=about)
    add_allow(parser)


def command(run: Path, to: str, output: Path | None, part: str, allow: tuple[str, ...]) -> int:
    """Write the model of RUN in another format.

    What was written is run once on rows of the run's data, and put in its place only where it predicts what the run
    predicts: the same classes, and numbers within 1e-4 of the largest.
    """
    load_backend()
    from nnspec.interop.exporting.export import export_run

    exported = export_run(run, to=to, output=output, part=part, allow=allow)
    print(f"wrote {exported.path}")
    for word, tensors in (("takes", exported.inputs), ("gives", exported.outputs)):
        print(f"{word} " + ", ".join(f"{name} {kind}" for name, kind in tensors.items()))
    agreement = exported.agreement
    print(f"checked on {agreement.rows} {exported.sample.origin}: largest difference {agreement.difference:.1e}")
    return 0
