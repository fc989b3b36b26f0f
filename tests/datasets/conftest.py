"""Specs about data, made without a document."""

import pytest

from nnspec.references.project import project_paths
from nnspec.spec.data import Data, Split
from nnspec.spec.heads import default_loss
from nnspec.spec.inputs import INPUT_TYPES
from nnspec.spec.outputs import Output
from nnspec.spec.spec import Spec
from nnspec.spec.train import Train


def make_input(name, type="number", **keys):
    return INPUT_TYPES[type](name=name, path=("inputs", name), **keys)


def make_output(name, type, **keys):
    return Output(**{"name": name, "path": ("outputs", name), "type": type, "loss": default_loss(type), **keys})


def make_data(source=None, *, split=None, **keys):
    default = Split(path=("data",), validation=0.15, test=0.15)
    cut = default if split is None and source else split
    cut = None if split == "none" else Split(path=("data", "split"), **split) if isinstance(split, dict) else cut
    return Data(path=("data",), source=source, split=cut, default_split=split is None, **keys)


@pytest.fixture
def spec_of():
    """A spec from inputs and outputs as mappings of keys, and the keys of `data`."""

    def make(data, inputs, outputs, *, seed=0):
        return Spec(
            document=None,
            written=None,
            nnspec=1,
            seed=seed,
            data=make_data(**data),
            train=Train(),
            inputs=tuple(make_input(name, **keys) for name, keys in inputs.items()),
            outputs=tuple(make_output(name, **keys) for name, keys in outputs.items()),
        )

    return make


@pytest.fixture
def paths(tmp_path):
    return project_paths(tmp_path)
