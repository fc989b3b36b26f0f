"""A spec and its graph -> the function that builds the network, and those of its nested models."""

from __future__ import annotations

from collections.abc import Mapping

from nnspec.compiler.construction import REDUCED_PRECISIONS
from nnspec.compiler.statistics import wants_statistics
from nnspec.graph.graph import Graph
from nnspec.interop.ejecting.bases import ScriptBase
from nnspec.interop.ejecting.layers import GraphWriter
from nnspec.interop.ejecting.python import Code, write_expression, write_statement
from nnspec.interop.ejecting.script import Function, with_classes
from nnspec.interop.ejecting.targets import units_of
from nnspec.spec.spec import Spec


def write_trunk(spec: Spec, graph: Graph, *, bases: Mapping[str, ScriptBase]) -> tuple[Function, ...]:
    """Write `build_trunk`, and the functions that it calls.

    Args:
        spec: its precision and outputs.
        graph: of the spec.
        bases: by name.
    """
    reduced = spec.train.precision in REDUCED_PRECISIONS
    writer = GraphWriter(
        graph=graph,
        tensors={name: f"inputs[{write_expression(name)}]" for name in graph.inputs},
        units=units_of(spec),
        head_dtype="float32" if reduced else None,
        document=spec.document,
        loaders={name: base.loader for name, base in bases.items()},
    )
    lines = writer.write_nodes()
    outputs = {}
    for name, node in graph.outputs.items():
        tensor = writer.first_tensor(node)
        outputs[name] = Code(tensor if node == name else _renamed(name, tensor, reduced=reduced))
    body = [*_preparing(graph), *lines, *write_statement("outputs = ", outputs, indent=1)]
    if spec.train.precision != "float32":
        body = [f'    keras.config.set_dtype_policy("{spec.train.precision}")', *body]
        body.append('    keras.config.set_dtype_policy("float32")')
    body.append('    return keras.Model(inputs, outputs, name="trunk")')
    body = with_classes(body)
    about = "Build the network: encoded inputs in, outputs as the losses take them out."
    return (Function(head="build_trunk(encoder, train)", about=about, body=tuple(body)), *writer.functions)


def _preparing(graph: Graph) -> list[str]:
    body = ["    inputs = inputs_like(encoder.output)"]
    if any(wants_statistics(node) for node in graph):
        body.append("    encoded = encode(encoder, train)")
    return body


def _renamed(name: str, tensor: str, *, reduced: bool) -> str:
    """Give a tensor the output's name where no layer of that name makes it."""
    dtype = ', dtype="float32"' if reduced else ""
    return f"layers.Identity(name={write_expression(name)}{dtype})({tensor})"
