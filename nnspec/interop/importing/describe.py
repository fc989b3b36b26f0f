"""A serialized layer -> the word and the arguments of its entry, through the catalog's allow-list."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import Any

from nnspec.catalog.catalog import Entry, load_catalog
from nnspec.errors import spec_error
from nnspec.interop.importing.keras_own import replace_keras_own
from nnspec.interop.importing.network import Config
from nnspec.interop.importing.values import shorten, terse_arguments
from nnspec.records import record

Words = tuple[str, dict[str, Any]]

# What a config holds beside the constructor's arguments, and what nnspec says in another place.
_NOT_ARGUMENTS = frozenset({"name", "dtype", "trainable", "vocabulary_size", "vocabulary_dtype"})
# What some configs hold although the constructors' documentation does not name it.
_UNDOCUMENTED = {"oov_method": "floormod"}
_ONE_AXIS = frozenset({"BatchNormalization", "Concatenate", "LayerNormalization", "Normalization", "Softmax"})


@record(kw_only=True)
class Surroundings:
    """What holds for all layers of a model.

    Args:
        precision: the dtype policy of the spec; layers of another name it.
        trainable: False inside a model that is not.
    """

    precision: str = "float32"
    trainable: bool = True


def describe_layer(layer: Config, around: Surroundings, *, rank: int | None = None) -> Words:
    """Name a layer and those of its arguments that are no defaults.

    Args:
        layer: as Keras serialized it.
        around: of the model that holds it.
        rank: of its input, batch axis included; None where it is not known.

    Raises:
        SpecError: NN561 for a class that is not Keras' own, NN562 for arguments that no spec can hold.
    """
    config = layer["config"]
    replaced = replace_keras_own(str(layer.get("registered_name")), config) if _is_keras(layer) else None
    if replaced is not None:
        word, arguments = replaced
        return word, {**arguments, **_own_policy(config, around, known=("trainable", "dtype"))}
    entry = _find_entry(layer)
    said = {name: value for name, value in _with_last_axis(entry, config, rank).items() if name != "dtype"}
    arguments = terse_arguments(entry, said, read_layer=_reader(around))
    _check_all_said(entry, config)
    _drop_mirrored(arguments)
    _drop_idle_padding(arguments)
    return entry.name, {**arguments, **_own_policy(config, around, known=entry.arguments)}


def read_inner_layer(layer: Config, around: Surroundings) -> Any:
    """Write a layer that stands in another's argument: an entry, or a list of entries for a Sequential.

    Args:
        layer: as Keras serialized it.
        around: of the model that holds it.

    Raises:
        SpecError: NN561 or NN562.
    """
    if layer["class_name"] == "Sequential":
        inner = [each for each in layer["config"]["layers"] if each["class_name"] != "InputLayer"]
        return [read_inner_layer(each, around) for each in inner]
    word, arguments = describe_layer(layer, around)
    entry = load_catalog().find("layers", word)
    assert entry is not None
    return shorten(entry, arguments)


def policy_of(config: Mapping[str, Any]) -> str | None:
    """Name the dtype policy of a layer's config; None where it has none.

    Raises:
        SpecError: NN562 for a quantized one.
    """
    policy = config.get("dtype")
    if not isinstance(policy, Mapping):
        return policy
    if policy["class_name"] == "DTypePolicy":
        return str(policy["config"]["name"])
    raise spec_error(
        "NN562",
        f"`{config.get('name')}` has the dtype policy `{policy['class_name']}`",
        received=str(policy["config"]),
        expected="a precision such as `float32` or `mixed_bfloat16`",
        hint="import the model as it was before it was quantized",
    )


def _reader(around: Surroundings) -> Any:
    return lambda layer: read_inner_layer(layer, around)


def _find_entry(layer: Config) -> Entry:
    entry = load_catalog().find("layers", layer["class_name"]) if _is_known(layer) else None
    if entry is None:
        raise spec_error(
            "NN561",
            f"`{layer['class_name']}` is no class of Keras",
            received=str(layer.get("registered_name") or f"{layer.get('module')}.{layer['class_name']}"),
            hint="what it does is Python code; build the model of Keras' own layers, or of `keras.ops`",
        )
    if entry.refused is not None:
        raise spec_error(
            "NN561",
            f"`{entry.name}` cannot stand in a spec: {entry.refused}",
            received=str(layer["config"].get("name", entry.name)),
            hint="say the same with Keras' layers, or with functions of `keras.ops`, and save that model",
        )
    return entry


def _is_known(layer: Config) -> bool:
    registered = str(layer.get("registered_name") or layer["class_name"])
    return registered.startswith("nnspec>") or (_is_keras(layer) and registered == layer["class_name"])


def _is_keras(layer: Config) -> bool:
    return str(layer.get("module")).partition(".")[0] == "keras"


def _with_last_axis(entry: Entry, config: Mapping[str, Any], rank: int | None) -> Mapping[str, Any]:
    """Write the last axis as -1, whatever its number is here."""
    axis = config.get("axis")
    if isinstance(axis, list | tuple) and len(axis) == 1:
        axis = axis[0]
    if entry.name not in _ONE_AXIS or not isinstance(axis, int) or rank is None:
        return config
    return {**config, "axis": -1 if axis == rank - 1 else axis}


def _own_policy(config: Mapping[str, Any], around: Surroundings, *, known: Container[str]) -> dict[str, Any]:
    """Say what is not as around: the dtype policy, and the weights of a model that is not trained."""
    policy = policy_of(config)
    own: dict[str, Any] = {} if policy in (None, around.precision) else {"dtype": policy}
    if not around.trainable or config.get("trainable") is False:
        own["trainable"] = False
    return {name: value for name, value in own.items() if name in known}


def _check_all_said(entry: Entry, config: Mapping[str, Any]) -> None:
    for name, value in config.items():
        if name in entry.arguments or name in _NOT_ARGUMENTS or value in (None, False, _UNDOCUMENTED.get(name)):
            continue
        raise spec_error(
            "NN562",
            f"`{entry.name}` has an argument that a spec cannot give",
            received=f"{name}: {str(value)[:60]}",
            hint="build the model without it",
        )


def _drop_mirrored(arguments: dict[str, Any]) -> None:
    """Leave out a backward layer that is the forward one turned round, as Bidirectional makes it itself."""
    forward, backward = arguments.get("layer"), arguments.get("backward_layer")
    if not isinstance(forward, Mapping) or not isinstance(backward, Mapping):
        return
    turned = _content(backward)
    if turned.pop("go_backwards", False) is not True:
        return
    if next(iter(forward)) == next(iter(backward)) and turned == _content(forward):
        del arguments["backward_layer"]


def _drop_idle_padding(arguments: dict[str, Any]) -> None:
    """Leave out `same` where the kernel is one point, which needs no padding whatever the strides."""
    if arguments.get("kernel_size") == 1 and arguments.get("padding") == "same":
        del arguments["padding"]


def _content(written: Any) -> dict[str, Any]:
    ((word, content),) = written.items()
    entry = load_catalog().find("layers", word)
    first = None if entry is None else load_catalog().first_argument(entry)
    return dict(content) if isinstance(content, Mapping) else {str(first): content}
