"""A whole model -> the part of it up to a layer, pooled if asked for."""

from __future__ import annotations

from fnmatch import fnmatchcase

import keras

from nnspec.diagnostics.spelling import suggest
from nnspec.errors import spec_error
from nnspec.spec.bases import Base


def cut(model: keras.Model, base: Base, *, above: str | None = None) -> keras.Model:
    """Keep a model up to the layer that `until` names, and pool its feature map.

    The weights are shared with the whole model.

    Args:
        model: one input, one output.
        base: `until` (a name, or a pattern that matches one layer) and `pooling` are read.
        above: the layer whose input is the last tensor to keep, where `until` is silent.

    Raises:
        SpecError: NN552 where `until` matches no layer or several, NN553 where there is nothing to pool.
    """
    output = model.outputs[0] if above is None else keras.Operation.input.fget(model.get_layer(above))
    if base.until is not None:
        output = _output_in(find_layer(model, base.until, base))
    if base.pooling is not None:
        output = _pooled(output, base)
    return keras.Model(model.inputs[0], output, name=model.name)


def find_layer(model: keras.Model, wanted: str, base: Base) -> keras.Operation:
    """Find the one layer or function of a model that a name or pattern means.

    Raises:
        SpecError: NN552.
    """
    operations = {operation.name: operation for operation in model.operations}
    names = list(operations)
    matches = [wanted] if wanted in names else [name for name in names if fnmatchcase(name, wanted)]
    if len(matches) == 1:
        return operations[matches[0]]
    many = ", ".join(f"`{name}`" for name in matches[:5])
    raise spec_error(
        "NN552",
        f"`until` matches {len(matches) or 'no'} layer{'s' if matches else ''} of base `{base.name}`",
        path=(*base.path, "until"),
        received=wanted,
        expected="the name of one layer",
        hint=f"it matches {many}" if matches else suggest(wanted, names) or f"the last layer is `{names[-1]}`",
    )


def _output_in(layer: keras.Operation) -> keras.KerasTensor:
    """Return the first tensor that a layer gives where it stands; `output` of a nested model is that inside it."""
    given = keras.Operation.output.fget(layer)
    return given[0] if isinstance(given, list | tuple) else given


def _pooled(output: keras.KerasTensor, base: Base) -> keras.KerasTensor:
    if len(output.shape) != 4:
        raise spec_error(
            "NN553",
            f"`pooling` needs a feature map, and base `{base.name}` ends in another tensor",
            path=(*base.path, "pooling"),
            received=str(tuple(output.shape[1:])),
            expected="height, width and channels",
        )
    layer = keras.layers.GlobalAveragePooling2D if base.pooling == "avg" else keras.layers.GlobalMaxPooling2D
    return layer(name=f"{base.pooling}_pool_of_{base.name}")(output)
