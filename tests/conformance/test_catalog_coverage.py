"""How much of Keras a spec can name: all that is public, but for what stands here with the reason."""

from __future__ import annotations

import json

import pytest

from nnspec.catalog.catalog import load_catalog
from nnspec.pipeline import compile_source

REACHED = {
    "layers": 130,
    "losses": 20,
    "optimizers": 16,
    "schedules": 6,
    "metrics": 42,
    "initializers": 16,
    "regularizers": 4,
    "constraints": 4,
    "activations": 29,
    "callbacks": 10,
    "applications": 40,
    "ops": 314,
}
# Bases of others, which nobody uses by themselves.
BASES = {
    "layers": ["InputSpec", "Layer", "Wrapper"],
    "losses": ["Loss"],
    "optimizers": ["Optimizer"],
    "schedules": ["LearningRateSchedule"],
    "metrics": ["Metric"],
    "initializers": ["Initializer"],
    "regularizers": ["Regularizer"],
    "constraints": ["Constraint"],
    "callbacks": ["Callback", "CallbackList"],
}
# They need Python code or objects, which a spec never holds.
CODE = {
    "layers": ["FlaxLayer", "JaxLayer", "Lambda", "TFSMLayer", "TorchModuleWrapper"],
    "metrics": ["MeanMetricWrapper"],
    "callbacks": ["LambdaCallback", "LearningRateScheduler"],
    "ops": [
        *("associative_scan", "cond", "custom_gradient", "fori_loop", "jvp", "map", "scan", "switch", "vectorize"),
        *("vectorized_map", "while_loop"),
    ],
}
# The language has something else for them.
ELSEWHERE = {
    "layers": ["Input", "InputLayer", "Model", "Sequential", "StringLookup", "TextVectorization"],
    "optimizers": ["OptimizerMap"],
    "ops": ["dtype", "is_tensor", "ndim", "shape", "convert_to_numpy"],
}
# Nothing of the language fits: no output, input or tensor is like what they work on.
NOTHING_FITS = {
    "layers": ["CutMix", "MaxNumBoundingBoxes", "MixUp"],
    "losses": ["CTC", "Circle"],
    "metrics": ["Mean", "Sum"],
    "activations": ["glu"],
    "callbacks": ["OrbaxCheckpoint", "RemoteMonitor"],
    "ops": [
        *("arange", "array", "bartlett", "blackman", "convert_to_tensor", "empty", "eye", "full", "hamming", "hanning"),
        *("identity", "kaiser", "ones", "tri", "zeros"),
    ],
}
# Keras 3.15 itself fails with them inside a network.
BROKEN = {
    "layers": ["Equalization"],
    "ops": [
        *("adaptive_average_pool", "adaptive_max_pool", "argpartition", "conv_transpose", "histogram", "lu_factor"),
        *("rearrange", "view_as_complex"),
    ],
}


@pytest.mark.parametrize("family", REACHED)
def test_number_of_names_that_a_spec_can_use(family: str) -> None:
    assert sum(entry.refused is None for entry in load_catalog().entries(family)) == REACHED[family]


def test_every_family_is_counted() -> None:
    assert tuple(REACHED) == load_catalog().families


@pytest.mark.parametrize("family", REACHED)
def test_names_that_a_spec_cannot_use_are_known(family: str) -> None:
    known = [name for group in (BASES, CODE, ELSEWHERE, NOTHING_FITS, BROKEN) for name in group.get(family, [])]
    assert sorted(entry.name for entry in load_catalog().entries(family) if entry.refused) == sorted(known)


@pytest.mark.parametrize("name", load_catalog().names("applications"))
def test_application_is_a_base_of_a_spec(name: str) -> None:
    spec = {
        "nnspec": 1,
        "inputs": {"picture": {"type": "image", "size": [96, 96], "channels": 3}},
        "bases": {"trained": {"source": f"keras:{name}", "weights": "none", "pooling": "avg"}},
        "hidden": ["trained"],
        "outputs": {"y": {"type": "category", "classes": 3}},
    }
    compiled = compile_source(json.dumps(spec, indent=1), file="conformance.yaml")
    assert not compiled.diagnostics.errors, str(compiled.diagnostics)
    assert compiled.graph is not None
    assert compiled.graph.node("trained").kind == "base"


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        ("Sequential: {layers: [Flatten]}", "a network inside a network is written `model: {layers: [...]}`"),
        ("Input: {shape: [3]}", "inputs are declared under `inputs`"),
        ("Lambda: x", "it runs Python code, which a spec never does"),
        ("Equalization", "Keras loses it without a word where a network is put together"),
        ("StringLookup", "networks hold no text; an input of `type: category` is made of it"),
        ("ops.while_loop: {cond: x}", "it takes Python functions, which a spec never does"),
        ("ops.zeros: {shape: [3]}", "`ops.ones_like` starts from a tensor"),
    ],
)
def test_name_that_a_spec_cannot_use_is_refused_with_the_reason(entry: str, reason: str) -> None:
    text = f"nnspec: 1\ninputs: {{x: number}}\nhidden:\n  - {entry}\noutputs: {{y: number}}\n"
    (finding,) = compile_source(text).diagnostics
    assert finding.code == "NN038"
    assert reason in finding.message
