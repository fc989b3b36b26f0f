"""Small real tasks, each as a short spec that trains in a second or two; paths are relative to the root."""

from __future__ import annotations

DIGITS = """\
nnspec: 1
data: {source: sklearn:digits, split: {test: 0.3, stratify: target}}
inputs: {image: {type: array, scale: standard}}
hidden: [Flatten, {Dense: {units: 32, activation: relu}}, {Dense: {units: 32, activation: relu}}]
outputs: {target: {type: category}}
train: {epochs: 15}
"""
NUMBERS = """\
nnspec: 1
data: {source: sklearn:digits, split: {test: 0.3}}
inputs: {image: {type: array, scale: standard}}
hidden: [Flatten, {Dense: {units: 32, activation: relu}}, {Dense: {units: 32, activation: relu}}]
outputs: {target: {type: number, scale: standard}}
train: {epochs: 15}
"""
CANCER = """\
nnspec: 1
data: {source: sklearn:breast_cancer, split: {test: 0.3, stratify: target}}
inputs: {cells: {columns: ["mean *", "* error", "worst *"]}}
hidden: [{Dense: {units: 16, activation: relu}}]
outputs: {target: {type: binary}}
train: {epochs: 15}
"""
DIABETES = """\
nnspec: 1
data: {source: sklearn:diabetes, split: {test: 0.3}}
inputs: {patient: {columns: [age, sex, bmi, bp, "s?"]}}
hidden: [{Dense: {units: 16, activation: relu}}]
outputs: {target: {type: number, scale: standard}}
train: {epochs: 30}
"""
PENGUINS = """\
nnspec: 1
data: {source: examples/penguins/penguins.csv, split: {test: 0.3, stratify: species}, missing: drop}
inputs: {body: {columns: [bill_*, flipper_length_mm, body_mass_g]}}
hidden: [{Dense: {units: 16, activation: relu}}]
outputs: {species: {type: category}}
train: {epochs: 20}
"""
FLIPPERS = """\
nnspec: 1
data: {source: examples/penguins/penguins.csv, split: {test: 0.3}, missing: drop}
inputs: {body: {columns: [bill_*, body_mass_g]}}
hidden: [{Dense: {units: 16, activation: relu}}]
outputs: {flipper_length_mm: {type: number, scale: standard}}
train: {epochs: 40}
"""
MASSES = """\
nnspec: 1
data: {source: examples/penguins/penguins.csv, split: {test: 0.3}, missing: drop}
inputs: {body: {columns: [bill_*, flipper_length_mm]}}
hidden: [{Dense: {units: 16, activation: relu}}]
outputs: {body_mass_g: {type: number, scale: standard}}
train: {epochs: 40}
"""
