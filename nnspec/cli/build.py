"""`nnspec build SPEC`: print the layers, shapes and parameters; save the untrained model."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path

from nnspec.cli.backend import load_backend
from nnspec.cli.options import add_allow, add_allow_download, add_set
from nnspec.cli.reading import read_spec_argument


def declare(parser: ArgumentParser) -> None:
    """Declare the arguments of `nnspec build`."""
    parser.add_argument("spec", metavar="SPEC")
    parser.add_argument("--save", type=Path, metavar="FILE", help="save the untrained model as FILE.keras")
    add_set(parser)
    add_allow(parser)
    add_allow_download(parser)


def command(spec: str, save: Path | None, sets: tuple[str, ...], allow: tuple[str, ...], allow_download: bool) -> int:
    """Build SPEC in Keras and print its layers; needs its data, or `classes` and `vocabulary` declared."""
    read = read_spec_argument(spec, sets=sets, allow=allow)
    load_backend()
    from nnspec.cli.tables import format_summary
    from nnspec.training.build import build_models_of
    from nnspec.training.saving import save_model

    built = build_models_of(read, allow=allow, allow_download=allow_download)
    for load in built.loads:
        print("\n".join(load.lines()))
    print(format_summary(built.summary))
    if save is not None:
        save_model(built.models.serving, save)
        print(f"wrote {save}")
    return 0
