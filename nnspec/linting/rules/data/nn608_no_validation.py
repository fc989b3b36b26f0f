"""NN608: no rows are kept apart from the training.

What: `data` has neither validation nor test rows, though there are 20 rows or more; or early stopping watches the
training loss because nothing else is there. With test rows alone it is advice.

Why: a network that learns its rows by heart and one that understands them look alike; early stopping by the training
loss stops when nothing more can be learned by heart.

Fires:
    nnspec: 1
    data: {source: rows.csv, split: none}
    inputs: {x: {columns: [a, b]}}
    hidden: [{Dense: {units: 16, activation: relu}}]
    outputs: {y: binary}
    ---
    nnspec: 1
    data: {source: rows.csv, split: {test: 0.2}}
    inputs: {x: {columns: [a, b]}}
    hidden: [{Dense: {units: 16, activation: relu}}]
    outputs: {y: binary}
    train: {epochs: 100, stop: {monitor: loss, patience: 5}}

Passes:
    nnspec: 1
    data: {source: rows.csv, split: {validation: 0.2}}
    inputs: {x: {columns: [a, b]}}
    hidden: [{Dense: {units: 16, activation: relu}}]
    outputs: {y: binary}

Fix: `split: {validation: 0.15, test: 0.15}`.

Source: Humbatova et al. 2020, missing validation set. A callback that watches `val_...` without rows is NN323.
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.held_out import choosing_callbacks, has_part
from nnspec.linting.rule import Fault, rule
from nnspec.linting.subject import Subject
from nnspec.spec.logs import watches_validation

# Of fewer rows, as of the four of XOR, none can be spared.
_FEW = 20
_HINT = "`split: {validation: 0.15, test: 0.15}`"


@rule("NN608", "warning")
def no_validation(subject: Subject) -> Iterator[Fault]:
    """Find data without rows that training does not see."""
    data, rows = subject.spec.data, subject.facts.n_rows
    if data is None or has_part(data, "validation") or (rows is not None and rows < _FEW):
        return
    path = (*data.path, "split") if data.source is not None else data.path
    blind = next((call for call in choosing_callbacks(subject.spec) if call.name == "EarlyStopping"), None)
    if blind is not None and "monitor" in blind.arguments and not watches_validation(blind):
        message = "early stopping by what training itself sees"
        yield Fault(path=blind.path, message=message, received=str(blind.get("monitor")), hint=_HINT)
    elif not has_part(data, "test"):
        yield Fault(path=path, message="no rows are kept for validation or test", hint=_HINT)
    else:
        message = "no rows are kept for validation"
        yield Fault(path=path, message=message, severity="info", hint="validation rows show when to stop")
