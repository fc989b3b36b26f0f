"""Operations as TensorFlow's profiler counts them on ten applications; what each optimizer of Keras really keeps."""

from __future__ import annotations

import keras
import pytest

from nnspec.compiler.flops import count_flops
from nnspec.inference.costs.costs import count_costs
from nnspec.inference.costs.optimizers import optimizer_slots
from nnspec.pipeline import compile_source
from nnspec.spec.calls import Call

pytestmark = pytest.mark.backend

# Small pictures, and of each family the member that builds fastest.
APPLICATIONS = (
    *("MobileNet", "MobileNetV2", "MobileNetV3Small", "VGG16", "ResNet50", "ResNet50V2"),
    *("Xception", "EfficientNetB0", "DenseNet121", "ConvNeXtTiny"),
)
SIZE = 96
OPTIMIZERS = (
    *(("SGD", {}), ("SGD", {"momentum": 0.9}), ("SGD", {"momentum": 0.9, "nesterov": True})),
    *(("RMSprop", {}), ("RMSprop", {"momentum": 0.9}), ("RMSprop", {"momentum": 0.9, "centered": True})),
    *(("Adam", {}), ("Adam", {"amsgrad": True}), ("Adam", {"use_ema": True})),
    *(("AdamW", {}), ("AdamW", {"amsgrad": True}), ("Adam", {"gradient_accumulation_steps": 4})),
    *((name, {}) for name in ("Adadelta", "Adagrad", "Adamax", "Ftrl", "Lamb", "Lion", "Nadam", "ScheduleFreeAdamW")),
)


def _spec_of(application: str) -> str:
    return f"""nnspec: 1
inputs: {{x: {{type: array, shape: [{SIZE}, {SIZE}, 3]}}}}
bases: {{base: {{source: "keras:{application}", weights: none, freeze: none}}}}
hidden: [base]
outputs: {{y: {{type: array, loss: MeanSquaredError}}}}
"""


@pytest.mark.parametrize("application", APPLICATIONS)
def test_operations_of_application_are_those_of_the_profiler(application: str) -> None:
    compiled = compile_source(_spec_of(application), checked_data=False)
    assert compiled.spec is not None
    assert compiled.network is not None, str(compiled.diagnostics)
    counted = count_costs(compiled.spec, compiled.network).flops
    arguments = {"include_preprocessing": False} if application == "MobileNetV3Small" else {}
    shape = (SIZE, SIZE, 3)
    made = getattr(keras.applications, application)(weights=None, include_top=False, input_shape=shape, **arguments)
    entry = keras.Input(shape, name="x")
    assert counted == pytest.approx(count_flops(keras.Model({"x": entry}, {"y": made(entry)})), rel=0.03)


@pytest.mark.parametrize(("name", "arguments"), OPTIMIZERS, ids=str)
def test_optimizer_keeps_as_many_tensors_as_keras_does(name: str, arguments: dict[str, object]) -> None:
    optimizer = getattr(keras.optimizers, name)(**arguments)
    optimizer.build([keras.Variable(keras.ops.zeros((3, 5)), name="kernel")])
    kept = [variable for variable in optimizer.variables if tuple(variable.shape) == (3, 5)]
    assert optimizer_slots(Call("optimizers", name, arguments)) == len(kept)
