"""What the catalog says is what Keras does: names, aliases, required arguments, right and wrong values."""

from __future__ import annotations

import inspect
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import keras
import pytest
import tensorflow as tf
from keras.src.optimizers.base_optimizer import BaseOptimizer

from keras_samples import CATALOG, make, resolve, right_values, usable_entries, wrong_values
from keras_usage import use
from nnspec.catalog.catalog import Argument, Entry

pytestmark = pytest.mark.backend

EXCEPTIONS = Path(__file__).with_name("known_exceptions.json")
Found = dict[str, dict[str, list[str]]]

# What Keras, numpy, TensorFlow and the layers' own Python code raise on arguments that they cannot use.
REFUSALS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    ImportError,
    LookupError,
    NotImplementedError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
    tf.errors.OpError,
)
GETTERS: dict[str, Callable[[str], object]] = {
    "losses": keras.losses.get,
    "optimizers": keras.optimizers.get,
    "metrics": keras.metrics.get,
    "initializers": keras.initializers.get,
    "regularizers": keras.regularizers.get,
    "constraints": keras.constraints.get,
    "activations": keras.activations.get,
}
# Of each family whose members share arguments: the member on which these are tried, and the base that has them.
SHARED: dict[str, tuple[str, type]] = {
    "layers": ("Dense", keras.layers.Layer),
    "optimizers": ("Adam", BaseOptimizer),
}
# Keras writes these only in `compile`, which knows the shape of the targets.
COMPILE_ALIASES = {"acc"}
# Keras maps the name to the class and then finds that the class needs arguments, `Constant` by an oversight.
NEEDS_ARGUMENTS = {
    ("initializers", "Constant"),
    ("metrics", "IoU"),
    ("metrics", "MeanIoU"),
    ("metrics", "OneHotIoU"),
    ("metrics", "OneHotMeanIoU"),
    ("metrics", "PrecisionAtRecall"),
    ("metrics", "RecallAtPrecision"),
    ("metrics", "SensitivityAtSpecificity"),
    ("metrics", "SpecificityAtSensitivity"),
    ("optimizers", "LossScaleOptimizer"),
}


def _aliases() -> list[tuple[str, str]]:
    return [(family, alias) for family in CATALOG.families for alias in CATALOG.aliases.get(family, {})]


def _entry_id(entry: Entry) -> str:
    return f"{entry.family}.{entry.name}"


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("entry", usable_entries(), ids=_entry_id)
def test_entry_with_required_arguments_only_is_constructed_by_keras(entry: Entry) -> None:
    if entry.family == "activations":
        assert callable(resolve(entry.path))
    else:
        assert isinstance(make(entry), resolve(entry.path))


@pytest.mark.parametrize("entry", usable_entries("applications"), ids=_entry_id)
def test_application_takes_every_argument_of_the_catalog(entry: Entry) -> None:
    constructed = set(entry.arguments) - set(entry.call_options)
    assert constructed <= set(inspect.signature(resolve(entry.path)).parameters)


def test_application_without_weights_is_built_by_keras() -> None:
    entry = CATALOG.find("applications", "MobileNet")
    assert entry is not None
    assert make(entry, weights=None, input_shape=[32, 32, 3], alpha=0.25, classes=7).output_shape == (None, 7)


@pytest.mark.parametrize(("family", "alias"), _aliases())
def test_alias_is_a_name_that_keras_takes_for_the_same_thing(family: str, alias: str) -> None:
    entry = CATALOG.find(family, alias)
    assert entry is not None
    namespace = resolve(entry.path.rpartition(".")[0])
    if hasattr(namespace, alias) and inspect.isclass(getattr(namespace, alias)):
        assert getattr(namespace, alias) is resolve(entry.path)
    elif alias not in COMPILE_ALIASES and (family, entry.name) not in NEEDS_ARGUMENTS:
        assert _means(GETTERS[family](alias), entry)


def test_compile_alias_is_a_metric_that_keras_takes_only_in_compile() -> None:
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1, activation="sigmoid")])
    model.compile(loss="binary_crossentropy", metrics=sorted(COMPILE_ALIASES))
    model.train_on_batch(keras.ops.ones((2, 2)), keras.ops.ones((2, 1)))
    assert set(model.get_metrics_result()) == {"loss", *COMPILE_ALIASES}
    with pytest.raises(ValueError, match="acc"):
        keras.metrics.get("acc")


@pytest.mark.filterwarnings("ignore")  # Keras warns before it refuses
@pytest.mark.parametrize("family", [family for family in CATALOG.families if family not in ("applications", "ops")])
def test_values_that_keras_and_the_catalog_judge_differently_are_all_known(family: str) -> None:
    found = {
        "accepted by Keras although the catalog refuses them": _judged(family, _wrong_arguments, accepted=True),
        "refused by Keras for the sake of other arguments": _judged(family, _right_arguments, accepted=False),
    }
    known = json.loads(EXCEPTIONS.read_text(encoding="utf-8")) if EXCEPTIONS.exists() else {}
    if os.environ.get("UPDATE_KNOWN_EXCEPTIONS"):
        _write_exceptions(known | {family: found})
    else:
        assert found == known[family]


def _own_arguments(entry: Entry) -> Iterator[Argument]:
    """List an entry's arguments; those that every layer or optimizer shares are tried on one of them only."""
    speaker, base = SHARED.get(entry.family, ("", object))
    speaking = CATALOG.find(entry.family, speaker)
    shared = set(inspect.signature(base.__init__).parameters)
    for argument in entry.arguments.values():
        if argument.name in entry.call_options:
            continue
        same = speaking is not None and speaking.arguments.get(argument.name) == argument
        if entry.name == speaker or not (same and argument.name in shared):
            yield argument


def _judged(
    family: str, choose: Callable[[Entry, Argument], Iterator[object]], *, accepted: bool
) -> dict[str, dict[str, list[str]]]:
    """Group the entries whose use with a chosen value goes one way: argument -> value -> entries."""
    found: Found = {}
    for entry in usable_entries(family):
        for argument in _own_arguments(entry):
            for value in choose(entry, argument):
                if _is_accepted(entry, argument, value) is accepted:
                    found.setdefault(argument.name, {}).setdefault(json.dumps(value), []).append(entry.name)
    return {name: found[name] for name in sorted(found)}


def _wrong_arguments(_entry: Entry, argument: Argument) -> Iterator[object]:
    return iter(wrong_values(argument))


def _right_arguments(entry: Entry, argument: Argument) -> Iterator[object]:
    """Give distinct right values but for the default, with which every entry is constructed anyway."""
    distinct = {json.dumps(value): value for value in right_values(entry, argument)}
    default = None if argument.required else json.dumps(argument.default)
    return (value for text, value in distinct.items() if text != default)


def _is_accepted(entry: Entry, argument: Argument, value: object) -> bool:
    try:
        use(entry, **{argument.name: value})
    except REFUSALS:
        return False
    return True


def _means(resolved: object, entry: Entry) -> bool:
    """Tell whether Keras' object is the entry's class, an instance of it, or the function of the same meaning."""
    target = resolve(entry.path)
    if inspect.isfunction(resolved):
        return resolved is target or resolved.__name__.replace("_", "") == entry.name.lower()
    return isinstance(resolved, target)


def _write_exceptions(content: dict[str, dict[str, Found]]) -> None:
    lines = []
    for family, judgements in content.items():
        parts = []
        for judgement, arguments in judgements.items():
            rows = [f"   {json.dumps(name)}: {json.dumps(values)}" for name, values in arguments.items()]
            parts.append(f"  {json.dumps(judgement)}: {{\n" + ",\n".join(rows) + "\n  }")
        lines.append(f" {json.dumps(family)}: {{\n" + ",\n".join(parts) + "\n }")
    EXCEPTIONS.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
