"""What an output's type fixes: the head, the loss and the metrics that the field uses for it."""

from __future__ import annotations

from nnspec.records import record
from nnspec.spec.calls import Call


@record
class Head:
    """The defaults of one output type.

    Args:
        activation: of the last layer; None where the type has no head.
        loss: the documented name.
        metrics: names; `accuracy` is resolved by the form of the target.
    """

    activation: str | None
    loss: str
    metrics: tuple[str, ...]


# Bishop, Pattern Recognition and Machine Learning, 2006, section 5.2: each output's activation and
# loss are matched so that the gradient at the pre-activation is prediction minus target.
HEADS: dict[str, Head] = {
    "number": Head("linear", "MeanSquaredError", ("MeanAbsoluteError", "RootMeanSquaredError")),
    "category": Head("softmax", "SparseCategoricalCrossentropy", ("accuracy",)),
    "binary": Head("sigmoid", "BinaryCrossentropy", ("accuracy", "AUC")),
    "multilabel": Head("sigmoid", "BinaryCrossentropy", ("accuracy", "AUC")),
    "array": Head(None, "MeanSquaredError", ("MeanAbsoluteError",)),
}


def default_head(output_type: str, units: int | None, activation: str | None) -> Call | None:
    """Make the default head of a type; `units` stays open where it is not known yet.

    Args:
        output_type: such as `category`.
        units: neurons, where the spec or the data say.
        activation: in place of the type's own.
    """
    chosen = activation or HEADS[output_type].activation or (None if units is None else "linear")
    if chosen is None:
        return None
    if output_type == "binary":
        units = 1
    return Call("layers", "Dense", {**({} if units is None else {"units": units}), "activation": chosen})


def default_loss(output_type: str) -> Call:
    """Make the default loss of a type."""
    return Call("losses", HEADS[output_type].loss)


def default_metrics(output_type: str) -> tuple[Call, ...]:
    """Make the default metrics of a type; `accuracy` stays a word until the target's form is known."""
    return tuple(
        Call("metrics", name, {"multi_label": True} if (name, output_type) == ("AUC", "multilabel") else {})
        for name in HEADS[output_type].metrics
    )
