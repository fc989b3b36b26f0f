"""What is measured: for each rule a real task, and the change that puts its fault in."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from effect import Figure
from tasks import CANCER, DIABETES, DIGITS, FLIPPERS, MASSES, NUMBERS, PENGUINS


@dataclass(frozen=True, kw_only=True)
class Case:
    """One fault on one task.

    Args:
        code: of the rule.
        task: in words, unique among the cases of a rule.
        spec: the task, as YAML; paths are relative to the repository's root.
        fault: changes that put the fault in, as `--set` takes them.
        sound: changes that are made both with and without the fault.
        of_classes: the figure where classes are told apart.
    """

    code: str
    task: str
    spec: str
    fault: tuple[str, ...]
    sound: tuple[str, ...] = ()
    of_classes: Figure = "accuracy"

    @property
    def faulty(self) -> tuple[str, ...]:
        """All changes that lead to the faulty spec."""
        return (*self.sound, *self.fault)

    @property
    def figure(self) -> Figure:
        """What is measured."""
        return "RMSE in deviations" if "type: number" in self.spec else self.of_classes

    @property
    def key(self) -> str:
        """The name of the case together with a hash of its specs: changed specs are measured again."""
        written = "\n".join((self.spec, *self.sound, "", *self.fault))
        return f"{self.code} {self.task} {hashlib.sha256(written.encode()).hexdigest()[:12]}"


def _dense(*units: int, **arguments: object) -> str:
    words = "".join(f", {name}: {value}" for name, value in arguments.items())
    return ", ".join(f"{{Dense: {{units: {n}{words}}}}}" for n in units)


def _digits(*hidden: str) -> str:
    return f"hidden=[{', '.join(('Flatten', *hidden))}]"


def _deep(**arguments: object) -> str:
    return _digits(f"{{repeat: {{times: 12, layers: [{_dense(32, **arguments)}]}}}}")


def _selus(n: int, dropout: str) -> str:
    return _digits(*(_dense(32, activation="selu", kernel_initializer="lecun_normal"), dropout) * n)


_CROSS_ENTROPY = "outputs.target.metrics=[accuracy, SparseCategoricalCrossentropy]"
_BATCH_NORM = "BatchNormalization"
_HIDDEN = _dense(32, activation="relu")

CASES = (
    Case(code="NN101", task="digits", spec=DIGITS, fault=(_digits(_dense(32, 32)),)),
    Case(code="NN101", task="breast cancer", spec=CANCER, fault=(f"hidden=[{_dense(16)}]",)),
    Case(code="NN101", task="digits as numbers", spec=NUMBERS, fault=(_digits(_dense(32, 32)),)),
    Case(code="NN103", task="penguins", spec=PENGUINS, fault=("hidden=[{Dense: {units: 16, activation: softmax}}]",)),
    Case(code="NN103", task="digits", spec=DIGITS, fault=(_digits(_dense(32, 32, activation="softmax")),)),
    Case(
        code="NN104",
        task="digits",
        spec=DIGITS,
        fault=(
            "outputs.target.layers=[{Dense: {units: 10, activation: softmax}}]",
            "outputs.target.head=Softmax",
        ),
    ),
    Case(
        code="NN104",
        task="digits and their probabilities",
        spec=DIGITS,
        sound=(_CROSS_ENTROPY,),
        fault=(
            "outputs.target.layers=[{Dense: {units: 10, activation: softmax}}]",
            "outputs.target.head=Softmax",
        ),
        of_classes="cross-entropy",
    ),
    Case(code="NN118", task="digits", spec=DIGITS, fault=(_digits(_dense(32, 2, activation="relu")),)),
    Case(
        code="NN127",
        task="digits, 12 layers with He's weights and Glorot's",
        spec=DIGITS,
        sound=(_deep(activation="relu", kernel_initializer="he_normal"),),
        fault=(_deep(activation="relu"),),
    ),
    Case(
        code="NN132",
        task="digits",
        spec=DIGITS,
        fault=(_digits(_dense(32, activation="relu"), _dense(32, activation="relu", trainable="false")),),
    ),
    Case(
        code="NN132",
        task="digits, both hidden layers",
        spec=DIGITS,
        fault=(_digits(_dense(32, 32, activation="relu", trainable="false")),),
    ),
    Case(code="NN201", task="breast cancer", spec=CANCER, fault=("outputs.target.activation=softmax",)),
    Case(code="NN203", task="digits", spec=DIGITS, fault=("outputs.target.activation=sigmoid",)),
    Case(code="NN205", task="digits", spec=DIGITS, fault=("outputs.target.activation=linear",)),
    Case(code="NN205", task="breast cancer", spec=CANCER, fault=("outputs.target.activation=linear",)),
    Case(
        code="NN206",
        task="digits",
        spec=DIGITS,
        fault=(
            "outputs.target.loss={SparseCategoricalCrossentropy: {from_logits: true}}",
            "outputs.target.activation=softmax",
        ),
    ),
    Case(
        code="NN206",
        task="breast cancer with a focal loss",
        spec=CANCER,
        sound=("outputs.target.loss=BinaryFocalCrossentropy",),
        fault=("outputs.target.loss={BinaryFocalCrossentropy: {from_logits: true}}",),
    ),
    Case(code="NN207", task="digits with relu", spec=DIGITS, fault=("outputs.target.activation=relu",)),
    Case(code="NN207", task="breast cancer with tanh", spec=CANCER, fault=("outputs.target.activation=tanh",)),
    Case(code="NN208", task="digits", spec=DIGITS, fault=("outputs.target.loss=mse",)),
    Case(
        code="NN208",
        task="digits with SGD",
        spec=DIGITS,
        sound=("optimizer={SGD: 0.01}",),
        fault=("outputs.target.loss=mse",),
    ),
    Case(code="NN209", task="diabetes", spec=DIABETES, fault=("outputs.target.activation=relu",)),
    Case(code="NN210", task="diabetes", spec=DIABETES, fault=("outputs.target.activation=sigmoid",)),
    Case(code="NN212", task="breast cancer with Adam", spec=CANCER, fault=("outputs.target.loss=mse",)),
    Case(
        code="NN212",
        task="breast cancer with SGD",
        spec=CANCER,
        sound=("optimizer={SGD: 0.01}",),
        fault=("outputs.target.loss=mse",),
    ),
    Case(
        code="NN224",
        task="lengths of penguins' flippers",
        spec=FLIPPERS,
        fault=("outputs.flipper_length_mm.scale=none",),
    ),
    Case(
        code="NN229",
        task="digits",
        spec=DIGITS,
        fault=("outputs.target.loss=kl_divergence", "outputs.target.activation=sigmoid"),
    ),
    Case(
        code="NN232",
        task="digits with SGD at 0.1",
        spec=DIGITS,
        sound=("optimizer={SGD: 0.1}",),
        fault=("outputs.target.loss={SparseCategoricalCrossentropy: {reduction: sum}}",),
    ),
    Case(code="NN301", task="digits with Adam at 0.001 and 0.1", spec=DIGITS, fault=("optimizer={Adam: 0.1}",)),
    Case(code="NN302", task="digits with Adam at 0.001 and 0.00001", spec=DIGITS, fault=("optimizer={Adam: 1e-5}",)),
    Case(
        code="NN303",
        task="digits with Adadelta at 1 and 0.001",
        spec=DIGITS,
        sound=("optimizer={Adadelta: 1.0}",),
        fault=("optimizer=Adadelta",),
    ),
    Case(
        code="NN303",
        task="digits with Adagrad at 0.01 and 0.001",
        spec=DIGITS,
        sound=("optimizer={Adagrad: 0.01}",),
        fault=("optimizer=Adagrad",),
    ),
    Case(
        code="NN304",
        task="digits with a momentum of 0.9 and 0",
        spec=DIGITS,
        sound=("optimizer={SGD: {learning_rate: 0.01, momentum: 0.9}}",),
        fault=("optimizer={SGD: 0.01}",),
    ),
    Case(
        code="NN305",
        task="digits with a deviation of 1",
        spec=DIGITS,
        fault=(_digits(_dense(32, 32, activation="relu", kernel_initializer="{RandomNormal: {stddev: 1.0}}")),),
    ),
    Case(
        code="NN306",
        task="digits",
        spec=DIGITS,
        fault=(_digits(_dense(32, 32, activation="relu", kernel_initializer="zeros")),),
    ),
    Case(
        code="NN307",
        task="digits, 6 layers of relu",
        spec=DIGITS,
        sound=(_digits(_dense(*[32] * 6, activation="relu", kernel_initializer="he_normal")),),
        fault=(_digits(_dense(*[32] * 6, activation="relu")),),
    ),
    Case(
        code="NN307",
        task="digits, tanh",
        spec=DIGITS,
        sound=(_digits(_dense(32, 32, activation="tanh")),),
        fault=(_digits(_dense(32, 32, activation="tanh", kernel_initializer="he_normal")),),
    ),
    Case(
        code="NN308",
        task="digits, 5 layers of relu and of sigmoid",
        spec=DIGITS,
        sound=(_digits(_dense(*[32] * 5, activation="relu")),),
        fault=(_digits(_dense(*[32] * 5, activation="sigmoid")),),
    ),
    Case(
        code="NN309",
        task="digits with biases of 1",
        spec=DIGITS,
        fault=(_digits(_dense(32, 32, activation="relu", bias_initializer="ones")),),
    ),
    Case(code="NN310", task="digits for 1 epoch and for 15", spec=DIGITS, fault=("train.epochs=1",)),
    Case(code="NN311", task="digits with batches of 32 and of 1024", spec=DIGITS, fault=("train.batch_size=1024",)),
    Case(
        code="NN314",
        task="digits with Adam from 0.001",
        spec=DIGITS,
        fault=(
            "optimizer={Adam: {learning_rate: {ExponentialDecay: "
            "{initial_learning_rate: 0.001, decay_steps: 20, decay_rate: 0.5}}}}",
        ),
    ),
    Case(
        code="NN318",
        task="digits with SGD at 0.1",
        spec=DIGITS,
        sound=("optimizer={SGD: 0.1}",),
        fault=("optimizer={SGD: {learning_rate: 0.1, clipnorm: 1e-4}}",),
    ),
    Case(
        code="NN401",
        task="digits",
        spec=DIGITS,
        sound=(_digits(_HIDDEN, _BATCH_NORM, "Dropout: 0.3", _HIDDEN),),
        fault=(_digits(_HIDDEN, "Dropout: 0.3", _BATCH_NORM, _HIDDEN),),
    ),
    Case(
        code="NN403",
        task="digits with a rate of 0.2 and of 0.8",
        spec=DIGITS,
        sound=(_digits(_HIDDEN, "Dropout: 0.2", _HIDDEN, "Dropout: 0.2"),),
        fault=(_digits(_HIDDEN, "Dropout: 0.8", _HIDDEN, "Dropout: 0.8"),),
    ),
    Case(
        code="NN404",
        task="digits",
        spec=DIGITS,
        fault=("outputs.target.layers=[Dense: 10, Dropout: 0.3]", "outputs.target.head=Softmax"),
    ),
    Case(
        code="NN404",
        task="digits and their probabilities",
        spec=DIGITS,
        sound=(_CROSS_ENTROPY,),
        fault=("outputs.target.layers=[Dense: 10, Dropout: 0.3]", "outputs.target.head=Softmax"),
        of_classes="cross-entropy",
    ),
    Case(
        code="NN404",
        task="lengths of penguins' flippers",
        spec=FLIPPERS,
        fault=("outputs.flipper_length_mm.layers=[Dense: 1]", "outputs.flipper_length_mm.head={Dropout: 0.3}"),
    ),
    Case(
        code="NN405",
        task="breast cancer in batches of 32 and of 2",
        spec=CANCER,
        sound=(f"hidden=[Dense: 16, {_BATCH_NORM}, ReLU]",),
        fault=("train.batch_size=2",),
    ),
    Case(
        code="NN407",
        task="diabetes",
        spec=DIABETES,
        fault=("outputs.target.layers=[Dense: 1]", "outputs.target.head=BatchNormalization"),
    ),
    Case(
        code="NN407",
        task="lengths of penguins' flippers",
        spec=FLIPPERS,
        fault=("outputs.flipper_length_mm.layers=[Dense: 1]", "outputs.flipper_length_mm.head=BatchNormalization"),
    ),
    Case(
        code="NN409",
        task="digits with an L2 penalty of 0.1",
        spec=DIGITS,
        fault=(_digits(_dense(32, 32, activation="relu", kernel_regularizer="{L2: 0.1}")),),
    ),
    Case(
        code="NN413",
        task="digits, Dropout and AlphaDropout of 0.2 behind selu",
        spec=DIGITS,
        sound=(_selus(2, "AlphaDropout: 0.2"),),
        fault=(_selus(2, "Dropout: 0.2"),),
    ),
    Case(
        code="NN413",
        task="digits, Dropout and AlphaDropout of 0.1 behind 8 layers of selu",
        spec=DIGITS,
        sound=(_selus(8, "AlphaDropout: 0.1"),),
        fault=(_selus(8, "Dropout: 0.1"),),
    ),
    Case(
        code="NN417",
        task="digits",
        spec=DIGITS,
        sound=(_digits(_HIDDEN, _BATCH_NORM, _HIDDEN, _BATCH_NORM),),
        fault=(_digits(_HIDDEN, _BATCH_NORM, _BATCH_NORM, _HIDDEN, _BATCH_NORM, _BATCH_NORM),),
    ),
    Case(code="NN601", task="breast cancer", spec=CANCER, fault=("inputs.cells.scale=none",)),
    Case(code="NN601", task="digits, whose pixels go to 16", spec=DIGITS, fault=("inputs.image.scale=none",)),
    Case(code="NN601", task="penguins", spec=PENGUINS, fault=("inputs.body.scale=none",)),
    Case(code="NN604", task="penguins, sorted by species", spec=PENGUINS, fault=("train.shuffle=false",)),
    Case(code="NN604", task="digits, in no order", spec=DIGITS, fault=("train.shuffle=false",)),
    Case(code="NN614", task="masses of penguins", spec=MASSES, fault=("outputs.body_mass_g.scale=none",)),
)
