"""`Spec`, `Graph` and `State` -> the three models of a network, which share their layers."""

from __future__ import annotations

from collections.abc import Mapping

import keras

from nnspec.compiler.augmentation import build_augmenter
from nnspec.compiler.base_model import BaseModel
from nnspec.compiler.encoder import build_encoder
from nnspec.compiler.serving import build_serving
from nnspec.compiler.trunk import Shape, build_trunk
from nnspec.graph.graph import Graph
from nnspec.records import field, record
from nnspec.spec.spec import Spec
from nnspec.tables.state import State


@record
class Models:
    """The models of one network.

    Args:
        encoder: raw data -> the trunk's inputs, both by input name; has no weights.
        trunk: inputs by name -> outputs by name; what is compiled, trained and checkpointed.
        serving: raw data by input name -> decoded outputs by name; shares the trunk's weights.
        shapes: node of the trunk, such as `encoder/dense` -> shape of its first tensor, batch axis included.
        augmenter: encoded pictures -> changed ones, both by input name; None where no input says `augment`.
    """

    encoder: keras.Model
    trunk: keras.Model
    serving: keras.Model
    shapes: Mapping[str, Shape] = field(default_factory=dict)
    augmenter: keras.Model | None = None


def build_models(spec: Spec, graph: Graph, state: State, *, bases: Mapping[str, BaseModel] | None = None) -> Models:
    """Build encoder, trunk, serving model and augmenter.

    Args:
        spec: seed, precision, inputs and outputs.
        graph: lowered from the spec.
        state: learned from the training split.
        bases: the spec's transfer bases, loaded, by name.

    Raises:
        SpecError: what Keras refuses, each at its place: NN022, NN024, NN032, NN150, NN157, NN553, NN658.
    """
    encoder = build_encoder(spec, graph, state, bases=bases)
    trunk, shapes = build_trunk(spec, graph, state, encoder=encoder, bases=bases)
    serving = build_serving(spec, graph, state, encoder=encoder, trunk=trunk, bases=bases)
    augmenter = build_augmenter(spec, graph, state, encoder=encoder, bases=bases)
    return Models(encoder, trunk, serving, shapes, augmenter)
