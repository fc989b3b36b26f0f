"""`Spec`, `Graph` and `State` -> the three models of a network, which share their layers."""

from __future__ import annotations

from collections.abc import Mapping

import keras

from nnspec.compiler.base_model import BaseModel
from nnspec.compiler.encoder import build_encoder
from nnspec.compiler.serving import build_serving
from nnspec.compiler.trunk import build_trunk
from nnspec.graph.graph import Graph
from nnspec.records import record
from nnspec.spec.spec import Spec
from nnspec.tables.state import State


@record
class Models:
    """The models of one network.

    Args:
        encoder: raw data -> the trunk's inputs, both by input name; has no weights.
        trunk: inputs by name -> outputs by name; what is compiled, trained and checkpointed.
        serving: raw data by input name -> decoded outputs by name; shares the trunk's weights.
    """

    encoder: keras.Model
    trunk: keras.Model
    serving: keras.Model


def build_models(spec: Spec, graph: Graph, state: State, *, bases: Mapping[str, BaseModel] | None = None) -> Models:
    """Build encoder, trunk and serving model.

    Args:
        spec: seed, precision, inputs and outputs.
        graph: lowered from the spec.
        state: learned from the training split.
        bases: the spec's transfer bases, loaded, by name.

    Raises:
        SpecError: what Keras refuses, each at its place: NN022, NN024, NN032, NN150, NN157, NN553, NN658.
    """
    encoder = build_encoder(spec, graph, state, bases=bases)
    trunk = build_trunk(spec, graph, state, encoder=encoder, bases=bases)
    serving = build_serving(spec, graph, state, encoder=encoder, trunk=trunk, bases=bases)
    return Models(encoder, trunk, serving)
