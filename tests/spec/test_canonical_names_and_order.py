"""What `nnspec fmt` does to names, to the order of keys and to the forms of calls; and what it leaves alone."""

from __future__ import annotations

import pytest

from nnspec.document.layout import write_yaml
from nnspec.document.yaml_tree import read_yaml_tree
from nnspec.spec.canonical.sections import arrange_spec

CASES = {
    "top-level keys": ("outputs: {z: number}\nnnspec: 1\nname: n\n", "nnspec: 1\nname: n\noutputs: {z: number}\n"),
    "constructs come before the network": (
        "hidden: []\nvars: {w: 1}\nextends: base.yaml\n",
        "extends: base.yaml\nvars: {w: 1}\nhidden: []\n",
    ),
    "keys of a section": ("train: {batch_size: 8, epochs: 3}\n", "train: {epochs: 3, batch_size: 8}\n"),
    "inputs keep their order": ("inputs: {b: number, a: number}\n", "inputs: {b: number, a: number}\n"),
    "keys of an input": ("inputs: {b: {fill: x, type: category}}\n", "inputs: {b: {type: category, fill: x}}\n"),
    "arguments of a layer": (
        "hidden:\n  - Dense: {from: a, activation: relu, name: n, units: 3}\n",
        "hidden:\n  - Dense: {units: 3, activation: relu, name: n, from: a}\n",
    ),
    "names of classes": (
        "optimizer: adam\noutputs: {z: {type: number, loss: mse}}\n",
        "outputs: {z: {type: number, loss: MeanSquaredError}}\noptimizer: Adam\n",
    ),
    "names inside arguments": (
        "hidden:\n  - Dense: {units: 3, kernel_initializer: he_normal, activation: swish}\n",
        "hidden:\n  - Dense: {units: 3, activation: silu, kernel_initializer: HeNormal}\n",
    ),
    "other spellings of layers": ("hidden:\n  - MaxPool2D\n", "hidden:\n  - MaxPooling2D\n"),
    "accuracy is a word": (
        "outputs: {z: {type: category, metrics: [acc, mae]}}\n",
        "outputs: {z: {type: category, metrics: [acc, MeanAbsoluteError]}}\n",
    ),
    "a required argument stands alone": ("hidden:\n  - Dropout: {rate: 0.5}\n", "hidden:\n  - Dropout: 0.5\n"),
    "an optional argument keeps its name": (
        "hidden:\n  - BatchNormalization: {axis: 1}\noptimizer: {Adam: {learning_rate: 1e-3}}\n",
        "hidden:\n  - BatchNormalization: {axis: 1}\noptimizer: {Adam: {learning_rate: 1e-3}}\n",
    ),
    "a call without arguments is a name": ("hidden:\n  - Flatten: {}\n", "hidden:\n  - Flatten\n"),
    "a value from elsewhere stands alone where it can be no mapping": (
        "hidden:\n  - Dense: {units: $w}\n",
        "hidden:\n  - Dense: $w\n",
    ),
    "a residual of layers is a list": (
        "hidden:\n  - residual: {layers: [{Dense: 3}]}\n",
        "hidden:\n  - residual:\n      - Dense: 3\n",
    ),
    "a call of a layer is a name": ("hidden:\n  - call: {layer: enc}\n", "hidden:\n  - call: enc\n"),
    "a nested model begins with its name": (
        "hidden:\n  - model: {layers: [Flatten], from: a, name: m}\n",
        "hidden:\n  - model: {name: m, from: a, layers: [Flatten]}\n",
    ),
    "a block begins with its arguments": (
        "blocks: {b: {layers: [Flatten], args: {y: 1, x: 2}}}\n",
        "blocks: {b: {args: {y: 1, x: 2}, layers: [Flatten]}}\n",
    ),
    "what an alias stands for is left alone": (
        "hidden:\n  - Dense: &d {activation: swish, units: 3}\n  - Dense: *d\n",
        "hidden:\n  - Dense: &d {activation: swish, units: 3}\n  - Dense: *d\n",
    ),
    "an alias stays below its anchor": (
        "train: {stages: [{optimizer: &o {SGD: 0.1}, epochs: 1}]}\noptimizer: *o\nnnspec: 1\n",
        "nnspec: 1\ntrain:\n  stages:\n    - {epochs: 1, optimizer: &o {SGD: 0.1}}\noptimizer: *o\n",
    ),
    "comments go with their keys": (
        "nnspec: 1\n# about training\ntrain: {epochs: 3}  # few\n# about outputs\noutputs: {z: number}\n",
        "nnspec: 1\n# about outputs\noutputs: {z: number}\n# about training\ntrain: {epochs: 3}  # few\n",
    ),
    "comments that begin the file stay there": (
        "# a spec of mine\nname: n\nnnspec: 1\n",
        "# a spec of mine\nnnspec: 1\nname: n\n",
    ),
    "below a blank line they belong to the key": (
        "# a spec of mine\n\n# its name\nname: n\nnnspec: 1\n",
        "# a spec of mine\n\nnnspec: 1\n# its name\nname: n\n",
    ),
    "a comment above an argument keeps the mapping": (
        "hidden:\n  - Dropout:\n      # much\n      rate: 0.5\n",
        "hidden:\n  - Dropout:\n      # much\n      rate: 0.5\n",
    ),
    "a comment beside an argument stays beside it": (
        "hidden:\n  - Dropout:\n      rate: 0.5  # much\n",
        "hidden:\n  - Dropout: 0.5  # much\n",
    ),
    "a search is left alone": (
        "hidden:\n  - Dense: {units: {$search: [32, 64]}}\n",
        "hidden:\n  - Dense: {units: {$search: [32, 64]}}\n",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_canonical_form(name):
    before, after = CASES[name]
    for text in (before, after):
        tree = read_yaml_tree(text)
        arrange_spec(tree)
        assert write_yaml(tree) == after
