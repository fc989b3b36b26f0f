"""An argument's name, default and text -> its type expression, where these suffice."""

from __future__ import annotations

from nnspec.interop.introspection.signatures import Parameter

_FAMILIES = ("initializer", "regularizer", "constraint")


def infer_type(parameter: Parameter, text: str) -> str | None:
    """Infer an argument's type expression; None where the overlay must say it.

    Args:
        parameter: the argument as Keras declares it.
        text: what the docstring says about it.
    """
    family = parameter.name.rsplit("_", maxsplit=1)[-1]
    if family in _FAMILIES:
        takes_none = parameter.default is None or "`None`" in text or "If None" in text
        return f"{family} | null" if takes_none else family
    if family == "activation":
        return "activation | null"
    if parameter.name == "dtype":
        return "dtype | null"
    if parameter.name == "seed":
        return "int | null"
    if isinstance(parameter.default, bool):
        return "bool"
    return None
