"""Whether the stages of a training name things that exist."""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.diagnostics.diagnostic import Diagnostic, Path
from nnspec.diagnostics.spelling import suggest
from nnspec.spec.entries import Entry
from nnspec.spec.spec import Spec


def check_stages(spec: Spec) -> Iterator[Diagnostic]:
    """Check `train.stages`.

    Reports: NN025 for what is neither a base nor a named layer, NN037 for epochs beside steps.
    """
    known = {base.name for base in spec.bases} | {entry.name for entry in _entries(spec) if entry.name}
    known |= {output.name for output in spec.outputs}
    for stage in spec.train.stages:
        if stage.epochs is not None and stage.steps is not None:
            message = "`epochs` and `steps` exclude each other"
            yield Diagnostic(code="NN037", message=message, path=(*stage.path, "steps"), hint="keep one of them")
        for key, patterns in (("freeze", stage.freeze), ("unfreeze", stage.unfreeze)):
            for name, _ in patterns:
                if name not in known:
                    message = f"`{name}` is neither a base nor a named layer"
                    path = _place_of(spec, (*stage.path, key), name)
                    hint = suggest(name, known)
                    yield Diagnostic(code="NN025", message=message, path=path, received=name, hint=hint)


def _place_of(spec: Spec, path: Path, name: str) -> Path:
    """Point at the name itself: the text, an item of the list, or a key of the mapping."""
    written = spec.document.data
    for part in path:
        written = written[part]
    if isinstance(written, list):
        return (*path, written.index(name))
    return (*path, name) if isinstance(written, dict) else path


def _entries(spec: Spec) -> Iterator[Entry]:
    yield from spec.hidden
    for output in spec.outputs:
        yield from output.layers
