"""`nnspec show SPEC`: print the spec, expanded and with every default filled in; its graph; or what it costs."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import TYPE_CHECKING

from nnspec.cli.options import add_allow, add_format, add_set
from nnspec.cli.reading import compile_argument
from nnspec.document.dump import dump_document
from nnspec.errors import UsageError
from nnspec.pipeline import Compiled
from nnspec.spec.expansion.template import double_dollars
from nnspec.spec.expect import read_quantity
from nnspec.spec.fill import fill_defaults

if TYPE_CHECKING:
    from nnspec.drawing.picture import Shapes


def declare(parser: ArgumentParser) -> None:
    """Declare the arguments of `nnspec show`."""
    parser.add_argument("spec", metavar="SPEC")
    add_format(parser, "yaml", "mermaid", "dot", "json")
    parser.add_argument("--shapes", action="store_true", help="write shapes beside the arrows of a drawing")
    about = "print what each layer costs: parameters, floating-point operations, memory; as JSON with `--format json`"
    parser.add_argument("--costs", action="store_true", help=about)
    about = "with `--costs`: say whether a training step fits, such as 16GiB; leave with 1 where it does not"
    parser.add_argument("--memory", metavar="SIZE", help=about)
    add_set(parser)
    add_allow(parser)


def command(
    spec: str, form: str, shapes: bool, costs: bool, memory: str | None, sets: tuple[str, ...], allow: tuple[str, ...]
) -> int:
    """Print SPEC, expanded and with every default filled in, draw its graph, or say what it costs.

    What is printed as YAML is a spec with the same meaning. Needs no backend. What depends on data that are not at
    hand is shown as `?`.
    """
    _check_options(form, shapes=shapes, costs=costs, memory=memory)
    compiled = compile_argument(spec, sets=sets, allow=allow)
    assert compiled.spec is not None
    if costs:
        return _show_costs(compiled, form, memory)
    if form == "yaml":
        print(dump_document(double_dollars(fill_defaults(compiled.spec))), end="")
    else:
        print(_draw(compiled, form, shapes=shapes), end="")
    return 0


def _check_options(form: str, *, shapes: bool, costs: bool, memory: str | None) -> None:
    if shapes and form not in ("mermaid", "dot"):
        raise UsageError("`--shapes` is for drawings; add `--format mermaid` or `--format dot`")
    if memory is not None and not costs:
        raise UsageError("`--memory` goes with `--costs`")
    if costs and form not in ("yaml", "json"):
        raise UsageError("`--costs` prints a table, or JSON with `--format json`")
    if form == "json" and not costs:
        raise UsageError("`--format json` goes with `--costs`")


def _show_costs(compiled: Compiled, form: str, memory: str | None) -> int:
    from nnspec.cli.cost_table import costs_as_json, fits, format_costs, format_fit
    from nnspec.inference.costs.costs import count_costs

    assert compiled.spec is not None
    assert compiled.network is not None
    costs = count_costs(compiled.spec, compiled.network)
    limit = None if memory is None else _read_memory(memory)
    print(costs_as_json(costs, limit=limit) if form == "json" else format_costs(costs))
    if limit is None:
        return 0
    if form != "json":
        print(f"\n{format_fit(costs, limit)}")
    return 0 if fits(costs, limit) else 1


def _read_memory(text: str) -> int:
    try:
        return int(read_quantity(text))
    except ValueError as error:
        raise UsageError(f"`--memory` {error}") from error


def _draw(compiled: Compiled, form: str, *, shapes: bool) -> str:
    from nnspec.drawing.dot import write_dot
    from nnspec.drawing.mermaid import write_mermaid
    from nnspec.drawing.picture import draw_graph

    assert compiled.graph is not None
    picture = draw_graph(compiled.graph, shapes=_shapes_of(compiled) if shapes else None)
    return write_mermaid(picture) if form == "mermaid" else write_dot(picture)


def _shapes_of(compiled: Compiled) -> Shapes:
    """Give the shape of each layer's first output."""
    assert compiled.network is not None
    return {place.name: str(inferred.output) for place, inferred in compiled.network}
