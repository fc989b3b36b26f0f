"""Specs as people write them, of about 50 lines, drawn at random from a seed."""

from __future__ import annotations

import random
from pathlib import Path

ACTIVATIONS = ("relu", "gelu", "tanh", "silu", "elu")


def write_specs(folder: Path, *, count: int, seed: int = 0) -> float:
    """Write that many specs; return their mean number of lines."""
    draw = random.Random(seed)
    texts = [spec_text(draw, number) for number in range(count)]
    for number, text in enumerate(texts):
        (folder / f"spec-{number:03}.yaml").write_text(text, encoding="utf-8")
    return sum(text.count("\n") for text in texts) / count


def spec_text(draw: random.Random, number: int) -> str:
    """Write one spec: a table or pictures in, a head or two out."""
    pictures = draw.random() < 0.4
    lines = ["# What this network is for, and who asked for it.", "nnspec: 1", f"name: model-{number}", ""]
    lines += [f"seed: {draw.randrange(1000)}", "", "data:", f"  source: data/part-{number}.csv"]
    lines += ["  split: {validation: 0.15, test: 0.15, stratify: label}", "  missing: drop", "", "inputs:"]
    lines += _picture_input() if pictures else _table_inputs(draw)
    lines += ["", "hidden:", *(_picture_layers(draw) if pictures else _table_layers(draw)), "", "outputs:"]
    lines += ["  label:", "    type: category", f"    classes: {draw.randrange(2, 20)}", "    metrics: [accuracy]"]
    lines += ["", *_optimizer(draw), "", "train:", f"  epochs: {draw.randrange(5, 100)}"]
    lines += [f"  batch_size: {2 ** draw.randrange(4, 9)}", "  stop:", "    monitor: val_loss"]
    lines += [f"    patience: {draw.randrange(3, 12)}", "", "expect:", "  test.accuracy: {min: 0.8}"]
    return "\n".join(lines) + "\n"


def _picture_input() -> list[str]:
    return ["  image:", "    type: image", "    size: [64, 64]", "    channels: 3"]


def _table_inputs(draw: random.Random) -> list[str]:
    columns = ", ".join(f"feature_{i}" for i in range(draw.randrange(3, 9)))
    return ["  measures:", f"    columns: [{columns}]", "    fill: median", "  region: category"]


def _picture_layers(draw: random.Random) -> list[str]:
    lines = []
    for depth in range(draw.randrange(2, 4)):
        lines += ["  - Conv2D:", f"      filters: {16 * 2**depth}", "      kernel_size: 3", "      padding: same"]
        lines += ["      kernel_initializer: he_normal", "  - BatchNormalization", "  - ReLU", "  - MaxPooling2D: 2"]
    return [*lines, "  - GlobalAveragePooling2D", f"  - Dropout: 0.{draw.randrange(1, 5)}"]


def _table_layers(draw: random.Random) -> list[str]:
    lines = []
    for _ in range(draw.randrange(3, 6)):
        lines += ["  - Dense:", f"      units: {2 ** draw.randrange(3, 8)}"]
        lines += [f"      activation: {draw.choice(ACTIVATIONS)}"]
        lines += [f"      kernel_regularizer: {{L2: {draw.choice(['1e-4', '1e-5'])}}}"]
        lines += [f"  - Dropout: 0.{draw.randrange(1, 5)}"]
    return [*lines, f"  - KAN: {draw.randrange(4, 32)}"] if draw.random() < 0.3 else lines


def _optimizer(draw: random.Random) -> list[str]:
    if draw.random() < 0.5:
        return [f"optimizer: {{{draw.choice(['Adam', 'AdamW', 'RMSprop'])}: {{learning_rate: 1e-3}}}}"]
    return [
        "optimizer:",
        "  SGD:",
        "    learning_rate:",
        "      CosineDecay: {initial_learning_rate: 0.01, decay_steps: 10000, warmup_target: 0.1, warmup_steps: 500}",
        "    momentum: 0.9",
        "    nesterov: true",
    ]
