"""A spec with one base, in YAML -> the base, loaded in a folder of its own."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import keras
import numpy as np

from nnspec.compiler.base_model import BaseModel
from nnspec.document.document import parse_document
from nnspec.errors import SpecError
from nnspec.graph.graph import Graph
from nnspec.graph.lower import lower_spec
from nnspec.references.project import project_paths
from nnspec.spec.read import read_spec
from nnspec.spec.spec import Spec
from nnspec.tables.state import InputState, OutputState, State
from nnspec.transfer.load import load_bases

RNG = np.random.default_rng(3)
SIDE = 32
SMALL = 'source: "keras:MobileNetV2", alpha: 0.35'
PICTURE = f"{{type: image, size: [{SIDE}, {SIDE}]}}"


@dataclass(frozen=True)
class Network:
    """A lowered spec with its state."""

    spec: Spec
    graph: Graph
    state: State

    def bases(self, folder: Path, **options) -> dict[str, BaseModel]:
        return load_bases(self.spec, self.graph, self.state, project=project_paths(folder), **options)


def network(text: str, *, inputs: dict[str, InputState], outputs: dict[str, OutputState]) -> Network:
    document, findings = parse_document("nnspec: 1\n" + text, file="test.yaml")
    assert document is not None, findings
    spec = read_spec(document)
    graph, findings = lower_spec(spec)
    assert not findings, findings
    return Network(spec, graph, State(inputs=inputs, outputs=outputs))


def with_base(
    declaration: str, *, picture: str = PICTURE, side: int = 40, channels: int = 3, more: str = ""
) -> Network:
    """Make a spec of one picture, one base `b` and three classes."""
    text = (
        f"inputs: {{x: {picture}}}\nbases: {{b: {{{declaration}}}}}\nhidden: [b, Flatten]\noutputs: {{y: category}}\n"
    )
    shape = (side, side, channels)
    return network(
        text + more,
        inputs={"x": InputState(columns=("x",), shape=shape, dtype="uint8")},
        outputs={"y": OutputState(columns=("y",), shape=(3,), classes=("p", "q", "r"))},
    )


def load(declaration: str, folder: Path, **options) -> BaseModel:
    return with_base(declaration).bases(folder, **options)["b"]


def finding_of(caught) -> tuple[str, tuple[str | int, ...]]:
    error = caught.value
    assert isinstance(error, SpecError)
    (finding,) = error.diagnostics
    return finding.code, finding.path


def pixels(n: int = 2, side: int = SIDE) -> np.ndarray:
    return RNG.integers(0, 256, (n, side, side, 3)).astype("float32")


def small_application(seed: int = 11) -> keras.Model:
    """Build the application of `SMALL` with moving statistics of its own, so that a lost one would show."""
    keras.utils.set_random_seed(seed)
    model = keras.applications.MobileNetV2(weights=None, include_top=False, alpha=0.35, input_shape=(SIDE, SIDE, 3))
    for variable in model.non_trainable_variables:
        variable.assign(np.abs(keras.random.normal(variable.shape, seed=seed)) + 0.5)
    return model
