"""A network -> its steps: every node with what it does to a tensor, and who takes it, through nested models too.

A nested model is opened: its inputs take what the model and its calls take, and these give what is inside. A `call`
is a step of its own that does what the layer does which it calls.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Set
from functools import cached_property

from nnspec.graph.graph import Node
from nnspec.graph.walking import Place
from nnspec.inference.network import Network
from nnspec.linting.step import Step


class Flow:
    """The steps of a network, from top to bottom: a nested model behind what is inside it, whose tensors it gives.

    Args:
        network: any.
    """

    def __init__(self, network: Network) -> None:
        self._network = network
        self._places = {place.name: place for place in _downwards(network)}
        self.steps = {name: self._step(place) for name, place in self._places.items()}
        self._above: dict[str, tuple[Step, ...]] = dict.fromkeys(self.steps, ())
        below: dict[str, list[Step]] = {name: [] for name in self.steps}
        for name, place in self._places.items():
            self._connect(name, place, below)
        self._below = {name: tuple(steps) for name, steps in below.items()}
        self._kinds = frozenset(step.layer for step in self.steps.values())

    def __iter__(self) -> Iterator[Step]:
        return iter(self.steps.values())

    def of(self, kinds: Set[str]) -> Iterator[Step]:
        """Go through the steps that are one of these layers, from top to bottom."""
        if self.has(kinds):
            yield from (step for step in self if step.layer in kinds)

    def has(self, kinds: Set[str]) -> bool:
        """Tell whether any step is one of these layers."""
        return not self._kinds.isdisjoint(kinds)

    def above(self, step: Step) -> tuple[Step, ...]:
        """Give the steps whose tensors a step takes, in the order of its call."""
        return self._above[step.name]

    def below(self, step: Step) -> tuple[Step, ...]:
        """Give the steps that take a step's tensors."""
        return self._below[step.name]

    def next(self, step: Step) -> Step | None:
        """Give the one step that takes a step's tensor; None where none or several do, or an output needs it."""
        below = self._below[step.name]
        return below[0] if len(below) == 1 and step.name not in self.outputs else None

    def run(self, step: Step, passes: Callable[[Step], bool]) -> Iterator[Step]:
        """Follow a tensor down while one step takes it, up to the first that `passes` refuses, and with it."""
        below = self.next(step)
        while below is not None:
            yield below
            below = self.next(below) if passes(below) and len(self.above(below)) == 1 else None

    def end(self, step: Step, passes: Callable[[Step], bool]) -> Step | None:
        """Give the last step of `run`; None where there is none."""
        return next(iter([*self.run(step, passes)][-1:]), None)

    def reaches(self, step: Step, wanted: Callable[[Step], bool], passes: Callable[[Step], bool]) -> bool:
        """Tell whether a wanted step stands below, with nothing between them but what `passes` lets through."""
        open, seen = list(self.below(step)), set()
        while open:
            below = open.pop()
            if wanted(below):
                return True
            if below.name not in seen and passes(below):
                seen.add(below.name)
                open += self.below(below)
        return False

    def upwards(self, step: Step, passes: Callable[[Step], bool]) -> Iterator[Step]:
        """Go through all steps above; those above a step that `passes` refuses are left out."""
        open, seen = list(self.above(step)), {step.name}
        while open:
            above = open.pop()
            if above.name not in seen:
                seen.add(above.name)
                yield above
                open += self.above(above) if passes(above) else ()

    @cached_property
    def outputs(self) -> frozenset[str]:
        """The names of the steps that give the network's outputs."""
        return frozenset(self._network.graph.outputs.values())

    @cached_property
    def bases(self) -> Mapping[str, Step]:
        """The first use of each transfer base, by the base's name."""
        uses = (step for step in self if step.place.node.base is not None and not step.is_called_again)
        found: dict[str, Step] = {}
        for step in uses:
            found.setdefault(step.place.node.base or "", step)
        return found

    @cached_property
    def layers(self) -> tuple[Step, ...]:
        """The steps with weights."""
        return tuple(step for step in self if step.has_weights)

    @cached_property
    def hidden_layers(self) -> tuple[Step, ...]:
        """The steps with weights that have others between them and an output."""
        return tuple(step for step in self.layers if step.name not in self.last_layers)

    @cached_property
    def last_layers(self) -> frozenset[str]:
        """The names of the last layers with weights before the outputs: the heads, or what serves as one."""
        found: set[str] = set()
        for name in self.outputs:
            step = self.steps[name]
            ends = [step] if step.has_weights else self.upwards(step, lambda above: not above.has_weights)
            found |= {end.name for end in ends if end.has_weights}
        return frozenset(found)

    @cached_property
    def final(self) -> frozenset[str]:
        """The names of the steps with no layer with weights below them: the last layers and what follows."""
        below: set[str] = set(self.outputs)
        for name in self.outputs:
            if not self.steps[name].has_weights:
                above = self.upwards(self.steps[name], lambda step: not step.has_weights)
                below |= {step.name for step in above}
        return frozenset(below)

    @cached_property
    def raw(self) -> frozenset[str]:
        """The names of the steps that no layer with weights stands above: they take the inputs themselves."""
        found: dict[str, bool] = {}
        for name, above in self._above.items():
            found[name] = all(found.get(up.name, False) and not up.has_weights for up in above)
        return frozenset(name for name, is_raw in found.items() if is_raw)

    def _step(self, place: Place) -> Step:
        node = place.node
        if node.target is not None:
            node = place.graph.node(node.target)
        return Step(place, node, self._network.nodes.get(place.name))

    def _connect(self, name: str, place: Place, below: dict[str, list[Step]]) -> None:
        prefix = name.removesuffix(place.node.name)
        opened = self._inside(place)
        sources = [prefix + edge.source for edge in place.node.edges]
        if opened is None:
            self._link(name, sources, below)
            return
        inside, graph_prefix = opened
        assert inside.graph is not None
        for source, taken in zip(sources, inside.graph.inputs, strict=False):
            self._link(graph_prefix + taken, [source], below)
        self._link(name, [graph_prefix + output for output in inside.graph.outputs.values()], below)

    def _inside(self, place: Place) -> tuple[Node, str] | None:
        """Give the nested model that a node is or calls, and what the names inside begin with."""
        node, own = place.node, place.name
        if node.target is not None:
            own = own.removesuffix(node.name) + node.target
            node = place.graph.node(node.target)
        return None if node.graph is None else (node, f"{own}/")

    def _link(self, name: str, sources: list[str], below: dict[str, list[Step]]) -> None:
        above = [self.steps[source] for source in dict.fromkeys(sources) if source in self.steps]
        self._above[name] = (*self._above.get(name, ()), *above)
        for step in above:
            below[step.name].append(self.steps[name])


def _downwards(network: Network) -> Iterator[Place]:
    """Go through the places of a network, each nested model behind its inside."""
    open: list[Place] = []
    for place, _ in network:
        while open and place.model is not open[-1]:
            yield open.pop()
        if place.node.graph is None:
            yield place
        else:
            open.append(place)
    yield from reversed(open)
