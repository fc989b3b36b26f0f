"""What stands under `repeat` -> how often its layers are made, and what each round sees."""

from __future__ import annotations

from typing import Final

from nnspec.diagnostics.diagnostic import Path
from nnspec.spec.expansion.blocks import check_value_name
from nnspec.spec.expansion.evaluation import describe_kind
from nnspec.spec.expansion.filling import Filling
from nnspec.spec.expansion.ledger import Ledger, describe_place
from nnspec.spec.expansion.part import Part
from nnspec.spec.expansion.scope import Scope, Value

DEFAULT_COUNTER: Final = "i"


def is_repeat(part: Part) -> bool:
    """Tell whether a part has what a `repeat` needs; one without is left to whoever checks the structure."""
    return isinstance(part.data, dict) and {"times", "layers"} <= part.data.keys()


def read_times(part: Part, filling: Filling, at: Path) -> int:
    """Read how often a `repeat` makes its layers; 1 after a finding.

    Args:
        part: what stands under `repeat`.
        filling: fills in the number, and takes the findings NN022 and NN024.
        at: the place of `times` in the result.
    """
    n_failures = filling.n_failures
    times = filling.resolve(part.child("times"), at)
    if filling.n_failures > n_failures:
        return 1
    whole = isinstance(times.data, int) or (isinstance(times.data, float) and times.data.is_integer())
    details = {"received": str(times.data).lower(), "expected": "a whole number, 1 or more"}
    if isinstance(times.data, bool) or not whole:
        kind = "a fraction" if isinstance(times.data, float) else describe_kind(times.data)
        filling.ledger.report(times, "NN022", f"`times` must be a whole number, received {kind}", **details)
    elif times.data < 1:
        filling.ledger.report(times, "NN024", "`times` must be 1 or more", **details)
    else:
        return int(times.data)
    return 1


def read_counter(part: Part, ledger: Ledger) -> str:
    """Read the name of a `repeat`'s counter."""
    if "as" not in part.data:
        return DEFAULT_COUNTER
    counter = str(part.data["as"])
    check_value_name(counter, part.child("as"), ledger)
    return counter


def make_round(layers: Part, repeat: Part, n: int, times: int, counter: str) -> Part:
    """Give the layers as one round sees them.

    Args:
        layers: what is repeated.
        repeat: what stands under `repeat`.
        n: the round, counted from 0.
        times: how many rounds there are; names may be constant in a single one.
        counter: its name.
    """
    value = Value("counter", n, repeat.document, repeat.path)
    scope = None if layers.scope is None else Scope({counter: value}, layers.scope)
    if times == 1:
        return layers._replace(scope=scope)
    line = f"round {n + 1} of `repeat`, {describe_place(repeat.document, repeat.path)}"
    return layers._replace(scope=scope, via=(*layers.via, line), repeated=counter)
