"""Options that several commands share."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError


def add_allow(parser: ArgumentParser) -> None:
    """Let the caller name folders outside the project."""
    about = "a folder outside the project that a spec may name; may be given several times"
    parser.add_argument("--allow", action="append", default=[], metavar="FOLDER", help=about)


def add_set(parser: ArgumentParser) -> None:
    """Let the caller change values of a spec."""
    about = "change a value, such as `train.epochs=3` or `hidden[0].Dense.units=64`; may be given several times"
    parser.add_argument("--set", action="append", default=[], dest="sets", metavar="PATH=VALUE", help=about)


def add_allow_download(parser: ArgumentParser) -> None:
    """Let the caller allow the network."""
    parser.add_argument("--allow-download", action="store_true", help="let Keras fetch published weights")


def add_format(parser: ArgumentParser, *choices: str) -> None:
    """Let the caller choose how the result is written; the first choice is the default."""
    parser.add_argument("--format", dest="form", choices=choices, default=choices[0], help="default: %(default)s")


def whole_number(text: str) -> int:
    """Read a number of things, 1 or more.

    Raises:
        ArgumentTypeError: it is none.
    """
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise ArgumentTypeError(f"must be a whole number, 1 or more; received {text!r}")
    return int(text)
