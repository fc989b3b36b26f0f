"""Sentences from scikit-learn's own documentation, labelled by the package they come from -> sentences.csv.

python examples/docstrings/collect.py     (scikit-learn is BSD-3-Clause)
"""

from __future__ import annotations

import csv
import importlib
import inspect
import random
import re
from collections.abc import Iterator
from pathlib import Path

PACKAGES = ("cluster", "linear_model", "metrics", "preprocessing")
SENTENCES_PER_PACKAGE = 300
MIN_WORDS, MAX_WORDS = 6, 40
_END = re.compile(r"(?<=[a-z)`][.])\s+(?=[A-Z])")


def main() -> None:
    """Write the file beside this script."""
    draw = random.Random(0)
    found = {package: sorted(set(sentences_of(package))) for package in PACKAGES}
    shared = {text for texts in found.values() for text in texts if sum(text in each for each in found.values()) > 1}
    rows = []
    for package, texts in found.items():
        own = [text for text in texts if text not in shared]
        rows += [(text, package) for text in draw.sample(own, SENTENCES_PER_PACKAGE)]
    draw.shuffle(rows)
    with Path(__file__).with_name("sentences.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("text", "package"))
        writer.writerows(rows)


def sentences_of(package: str) -> Iterator[str]:
    """Go through the sentences in the docstrings of a package's public names."""
    module = importlib.import_module(f"sklearn.{package}")
    for name in module.__all__:
        item = getattr(module, name)
        parts = [item, *(member for _, member in inspect.getmembers(item, inspect.isfunction))]
        for part in parts:
            for paragraph in (inspect.getdoc(part) or "").split("\n\n"):
                yield from sentences_in(paragraph)


def sentences_in(paragraph: str) -> Iterator[str]:
    """Cut a paragraph of prose into sentences; headings, code and tables give none."""
    if re.search(r"^(---|>>>|\.\. |===)", paragraph, re.MULTILINE):
        return
    for sentence in _END.split(" ".join(paragraph.split())):
        words = sentence.split()
        if (
            MIN_WORDS <= len(words) <= MAX_WORDS
            and sentence[0].isupper()
            and sentence.endswith(".")
            and sentence.isascii()
        ):
            yield sentence


if __name__ == "__main__":
    main()
