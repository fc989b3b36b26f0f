"""Transfer bases of a spec -> the functions that load them, and how they want their input encoded."""

from __future__ import annotations

import pathlib
from typing import Any

from nnspec.catalog.pretrained import APPLICATIONS
from nnspec.graph.graph import Graph
from nnspec.interop.ejecting.python import Code, Invocation, invoke, to_identifier, write_expression, write_statement
from nnspec.interop.ejecting.script import Function
from nnspec.interop.ejecting.sources import relative_name
from nnspec.records import record
from nnspec.references.project import ProjectPaths
from nnspec.references.reference import parse_reference
from nnspec.reporting.run_folder import MODEL, read_run
from nnspec.spec.bases import Base
from nnspec.spec.spec import Spec
from nnspec.transfer.applications import takes_raw_pixels
from nnspec.transfer.run_bases import above_heads, only_input

_POOLING = {"avg": "GlobalAveragePooling2D", "max": "GlobalMaxPooling2D"}


@record(kw_only=True)
class ScriptBase:
    """A base as a script loads it.

    Args:
        functions: that make its model, and encode its input where the base's run says how.
        loader: the function that makes the model, of the tensor that the base takes.
        encoder: the function that encodes its input; None where the input encodes itself.
        takes_raw_pixels: whether it scales pixels itself.
    """

    functions: tuple[Function, ...]
    loader: str
    encoder: str | None
    takes_raw_pixels: bool


def write_bases(spec: Spec, graph: Graph, *, paths: ProjectPaths, folder: pathlib.Path) -> dict[str, ScriptBase]:
    """Write the functions of all bases that the graph places, by the base's name.

    Args:
        spec: its bases.
        graph: of the spec.
        paths: which paths the spec may name.
        folder: where the script will stand.

    Raises:
        SpecError: NN550, NN552 or NN851 for a run that cannot be read or cut.
    """
    placed = {node.base: node.name for node in reversed(graph.nodes) if node.base is not None}
    written = {}
    for base in spec.bases:
        if base.name in placed:
            write = _write_run if base.source.startswith("run:") else _write_application
            written[base.name] = write(base, placed[base.name], paths=paths, folder=folder)
    return written


def _write_run(base: Base, name: str, *, paths: ProjectPaths, folder: pathlib.Path) -> ScriptBase:
    """Cut the model that a run saved above its old head, and take its encoder for the input."""
    path = (*base.path, "source")
    run = read_run(paths.resolve(parse_reference(base.source, path=path).name, path=path))
    only = write_expression(only_input(base, run.graph))
    until = base.until or above_heads(base, run.graph)
    file = f"HERE / {write_expression(relative_name(run.folder / MODEL, folder))}"
    body = [
        f'    trunk = keras.models.load_model({file}).get_layer("trunk")',
        "    for layer in leaf_layers(trunk):",
        "        layer.trainable = True",
        f"    output = trunk.get_layer({write_expression(until)}).output",
        *_write_end(base, name, source=f"trunk.input[{only}]"),
    ]
    word = to_identifier(base.name)
    about = f"Load what the run `{run.spec.name}` learned, up to its layer `{until}`."
    loading = Function(head=f"load_{word}(tensor)", about=about, body=tuple(body))
    encoding = Function(
        head=f"encode_for_{word}(tensor)",
        about="Encode an input as the run did.",
        body=(
            f'    encoder = keras.models.load_model({file}).get_layer("encoder")',
            f"    return encoder({{{only}: tensor}})[{only}]",
        ),
    )
    return ScriptBase(
        functions=(loading, encoding), loader=f"load_{word}", encoder=f"encode_for_{word}", takes_raw_pixels=False
    )


def _write_application(base: Base, name: str, *, paths: ProjectPaths, folder: pathlib.Path) -> ScriptBase:
    application = base.source.removeprefix("keras:")
    body: list[str] = []
    weights: Any = {"imagenet": "imagenet", "none": None}.get(base.weights, base.weights)
    if weights not in ("imagenet", None):
        path = (*base.path, "weights")
        file = paths.resolve(parse_reference(base.weights, path=path).name, path=path)
        here = f"HERE / {write_expression(relative_name(file, folder))}"
        weights = Code(f"str({here})")
        if base.sha256 is not None:
            body += write_statement("", invoke("check_sha256", Code(here), base.sha256.lower()), indent=1)
    made = Invocation(
        f"keras.applications.{application}",
        (
            *(
                (key, list(value) if isinstance(value, tuple) else value)
                for key, value in (base.arguments or {}).items()
            ),
            ("include_top", base.include_top),
            ("input_shape", Code("tensor.shape[1:]")),
            ("weights", weights),
        ),
    )
    body += write_statement("network = ", made, indent=1)
    end = "network.output" if base.until is None else f"network.get_layer({write_expression(base.until)}).output"
    body.append(f"    output = {end}")
    kind = APPLICATIONS[application].preprocessing
    raw = takes_raw_pixels(base)
    source = "network.input"
    if raw and kind != "own":
        source = "pixels"
        body += [
            "    kept = keras.Model(network.input, output)",
            "    pixels = keras.Input(tensor.shape[1:])",
            f"    output = kept(preprocess_as_{kind}(pixels))",
        ]
    word = to_identifier(base.name)
    loading = Function(
        head=f"load_{word}(tensor)",
        about=f"Load {application} of Keras' applications for tensors like this one.",
        body=(*body, *_write_end(base, name, source=source)),
    )
    return ScriptBase(functions=(loading,), loader=f"load_{word}", encoder=None, takes_raw_pixels=raw)


def _write_end(base: Base, name: str, *, source: str) -> list[str]:
    """Pool, make the model, and freeze what the base freezes."""
    lines = []
    if base.pooling is not None:
        pooling = f'layers.{_POOLING[base.pooling]}(name="{base.pooling}_pool_of_{base.name}")'
        lines.append(f"    output = {pooling}(output)")
    lines += write_statement("model = ", invoke("keras.Model", Code(source), Code("output"), name=name), indent=1)
    for pattern in base.freeze:
        wanted: Any = "*" if pattern == "all" else pattern
        lines += write_statement("", invoke("set_trainable", Code("model"), wanted, trains=False), indent=1)
    return [*lines, "    return model"]
