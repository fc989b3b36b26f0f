"""`nnspec import MODEL`: write a Keras model as a spec, and its weights beside it."""

from __future__ import annotations

import re
from argparse import ArgumentParser, ArgumentTypeError
from contextlib import nullcontext
from pathlib import Path

from nnspec.cli.backend import load_backend
from nnspec.cli.rewriting import refuse_existing
from nnspec.document.dump import dump_document
from nnspec.pipeline import load
from nnspec.replacing import writing_output

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
    refuse_existing(output)
    load_backend()
    from nnspec.library import import_model

    with nullcontext() if output is None else writing_output(output) as aside:
        text = dump_document(import_model(model, shapes=dict(shape), weights=weights))
        load(text, file=model)
        if aside is None:
            print(text, end="")
        else:
            aside.write_text(text, encoding="utf-8")
    for file in (output, weights):
        if file is not None:
            print(f"wrote {file}")
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
