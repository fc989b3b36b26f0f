"""Layers that stand inside other layers or join branches: whether they can do what is asked of them there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from nnspec.catalog.catalog import Entry as CatalogEntry
from nnspec.diagnostics.diagnostic import Diagnostic, Path
from nnspec.spec.calls import Call
from nnspec.spec.entries import Entry, LayerEntry, ModelEntry, ParallelEntry, walk_entries
from nnspec.spec.spec import Spec

# What the layers inside these must be; inside all others they take one tensor and give one.
_CELLS = (("RNN", "cell"), ("StackedRNNCells", "cells"))
_RECURRENT = (("Bidirectional", "layer"), ("Bidirectional", "backward_layer"))
_WEIGHTED = (("SpectralNormalization", "layer"),)
_KERNELS = ("kernel_initializer", "depthwise_initializer", "embeddings_initializer")


def check_layers(spec: Spec) -> Iterator[Diagnostic]:
    """Check the layers inside layers, and those that join branches.

    Reports: NN022, NN037, NN155.
    """
    for entry in _all_entries((spec.hidden, *(output.layers for output in spec.outputs))):
        if isinstance(entry, LayerEntry):
            yield from _check_inside(entry.call)
        elif isinstance(entry, ParallelEntry):
            yield from _check_join(entry)
    for output in spec.outputs:
        if output.head is not None:
            yield from _check_inside(output.head)


def _all_entries(lists: Iterable[Iterable[Entry]]) -> Iterator[Entry]:
    for entries in lists:
        for entry in walk_entries(entries):
            yield entry
            if isinstance(entry, ModelEntry):
                yield from _all_entries((entry.layers,))


def _check_join(entry: ParallelEntry) -> Iterator[Diagnostic]:
    call, path = entry.join, (*entry.content_path, "join")
    yield from _check_own_keys(call, "beside `join`")
    if call.entry.inputs != "several":
        message = f"`{call.name}` merges nothing, and `join` needs a merging layer"
        hint = "use `Concatenate`, `Add` or another merging layer"
        yield Diagnostic(code="NN155", message=message, path=path, received=call.name, hint=hint)


def _check_inside(outer: Call) -> Iterator[Diagnostic]:
    for argument, value in outer.arguments.items():
        layers = [item for item in (value if isinstance(value, tuple) else (value,)) if _is_layer(item)]
        for layer in layers:
            yield from _check_own_keys(layer, f"beside `{argument}`")
            finding = _check_kind(outer, argument, layer)
            if finding is not None:
                yield finding
            yield from _check_inside(layer)
        if argument == "backward_layer" and layers:
            yield from _check_directions(outer, layers[0])
        if layers and isinstance(value, tuple) and (outer.name, argument) in (*_RECURRENT, *_WEIGHTED):
            message = f"`{argument}` of `{outer.name}` takes one layer"
            path = (*_content(outer), argument)
            yield Diagnostic(code="NN022", message=message, path=path, received=f"a list of {len(layers)}")


def _check_directions(outer: Call, backward: Call) -> Iterator[Diagnostic]:
    """Hold the layer that runs backward against the one that runs forward, as Keras does when it builds them."""
    forward, path = outer.get("layer"), (*_content(outer), "backward_layer")
    if not _is_layer(forward) or not _is_recurrent(forward.entry) or not _is_recurrent(backward.entry):
        return
    if forward.get("go_backwards") == backward.get("go_backwards"):
        message, hint = "`layer` and `backward_layer` run in one direction", "say `go_backwards: true` in one of them"
        yield Diagnostic(code="NN037", message=message, path=path, hint=hint)
    for argument in ("return_sequences", "return_state"):
        if forward.get(argument) != backward.get(argument):
            message = f"`layer` and `backward_layer` differ in `{argument}`"
            yield Diagnostic(code="NN037", message=message, path=path, hint="give both the same")


def _is_layer(value: Any) -> bool:
    return isinstance(value, Call) and value.family == "layers"


def _check_own_keys(call: Call, place: str) -> Iterator[Diagnostic]:
    if "from" in call.arguments:
        message, path = f"`{call.name}` takes no `from` here", (*_content(call), "from")
        yield Diagnostic(code="NN037", message=message, path=path, hint=f"put `from` {place}")


def _content(call: Call) -> Path:
    return call.path if call.written is None else (*call.path, call.written)


def _check_kind(outer: Call, argument: str, layer: Call) -> Diagnostic | None:
    place, entry = (outer.name, argument), layer.entry
    if place in _CELLS:
        return None if _is_cell(entry) else _wrong(outer, layer, "a cell", f"a cell such as `{_cell_for(layer)}`")
    if place in _RECURRENT:
        return None if _is_recurrent(entry) else _wrong(outer, layer, "a recurrent layer", "`LSTM`, `GRU` or another")
    if place in _WEIGHTED and not _has_kernel(entry):
        return _wrong(outer, layer, "a layer with a kernel", "a layer such as `Dense`, `Conv2D` or `Embedding`")
    if _is_cell(entry):
        message = f"`{layer.name}` is a cell, which only `RNN` runs"
        return Diagnostic(code="NN022", message=message, path=layer.path, received=layer.name, expected="a layer")
    if entry.inputs != "one":
        message = f"`{outer.name}` hands its layer one tensor, and `{layer.name}` takes several"
        return Diagnostic(code="NN155", message=message, path=layer.path, received=layer.name)
    return None


def _is_cell(entry: CatalogEntry) -> bool:
    return "states" in entry.call_arguments


def _is_recurrent(entry: CatalogEntry) -> bool:
    return "go_backwards" in entry.arguments


def _has_kernel(entry: CatalogEntry) -> bool:
    """Tell whether the layer itself holds one kernel or one table; in recurrent layers the cell does."""
    held = any(name in entry.arguments for name in _KERNELS)
    return held and "pointwise_initializer" not in entry.arguments and not _is_recurrent(entry) and not _is_cell(entry)


def _cell_for(layer: Call) -> str:
    return f"{layer.name}Cell" if layer.name in ("LSTM", "GRU", "SimpleRNN") else "LSTMCell"


def _wrong(outer: Call, layer: Call, needed: str, expected: str) -> Diagnostic:
    message = f"`{outer.name}` needs {needed}, and `{layer.name}` is none"
    return Diagnostic(code="NN022", message=message, path=layer.path, received=layer.name, expected=expected)
