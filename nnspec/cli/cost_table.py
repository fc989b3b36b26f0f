"""What a network costs -> a table on the terminal, or JSON."""

from __future__ import annotations

import json
from typing import Any

from nnspec.cli.columns import align
from nnspec.cli.units import format_bytes, format_count
from nnspec.comparing.growth import Growth
from nnspec.inference.costs.costs import Costs, NodeCosts
from nnspec.inference.dimension import Dimension

_HEAD = ("layer", "class", "output", "parameters", "FLOPs", "activations")


def format_costs(costs: Costs) -> str:
    """Write one line per layer, then the whole: parameters, operations, and the memory of a training step.

    FLOPs are those of one forward pass for one example, activations the bytes that it gives.
    """
    rows = [_HEAD, *map(_row, costs.nodes)]
    return "\n".join([*align(rows, texts=3), "", *align(_totals(costs), texts=1)])


def costs_as_json(costs: Costs, *, limit: int | None = None) -> str:
    """Write the same as JSON; what is not known is null, what depends on symbols is a text.

    Args:
        costs: of a network.
        limit: bytes of memory; `fits` says whether a training step does.
    """
    layers = [
        {
            "name": row.place.name,
            "class": row.kind,
            "output": row.output,
            "parameters": plain(row.parameters),
            "trainable": plain(row.trainable),
            "frozen": plain(row.frozen),
            "flops": plain(row.flops),
            "activation_bytes": plain(row.activations),
        }
        for row in costs.nodes
    ]
    room = {} if limit is None else {"memory": {"limit_bytes": limit, "fits": fits(costs, limit)}}
    return json.dumps({"layers": layers, "total": _total_data(costs), **room}, indent=1)


def _row(row: NodeCosts) -> tuple[str, ...]:
    indented = "  " * row.place.name.count("/") + row.place.node.name
    parameters = format_count(row.parameters)
    return indented, row.kind, row.output, parameters, format_count(row.flops), format_bytes(row.activations)


def _totals(costs: Costs) -> list[tuple[str, str]]:
    step = f"training step, {costs.batch_size} rows"
    return [
        ("parameters", format_count(costs.parameters)),
        ("  trainable", format_count(costs.trainable)),
        ("FLOPs, forward, one example", format_count(costs.flops)),
        (f"FLOPs, {step}", format_count(costs.training_flops)),
        (f"memory, {step}", format_bytes(costs.memory)),
        ("  weights", format_bytes(costs.weights)),
        ("  gradients", format_bytes(costs.gradients)),
        ("  optimizer", format_bytes(costs.optimizer)),
        ("  activations", format_bytes(costs.activations)),
    ]


def _total_data(costs: Costs) -> dict[str, Any]:
    return {
        "parameters": plain(costs.parameters),
        "trainable": plain(costs.trainable),
        "flops": plain(costs.flops),
        "training_step_flops": plain(costs.training_flops),
        "batch_size": costs.batch_size,
        "memory_bytes": plain(costs.memory),
        "weight_bytes": plain(costs.weights),
        "gradient_bytes": plain(costs.gradients),
        "optimizer_bytes": plain(costs.optimizer),
        "activation_bytes": plain(costs.activations),
    }


def plain(value: Dimension) -> int | str | None:
    """Write a count for JSON: a number, a formula as text, or null."""
    if isinstance(value, int):
        return value
    return str(value) if value.known else None


def fits(costs: Costs, limit: int) -> bool | None:
    """Tell whether a training step fits into a memory of so many bytes; None where nobody can tell."""
    return costs.memory <= limit if isinstance(costs.memory, int) else None


def format_fit(costs: Costs, limit: int) -> str:
    """Say whether a training step fits into a memory of so many bytes, or why that is not known."""
    room, need, verdict = format_bytes(limit), format_bytes(costs.memory), fits(costs, limit)
    if verdict is None:
        return f"whether a training step fits into {room} is not known: {_reason(costs)}"
    if verdict:
        return f"a training step fits into {room}: it needs {need} at least"
    return f"a training step does not fit into {room}: it needs {need}"


def _reason(costs: Costs) -> str:
    if isinstance(costs.weights, int) and isinstance(costs.activations, int):
        if not isinstance(costs.gradients, int):
            return "which layers of a base train is known to Keras alone"
        return "the optimizer is made of several"
    return "a shape depends on the data"


def format_growth(growth: tuple[Growth, ...]) -> str:
    """Write what two networks cost below each other, with the ratio."""
    rows = [("costs", "first", "second", "ratio")]
    for each in growth:
        shown = format_bytes if each.quantity == "memory" else format_count
        ratio = "?" if each.ratio is None else f"{each.ratio:.2f}"
        rows.append((f"  {each.quantity}", shown(each.before), shown(each.after), ratio))
    return "\n".join(align(rows, texts=1))
