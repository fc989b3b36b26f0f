"""A spec and its network -> which weights train in some stage of the training, and how far back gradients go."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase
from functools import cached_property

from nnspec.graph.walking import Place
from nnspec.inference.network import Network
from nnspec.inference.outcome import Weight
from nnspec.spec.spec import Spec

_ALL = "all"
_KEEPS_STATISTICS = "BatchNormalization"
# What a layer or base is in one stage. `thawed` bases have kept their BatchNormalization frozen, of `partly` frozen
# ones the layers' names are known to Keras alone.
_FROZEN, _FREE, _THAWED, _PARTLY = "frozen", "free", "thawed", "partly"


class Trained:
    """What trains in any stage of a training.

    Args:
        spec: what it freezes and unfreezes.
        network: any.
    """

    def __init__(self, spec: Spec, network: Network) -> None:
        self._network = network
        self._stages = spec.train.stages
        self._freeze = {base.name: base.freeze for base in spec.bases}
        self._trainable: dict[str, bool] = {}

    def weights_of(self, place: Place) -> tuple[Weight, ...] | None:
        """Give the weights of a node that train; statistics of a BatchNormalization never do; None if not known."""
        weights = self._network.of(place).outcome.weights
        states = set(self._states(place)) if weights else {_FROZEN}
        if weights is None or (_PARTLY in states and _FREE not in states):
            return None
        if _FREE not in states and _THAWED in states:
            weights = tuple(self._thawed(place))
        return tuple(weight for weight in weights if weight.trainable) if states & {_FREE, _THAWED} else ()

    def has_trainable(self, place: Place) -> bool:
        """Tell whether a node may have weights that train, of its own or those of the layer that it calls."""
        name = place.name
        if name not in self._trainable:
            self._trainable[name] = self._has_trainable(place)
        return self._trainable[name]

    def _has_trainable(self, place: Place) -> bool:
        node = place.node
        if node.target is not None:
            return self.has_trainable(place.beside(node.target))
        if node.graph is not None:
            return any(self.has_trainable(Place(inner, node.graph, place)) for inner in node.graph)
        return self.weights_of(place) != ()

    def is_reached(self, place: Place) -> bool:
        """Tell whether something above a node trains, so that gradients go through the node."""
        return place.name in self._reached

    @cached_property
    def _reached(self) -> frozenset[str]:
        reached: set[str] = set()
        for place, _ in self._network:
            if place.node.kind == "input" and place.model is not None and place.model.name in reached:
                reached.add(place.name)
            prefix = place.name.removesuffix(place.node.name)
            for source in place.node.sources:
                if prefix + source in reached or self.has_trainable(place.beside(source)):
                    reached.add(place.name)
        return frozenset(reached)

    def _states(self, place: Place) -> Iterator[str]:
        """Go through the stages; a training without stages is one."""
        state = self._at_first(place)
        if not self._stages:
            yield state
        names = {_outermost(place).node.name, place.node.base}
        for stage in self._stages:
            for freezes, wanted in ((True, stage.freeze), (False, stage.unfreeze)):
                for name, patterns in wanted:
                    if name in names:
                        state = _changed(state, place, patterns, freezes=freezes)
            yield state

    def _at_first(self, place: Place) -> str:
        node = place.node
        if node.base is not None:
            patterns = set(self._freeze[node.base]) - {"none"}
            return _FREE if not patterns else _FROZEN if _ALL in patterns else _PARTLY
        around: Place | None = place
        while around is not None:
            call = around.node.call
            if call is not None and call.arguments.get("trainable") is False:
                return _FROZEN
            around = around.model
        return _FREE

    def _thawed(self, place: Place) -> Iterator[Weight]:
        """Give the weights of a base, but for its BatchNormalization; of another layer all."""
        inside = self._network.bases.get(place.name)
        for within, inferred in inside or ((place, self._network.of(place)),):
            if inside is None or within.node.call is None or within.node.call.name != _KEEPS_STATISTICS:
                yield from inferred.outcome.weights or ()


def _changed(state: str, place: Place, patterns: tuple[str, ...], *, freezes: bool) -> str:
    """Say what a stage makes of a node whose model or base it names."""
    if place.node.base is not None:
        whole = (_FROZEN if freezes else state if state == _FREE else _THAWED) if _ALL in patterns else _PARTLY
        return state if state == (_FROZEN if freezes else _FREE) else whole
    name, call = place.node.name, place.node.call
    if freezes:
        return _FROZEN if any(_matches(name, pattern) for pattern in patterns) else state
    if call is not None and call.name == _KEEPS_STATISTICS:
        return _FREE if name in patterns else state
    return _FREE if any(_matches(name, pattern) for pattern in patterns) else state


def _matches(name: str, pattern: str) -> bool:
    return pattern == _ALL or fnmatchcase(name, pattern)


def _outermost(place: Place) -> Place:
    while place.model is not None:
        place = place.model
    return place
