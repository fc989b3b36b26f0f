"""`nnspec import MODEL`: write a Keras model as a spec, and its weights beside it."""

from __future__ import annotations

import os
import re
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from nnspec.cli.backend import load_backend
from nnspec.document.dump import dump_document
from nnspec.errors import UsageError
from nnspec.pipeline import load

Shape = tuple[str, tuple[int, ...]]

_SHAPE = re.compile(r"([^=]+)=([1-9][0-9]*(?:,[1-9][0-9]*)*)")


def declare(parser: ArgumentParser) -> None:
    """Declare the arguments of `nnspec import`."""
    parser.add_argument("model", metavar="MODEL", help="file.keras, config.json or keras:NAME, such as keras:ResNet50")
    parser.add_argument("-o", "--output", type=Path, metavar="SPEC", help="the file to write; default: print the spec")
    about = "write the weights so that they fit the spec's model, as FILE.weights.h5"
    parser.add_argument("--weights", type=Path, metavar="FILE", help=about)
    about = "the shape of an input with an open dimension, such as tokens=128; may be given several times"
    parser.add_argument("--shape", type=input_shape, action="append", default=[], metavar="INPUT=N,N", help=about)


def command(model: str, output: Path | None, weights: Path | None, shape: tuple[Shape, ...]) -> int:
    """Write MODEL as a short spec that builds the same network; none of the model's own code is run."""
    load_backend()
    from nnspec.library import import_model

    with _beside(output) as spec_aside, _beside(weights) as weights_aside:
        text = dump_document(import_model(model, shapes=dict(shape), weights=weights_aside))
        load(text, file=model)
        if spec_aside is None:
            print(text, end="")
        else:
            spec_aside.write_text(text, encoding="utf-8")
        _put_in_place((spec_aside, output), (weights_aside, weights))
    return 0


def input_shape(text: str) -> Shape:
    """Read the shape of one input.

    Raises:
        ArgumentTypeError: it is not written as one.
    """
    found = _SHAPE.fullmatch(text)
    if found is None:
        raise ArgumentTypeError(f"must be an input and its shape, such as `tokens=128`; received {text!r}")
    return found[1], tuple(int(number) for number in found[2].split(","))


@contextmanager
def _beside(file: Path | None) -> Iterator[Path | None]:
    """Give a place in the file's folder to write to first, so that a failure leaves nothing behind.

    Raises:
        UsageError: the file can never stand there.
    """
    if file is None:
        yield None
        return
    if file.is_dir():
        raise UsageError(f"cannot write `{file}`: it is a folder")
    try:
        folder = TemporaryDirectory(dir=file.parent)
    except OSError as error:
        raise UsageError(f"cannot write `{file}`: {error.strerror}") from error
    with folder as name:
        yield Path(name) / file.name


def _put_in_place(*files: tuple[Path | None, Path | None]) -> None:
    """Rename what is complete, and say so; nobody finds half a file, or one without the other."""
    for aside, file in files:
        if aside is not None and file is not None:
            os.replace(aside, file)
            print(f"wrote {file}")
