"""`Spec` -> findings that JSON Schema cannot see: keys that exclude or need each other."""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.diagnostics.diagnostic import Diagnostic, Path
from nnspec.spec.spec import Spec
from nnspec.validation.check_bases import check_bases
from nnspec.validation.check_dollars import check_dollars
from nnspec.validation.check_monitors import check_bounds, check_monitors
from nnspec.validation.check_outputs import check_head_names, check_output
from nnspec.validation.check_stages import check_stages


def check_meaning(spec: Spec) -> Iterator[Diagnostic]:
    """Check a spec whose structure is right; findings know their path only."""
    yield from check_dollars(spec)
    yield from _check_data(spec)
    yield from _check_inputs(spec)
    yield from check_bases(spec)
    for output in spec.outputs:
        yield from check_output(output)
        yield from check_head_names(output, spec.document.data["outputs"][output.name])
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
        if not isinstance(written, dict):
            continue
        if "column" in written and "columns" in written:
            yield exclusive(item.path, "column", "columns")
        if item.type in ("category", "image") and len(item.columns) > 1:
            message = f"an input of type `{item.type}` takes one column"
            received = f"{len(item.columns)} columns"
            yield Diagnostic(code="NN022", message=message, path=(*item.path, "columns"), received=received)


def _check_length(spec: Spec) -> Iterator[Diagnostic]:
    written = spec.document.data.get("train", {})
    if "epochs" in written and "steps" in written:
        yield exclusive(("train",), "epochs", "steps")
