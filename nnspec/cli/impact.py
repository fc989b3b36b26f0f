"""`nnspec impact SPEC LAYER`: say what depends on a layer."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterable

from nnspec.cli.options import add_allow, add_set
from nnspec.cli.reading import compile_argument
from nnspec.diagnostics.diagnostic import render_path
from nnspec.diagnostics.spelling import suggest
from nnspec.errors import UsageError
from nnspec.graph.walking import Place, walk_graph
from nnspec.inference.costs.costs import kind_of
from nnspec.inference.impact import Impact, find_impact, find_place
from nnspec.inference.network import Network

_MOST = 12


def declare(parser: ArgumentParser) -> None:
    """Declare the arguments of `nnspec impact`."""
    parser.add_argument("spec", metavar="SPEC")
    parser.add_argument(
        "layer", metavar="LAYER", help="a name as `nnspec show SPEC --costs` prints it; `encoder/dense`"
    )
    add_set(parser)
    add_allow(parser)


def command(spec: str, layer: str, sets: tuple[str, ...], allow: tuple[str, ...]) -> int:
    """Say what depends on LAYER: what takes its tensor, which outputs it reaches, whose weights follow its width."""
    compiled = compile_argument(spec, sets=sets, allow=allow)
    assert compiled.spec is not None
    assert compiled.network is not None
    place = find_place(compiled.network.graph, layer)
    if place is None:
        names = [each.name for each in walk_graph(compiled.network.graph)]
        raise UsageError(f"`{spec}` has no layer `{layer}`; {suggest(layer, names) or 'see `nnspec show --costs`'}")
    impact = find_impact(compiled.spec, compiled.network, place, facts=compiled.facts)
    print("\n".join(_lines(impact, compiled.network)))
    return 0


def _lines(impact: Impact, network: Network) -> Iterable[str]:
    place = impact.place
    where = render_path(place.node.path)
    yield f"{place.name}: {kind_of(place.node)} at {where}, gives {network.of(place).output}"
    followers = [
        f"{other.name}'s {weight.name} ({', '.join(map(str, weight.shape))})" for other, weight in impact.following
    ]
    rows = {
        "takes": _shown(impact.above, network),
        "taken by": _shown(impact.below, network),
        "reaches": _cut([each.name for each in impact.downstream]),
        "outputs": ", ".join(impact.outputs),
        "shares its weights with": _shown(impact.sharing, network),
        "its width is also in": _cut(followers),
    }
    width = max(map(len, rows))
    yield from (f"  {head:{width}}  {text or '-'}" for head, text in rows.items())


def _shown(places: Iterable[Place], network: Network) -> str:
    return _cut([f"{place.name} {network.of(place).output}" for place in places])


def _cut(texts: list[str]) -> str:
    more = len(texts) - _MOST
    return ", ".join(texts[:_MOST]) + (f" and {more} more" if more > 0 else "")
