"""The installed Keras and the overlay -> the content of `nnspec/catalog/keras.json`."""

from __future__ import annotations

import inspect
from typing import Any

import keras

from nnspec.interop.introspection.docstrings import explain_arguments, first_sentence, summarize
from nnspec.interop.introspection.families import MODULES, Member, list_aliases, list_members
from nnspec.interop.introspection.inference import infer_type
from nnspec.interop.introspection.overlay import Overlay
from nnspec.interop.introspection.signatures import Parameter, list_parameters


def generate_catalog(overlay: Overlay) -> dict[str, Any]:
    """Describe every public member of the installed Keras.

    Args:
        overlay: what cannot be read from Keras.

    Raises:
        LookupError: an argument whose type neither Keras nor the overlay tells.
    """
    families = {family: _describe_family(family, overlay) for family in MODULES}
    check_types(families)
    aliases = {family: _describe_aliases(family, overlay) for family in MODULES}
    return {"keras": keras.__version__, "aliases": aliases, **families}


def check_types(families: dict[str, Any]) -> None:
    """Make sure that every argument has a type.

    Args:
        families: family -> name -> entry.

    Raises:
        LookupError: an argument whose type neither Keras nor the overlay tells.
    """
    untyped = [
        f"{family}.{name}.{argument}"
        for family, entries in families.items()
        for name, entry in entries.items()
        for argument, found in entry["arguments"].items()
        if found["type"] is None
    ]
    if untyped:
        raise LookupError(f"the overlay must tell the type of {', '.join(untyped)}")


def _describe_family(family: str, overlay: Overlay) -> dict[str, Any]:
    return {member.name: _describe_member(family, member, overlay) for member in list_members(family)}


def _describe_aliases(family: str, overlay: Overlay) -> dict[str, str]:
    found = {**list_aliases(family), **overlay.aliases(family)}
    return {name: found[name] for name in sorted(found) if overlay.refusal(family, found[name]) is None}


def _describe_member(family: str, member: Member, overlay: Overlay) -> dict[str, Any]:
    entry: dict[str, Any] = {"path": member.path, "summary": summarize(member.value)}
    refusal = overlay.refusal(family, member.name)
    if refusal is not None:
        return {**entry, "refused": refusal, "arguments": {}}
    if family == "layers":
        entry |= overlay.facts(family, member.name)
    parameters = [p for p in list_parameters(member.value) if not overlay.is_dropped(family, member.name, p.name)]
    if "call_options" in entry:
        parameters += [p for p in list_parameters(member.value.call) if p.name in entry["call_options"]]
    texts = explain(member.value)
    arguments = {p.name: describe_argument(family, member, p, texts, overlay) for p in _ordered(parameters)}
    return {**entry, "arguments": arguments}


def _ordered(parameters: list[Parameter]) -> list[Parameter]:
    """Keep signature order but for `name`, which is never what a shorthand fills."""
    return sorted(parameters, key=lambda parameter: parameter.name == "name")


def explain(value: Any) -> dict[str, str]:
    """Collect the text of each argument; a class's own words win over those of its bases."""
    texts: dict[str, str] = {}
    for owner in reversed(value.__mro__) if inspect.isclass(value) else [value]:
        texts |= explain_arguments(owner)
    return texts


def describe_argument(
    family: str, member: Member, parameter: Parameter, texts: dict[str, str], overlay: Overlay
) -> dict[str, Any]:
    """Describe one argument: its type, whether it is required, else its default, and a line about it.

    Args:
        family: of the member.
        member: whose argument it is.
        parameter: the argument as Keras declares it.
        texts: what the member's docstring says of each argument.
        overlay: what cannot be read from Keras.
    """
    text = texts.get(parameter.name, "")
    expected = overlay.type_of(family, member.name, parameter.name) or infer_type(parameter, text)
    summary = first_sentence(text) or overlay.summary_of(family, member.name, parameter.name) or ""
    if parameter.required or overlay.is_required(family, member.name, parameter.name):
        return {"type": expected, "required": True, "summary": summary}
    return {"type": expected, "default": _plain(parameter.default), "summary": summary}


def _plain(default: Any) -> Any:
    """Write a default as it would stand in a spec: tuples are lists there."""
    return [_plain(item) for item in default] if isinstance(default, (tuple, list)) else default
