"""`Spec` -> findings that JSON Schema cannot see: keys that exclude or need each other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from nnspec.diagnostics.diagnostic import Diagnostic, Path
from nnspec.spec.inputs import ONE_COLUMN, Input
from nnspec.spec.spec import Spec
from nnspec.validation.check_bases import check_bases
from nnspec.validation.check_inputs import check_input
from nnspec.validation.check_layers import check_layers
from nnspec.validation.check_monitors import check_bounds, check_monitors
from nnspec.validation.check_outputs import check_head_names, check_output
from nnspec.validation.check_positions import check_positions
from nnspec.validation.check_stages import check_stages


def check_meaning(spec: Spec) -> Iterator[Diagnostic]:
    """Check a spec whose structure is right; findings know their path only."""
    yield from _check_data(spec)
    yield from _check_inputs(spec)
    yield from check_bases(spec)
    yield from check_layers(spec)
    for output in spec.outputs:
        yield from check_output(output)
        yield from check_head_names(output, spec.document.data["outputs"][output.name])
    yield from check_positions(spec)
    yield from _check_length(spec)
    yield from check_stages(spec)
    yield from check_monitors(spec)
    yield from check_bounds(spec)


def exclusive(path: Path, first: str, second: str) -> Diagnostic:
    """Make the finding that two keys exclude each other; its place is the second."""
    message = f"`{first}` and `{second}` exclude each other"
    return Diagnostic(code="NN037", message=message, path=(*path, second), hint="keep one of them")


def _check_data(spec: Spec) -> Iterator[Diagnostic]:
    if spec.data is None:
        return
    written = spec.document.data["data"]
    if spec.data.source is None and "split" in written and written["split"] != "none":
        yield exclusive(spec.data.path, "train", "split")
    split = spec.data.split
    if split is None or spec.data.default_split:
        return
    ways = [way for way in ("stratify", "group", "time") if getattr(split, way) is not None]
    if len(ways) > 1:
        yield exclusive(split.path, ways[0], ways[1])
    if split.validation + split.test >= 1:
        message = "no rows are left to train on"
        received = f"{split.validation + split.test:g} of the rows for validation and test"
        yield Diagnostic(code="NN024", message=message, path=split.path, received=received, expected="less than 1")


def _check_inputs(spec: Spec) -> Iterator[Diagnostic]:
    for item in spec.inputs:
        written = spec.document.data["inputs"][item.name]
        yield from _check_features(spec, item)
        if not isinstance(written, dict):
            continue
        yield from _check_statistics(item, written)
        if "column" in written and "columns" in written:
            yield exclusive(item.path, "column", "columns")
        yield from check_input(item, written)
        if item.type in ONE_COLUMN and len(item.columns) > 1:
            message = f"an input of type `{item.type}` takes one column"
            received = f"{len(item.columns)} columns"
            yield Diagnostic(code="NN022", message=message, path=(*item.path, "columns"), received=received)


def _check_statistics(item: Input, written: dict[str, Any]) -> Iterator[Diagnostic]:
    if ("mean" in written) != ("variance" in written):
        present, absent = ("mean", "variance") if "mean" in written else ("variance", "mean")
        message = f"`{present}` needs `{absent}` beside it"
        yield Diagnostic(code="NN021", message=message, path=(*item.path, present))
    if "mean" in written and written.get("scale", "standard") != "standard":
        yield exclusive(item.path, "scale", "mean")
    if "max_tokens" in written and "vocabulary" in written:
        yield exclusive(item.path, "vocabulary", "max_tokens")


def _check_features(spec: Spec, item: Input) -> Iterator[Diagnostic]:
    """Report NN610 where a column is what the network is told and what it is asked."""
    told = item.columns or (item.name,)
    for output in spec.outputs:
        if output.name == item.name:
            continue
        asked = (output.target,) if output.target else output.columns or (output.name,)
        for column in told:
            if column in asked and output.target not in {each.name for each in spec.inputs}:
                message = f"the column `{column}` is an input and the truth of `{output.name}`"
                hint = f"an autoencoder says `target: {item.name}`"
                yield Diagnostic(code="NN610", message=message, path=item.path, hint=hint)


def _check_length(spec: Spec) -> Iterator[Diagnostic]:
    written = spec.document.data.get("train", {})
    if "epochs" in written and "steps" in written:
        yield exclusive(("train",), "epochs", "steps")
