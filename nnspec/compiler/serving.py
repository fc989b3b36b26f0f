"""Encoder and trunk -> the model that is given to others: raw data in, classes and units of the data out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import keras

from nnspec.compiler.base_model import BaseModel, adopt_encodings
from nnspec.compiler.construction import construction_of
from nnspec.compiler.decoding import decode_output
from nnspec.diagnostics.diagnostic import Diagnostic
from nnspec.errors import SpecError
from nnspec.graph.graph import Graph
from nnspec.graph.walking import final_call
from nnspec.spec.spec import Spec
from nnspec.tables.state import State


def build_serving(
    spec: Spec,
    graph: Graph,
    state: State,
    *,
    encoder: keras.Model,
    trunk: keras.Model,
    bases: Mapping[str, BaseModel] | None = None,
) -> keras.Model:
    """Chain encoder, trunk and decoding; the weights are the trunk's own.

    Only stock Keras parts are added, so that the saved model loads without nnspec (a KAN layer excepted).

    Args:
        spec: its outputs and name.
        graph: says which layer makes each output.
        state: classes, and statistics of targets.
        encoder: from `build_encoder`.
        trunk: from `build_trunk`.
        bases: by name; their own preprocessing replaced the input's.

    Raises:
        SpecError: NN150, an output bears the name of what another one is decoded to.
    """
    with construction_of(spec):
        raw = {
            name: keras.Input(shape=tensor.shape[1:], dtype=tensor.dtype, name=name)
            for name, tensor in encoder.input.items()
        }
        predicted = trunk(encoder(raw))
        encodings = adopt_encodings(spec, graph, state, bases=bases or {})
        served: dict[str, Any] = {}
        for output in spec.outputs:
            head = final_call(graph, graph.outputs[output.name])
            decoded = decode_output(
                predicted[output.name],
                output,
                state.outputs[output.name],
                head=head,
                copied=encodings.get(output.target or ""),
            )
            _check_names(served, decoded, output.path)
            served.update(decoded)
        return keras.Model(raw, served, name="serving")


def _check_names(served: dict[str, Any], decoded: dict[str, Any], path: tuple[str | int, ...]) -> None:
    findings = [
        Diagnostic(code="NN150", message=f"two outputs give `{name}`", path=path) for name in decoded if name in served
    ]
    if findings:
        raise SpecError(findings)
