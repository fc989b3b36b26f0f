"""`nnspec reference`: print the whole language."""

from __future__ import annotations

from argparse import ArgumentParser

from nnspec.explaining.reference import language_reference


def declare(parser: ArgumentParser) -> None:
    """Declare the arguments of `nnspec reference`: none."""


def command() -> int:
    """Print the whole language as Markdown, on at most two thousand words."""
    print(language_reference(), end="")
    return 0
