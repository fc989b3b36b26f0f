"""The nearest known spelling of a word, for hints."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word closest to the one received, the first of several; None when nothing is close.

    Letter case and underscores count for nothing, so `dense`, `batch_normalization` and `kernelsize`
    find their words.
    """
    folded: dict[str, str] = {}
    for item in known:
        folded.setdefault(_fold(item), item)
    if _fold(word) in folded:
        return folded[_fold(word)]
    # Loaded here: a sound spec needs no spelling, and every millisecond of `validate` is paid in CI.
    close = import_module("difflib").get_close_matches(_fold(word), folded, n=1, cutoff=0.65)
    return folded[close[0]] if close else None


def suggest(word: str, known: Iterable[str]) -> str | None:
    """Phrase the nearest spelling as a hint; None when nothing is close."""
    found = nearest(word, known)
    return None if found is None else f"did you mean `{found}`?"


def _fold(word: str) -> str:
    return word.replace("_", "").replace("-", "").lower()
