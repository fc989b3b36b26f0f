"""What a type expression means, as values: whole numbers, texts, lists of them, entries of a family."""

from __future__ import annotations

from nnspec.records import record

FAMILY_WORDS = {
    "activation": "activations",
    "constraint": "constraints",
    "initializer": "initializers",
    "layer": "layers",
    "loss": "losses",
    "metric": "metrics",
    "optimizer": "optimizers",
    "regularizer": "regularizers",
    "schedule": "schedules",
}


@record
class Plain:
    """`any`, `bool`, `callable`, `dtype`, `null`, `path` or `str`."""

    word: str


@record
class Number:
    """A whole number, or any number, between bounds.

    Args:
        whole: True for `int`.
        minimum: the lower bound; None where there is none.
        maximum: the upper bound; None where there is none.
        above_minimum: the minimum itself is left out.
        below_maximum: the maximum itself is left out.
    """

    whole: bool
    minimum: float | None = None
    maximum: float | None = None
    above_minimum: bool = False
    below_maximum: bool = False


@record
class Literal:
    """Exactly this text."""

    text: str


@record
class Items:
    """A list; `longest` None means any length from `shortest` on."""

    item: Type
    shortest: int = 0
    longest: int | None = None


@record
class Table:
    """A mapping from text to one kind of value."""

    value: Type


@record
class Family:
    """An entry of a family of the catalog, `layer` or `activation`."""

    word: str

    @property
    def family(self) -> str:
        """The family's name in the catalog, `layers`."""
        return FAMILY_WORDS[self.word]


@record
class Union:
    """One of several types."""

    options: tuple[Type, ...]


Type = Plain | Number | Literal | Items | Table | Family | Union
