"""The functions of the installed Keras and the overlay -> the content of `nnspec/catalog/ops.json`."""

from __future__ import annotations

import inspect
from typing import Any

import keras

from nnspec.interop.introspection.docstrings import summarize
from nnspec.interop.introspection.families import Member, list_functions
from nnspec.interop.introspection.generate import check_types, describe_argument, explain
from nnspec.interop.introspection.overlay import Overlay
from nnspec.interop.introspection.signatures import Parameter, list_parameters

FAMILY = "ops"


def generate_functions(overlay: Overlay) -> dict[str, Any]:
    """Describe every public function of `keras.ops`.

    Args:
        overlay: which arguments are tensors, and what else cannot be read from Keras.

    Raises:
        LookupError: an argument whose type neither Keras nor the overlay tells.
    """
    entries = {member.name: _describe_function(member, overlay) for member in list_functions()}
    check_types({FAMILY: entries})
    return {"keras": keras.__version__, FAMILY: entries}


def _describe_function(member: Member, overlay: Overlay) -> dict[str, Any]:
    entry: dict[str, Any] = {"path": member.path, "summary": summarize(member.value)}
    refusal = overlay.refusal(FAMILY, member.name)
    if refusal is not None:
        return {**entry, "refused": refusal, "arguments": {}}
    optional = _tensors(member, overlay)
    return {
        **entry,
        "inputs": "call",
        **overlay.facts(FAMILY, member.name),
        "call_arguments": list(optional),
        "optional_call_arguments": [name for name, may_be_left_out in optional.items() if may_be_left_out],
        "arguments": _describe_arguments(member, next(iter(optional)), overlay),
    }


def _tensors(member: Member, overlay: Overlay) -> dict[str, bool]:
    """List the tensors that a function takes, in its order, with whether each may be left out."""
    declared = inspect.signature(member.value).parameters.values()
    return {
        parameter.name: parameter.default is not parameter.empty
        for parameter in declared
        if overlay.is_tensor(FAMILY, member.name, parameter.name)
    }


def _describe_arguments(member: Member, first_tensor: str, overlay: Overlay) -> dict[str, dict[str, Any]]:
    """Describe what a spec writes; the first tensor, where it may be a number, is not what a shorthand fills."""
    parameters = sorted(list_parameters(member.value), key=lambda parameter: parameter.name == first_tensor)
    texts = explain(member.value)
    described = {p.name: _describe(member, p, texts, overlay) for p in parameters}
    return {name: found for name, found in described.items() if found is not None}


def _describe(member: Member, parameter: Parameter, texts: dict[str, str], overlay: Overlay) -> dict[str, Any] | None:
    """Describe an argument; None for one that only a tensor can fill, or that the overlay drops."""
    if overlay.is_dropped(FAMILY, member.name, parameter.name):
        return None
    if not overlay.is_tensor(FAMILY, member.name, parameter.name):
        return describe_argument(FAMILY, member, parameter, texts, overlay)
    if overlay.type_of(FAMILY, member.name, parameter.name) is None:
        return None
    found = describe_argument(FAMILY, member, parameter, texts, overlay)
    return {key: value for key, value in found.items() if key != "required"}
