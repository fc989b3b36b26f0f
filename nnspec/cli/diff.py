"""`nnspec diff A B`, `nnspec diff --base REV SPEC ...`: say what differs in the meaning of specs, and what it costs."""

from __future__ import annotations

import json
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nnspec.cli.options import add_allow, add_format
from nnspec.cli.reading import compile_argument
from nnspec.cli.spec_files import find_files
from nnspec.comparing.comparison import Comparison, compare
from nnspec.comparing.growth import Growth, compare_costs
from nnspec.comparing.text import format_comparison
from nnspec.errors import SpecError, UsageError
from nnspec.inference.costs.costs import Costs, count_costs
from nnspec.inference.facts import gather_facts
from nnspec.inference.infer import infer_network
from nnspec.pipeline import Compiled
from nnspec.records import record, replace, values

if TYPE_CHECKING:
    from nnspec.references.revision import Revision


def declare(parser: ArgumentParser) -> None:
    """Declare the arguments of `nnspec diff`."""
    about = (
        "A and B: specs, reports, or folders of runs, `-` for standard input; with `--base`, any number of specs, and "
        "folders of specs"
    )
    parser.add_argument("specs", nargs="+", metavar="SPEC", help=about)
    about = "compare each spec with what it was in a revision of its git repository, such as main or HEAD~1"
    parser.add_argument("--base", metavar="REV", help=about)
    about = "leave with 1 only where parameters, FLOPs or memory grew past so many times, such as 1.5, or may have"
    parser.add_argument("--max-growth", type=_ratio, metavar="RATIO", help=about)
    add_format(parser, "text", "json")
    add_allow(parser)


def command(
    specs: tuple[str, ...], base: str | None, max_growth: float | None, form: str, allow: tuple[str, ...]
) -> int:
    """Compare the meaning of two specs: layers, inputs, outputs, data, training, costs, and the figures of two runs.

    Defaults that one writes out, aliases, the order of keys and constructs that expand to the same layers are no
    difference. Leaves with 0 where both mean the same, and with 1 where they differ; with `--max-growth`, with 1 only
    where a network has grown past the limit, or changed so that nobody can tell.
    """
    compared = _at_base(base, specs, allow) if base else [_two(specs, allow)]
    if form == "json":
        found = [_data(each, max_growth) for each in compared]
        print(json.dumps(found if base else found[0], indent=1, ensure_ascii=False))
    else:
        print("\n\n".join(_text(each, max_growth) for each in compared))
    return 1 if any(_fails(each, max_growth) for each in compared) else 0


@record
class _Compared:
    """Two specs: their names, and what differs; a spec that is new is compared with nothing."""

    before: str
    after: str
    comparison: Comparison | None
    growth: tuple[Growth, ...] = ()


def _ratio(text: str) -> float:
    try:
        value = float(text)
    except ValueError as error:
        raise ArgumentTypeError(f"must be a number such as 1.5; received {text!r}") from error
    if not value > 0:
        raise ArgumentTypeError(f"must be above 0; received {text!r}")
    return value


def _two(specs: tuple[str, ...], allow: tuple[str, ...]) -> _Compared:
    if len(specs) != 2:
        raise UsageError(f"`diff` compares two specs, and here are {len(specs)}; or name a revision with `--base`")
    if specs == ("-", "-"):
        raise UsageError("standard input holds one spec; name a file for the other")
    before, after = (compile_argument(name, allow=allow) for name in specs)
    return _compare(before, after, names=specs)


def _at_base(revision: str, names: tuple[str, ...], allow: tuple[str, ...]) -> list[_Compared]:
    from nnspec.references.revision import open_revision

    if "-" in names:
        raise UsageError("`--base` needs a file in a git repository, and standard input is none")
    with open_revision(revision) as past:
        return [_since(past, name, allow) for name in find_files(names)]


def _since(past: Revision, name: str, allow: tuple[str, ...]) -> _Compared:
    """Compare a spec with what it was."""
    after, title = compile_argument(name, allow=allow), f"{name} at {past.name}"
    file = past.find(Path(name))
    if file is None:
        return _Compared(title, name, None)
    try:
        before = compile_argument(str(file), allow=allow, checked_data=False)
    except SpecError as error:
        raise past.rename(error) from error
    return _compare(_with_present_data(before, after), after, names=(title, name), before_folder=Path(name).parent)


def _with_present_data(before: Compiled, after: Compiled) -> Compiled:
    """Take the columns of the data as they are now: only specs are taken from the revision."""
    assert before.spec is not None
    assert before.graph is not None
    facts = gather_facts(before.spec, header=before.header or after.header, card=after.facts.card)
    return replace(before, network=infer_network(before.spec, before.graph, facts))


def _compare(
    before: Compiled, after: Compiled, *, names: tuple[str, ...], before_folder: Path | None = None
) -> _Compared:
    assert before.spec is not None
    assert after.spec is not None
    assert before.graph is not None
    assert after.graph is not None
    comparison = compare(
        before.spec, after.spec, before_graph=before.graph, after_graph=after.graph, before_folder=before_folder
    )
    first, second = names
    return _Compared(first, second, comparison, compare_costs(_costs(before), _costs(after)))


def _costs(compiled: Compiled) -> Costs:
    assert compiled.spec is not None
    assert compiled.network is not None
    return count_costs(compiled.spec, compiled.network)


def _fails(compared: _Compared, limit: float | None) -> bool:
    if limit is None:
        return compared.comparison is None or not compared.comparison.is_equal
    changed = (growth for growth in compared.growth if growth.before != growth.after)
    return any(growth.exceeds(limit) is not False for growth in changed)


def _text(compared: _Compared, limit: float | None) -> str:
    if compared.comparison is None:
        return f"{compared.after} is new: there is no {compared.before}"
    lines = [format_comparison(compared.comparison, before=compared.before, after=compared.after)]
    if any(growth.before != growth.after for growth in compared.growth):
        from nnspec.cli.cost_table import format_growth

        lines.append(format_growth(compared.growth))
    if limit is not None and not compared.comparison.is_equal:
        lines += _verdict(compared.growth, limit)
    return "\n".join(lines)


def _verdict(growth: tuple[Growth, ...], limit: float) -> Iterator[str]:
    """Name what has grown too much, and what may have."""
    exceeding = {each.quantity: each.exceeds(limit) for each in growth}
    grown = [quantity for quantity, exceeds in exceeding.items() if exceeds]
    unknown = [quantity for quantity, exceeds in exceeding.items() if exceeds is None]
    if grown:
        yield f"past the limit of {limit:g} times: {', '.join(grown)}"
    if unknown:
        yield f"not known whether past the limit of {limit:g} times: {', '.join(unknown)}"


def _data(compared: _Compared, limit: float | None) -> dict[str, Any]:
    comparison = compared.comparison
    bound = {} if limit is None else {"limit": limit}
    if comparison is None:
        none: dict[str, Any] = {"equal": False, "changes": [], "figures": [], "costs": []}
        return {"before": None, "after": compared.after, **bound, **none}
    return {
        "before": compared.before,
        "after": compared.after,
        **bound,
        "equal": comparison.is_equal,
        "changes": [values(change) for change in comparison.changes],
        "figures": [{**values(figure), "difference": figure.difference} for figure in comparison.figures],
        "costs": [_growth_data(growth, limit) for growth in compared.growth],
    }


def _growth_data(growth: Growth, limit: float | None) -> dict[str, Any]:
    from nnspec.cli.cost_table import plain

    before, after = plain(growth.before), plain(growth.after)
    verdict = {} if limit is None else {"exceeds": growth.exceeds(limit)}
    return {"quantity": growth.quantity, "before": before, "after": after, "ratio": growth.ratio, **verdict}
