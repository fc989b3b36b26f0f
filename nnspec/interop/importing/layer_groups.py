"""An HDF5 file of Keras 3 weights -> which of its groups holds which layer."""

from __future__ import annotations

from collections.abc import Iterator

import h5py

_LAYERS = "layers"
_VARIABLES = "vars"


def find_layer_groups(opened: h5py.File) -> dict[str, str]:
    """Find the group of each layer, by the layer's name; those of nested models behind the model's name and a slash.

    Args:
        opened: as `save_weights` wrote it; its groups are called for classes, and say the names inside.
    """
    return dict(_find(opened, prefix=""))


def _find(group: h5py.Group, *, prefix: str) -> Iterator[tuple[str, str]]:
    layers = group.get(_LAYERS)
    for member in layers.values() if isinstance(layers, h5py.Group) else ():
        name = _name_of(member)
        if name is not None:
            yield prefix + name, member.name
            yield from _find(member, prefix=f"{prefix}{name}/")


def _name_of(group: h5py.Group) -> str | None:
    variables = group.get(_VARIABLES)
    name = None if variables is None else variables.attrs.get("name")
    return None if name is None else str(name)
