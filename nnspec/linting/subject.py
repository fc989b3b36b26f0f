"""What rules look at: a spec, its network with all shapes, and what is known of its data."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from nnspec.graph.graph import Graph
from nnspec.inference.facts import Facts
from nnspec.inference.network import Network
from nnspec.linting.ending import Ending, endings_of
from nnspec.linting.flow import Flow
from nnspec.linting.held_out import known_rows
from nnspec.linting.lacking import CARD, Lacking
from nnspec.linting.regime import Optimizer, Phase, optimizers_of, phases_of
from nnspec.linting.truth import Truth, truth_of
from nnspec.spec.spec import Spec
from nnspec.tables.card import Card


class Subject:
    """One spec, as rules see it.

    Args:
        spec: expanded, sound in structure.
        network: its graph, with the shapes and weights that are known.
        facts: of the data.
    """

    def __init__(self, spec: Spec, network: Network, facts: Facts) -> None:
        self.spec = spec
        self.network = network
        self.facts = facts

    @property
    def graph(self) -> Graph:
        """The network's own graph; models nested in it hold theirs."""
        return self.network.graph

    @cached_property
    def flow(self) -> Flow:
        """What happens to tensors from step to step, through nested models too."""
        return Flow(self.network)

    @cached_property
    def endings(self) -> tuple[Ending, ...]:
        """How the network ends at each output: last layer, activation, loss."""
        return endings_of(self.spec.outputs, self.flow, self.graph.outputs)

    @cached_property
    def truths(self) -> Mapping[str, Truth]:
        """What is known of the target of each output, by its name."""
        return {each.name: truth_of(each, self.spec, self.facts, self.network) for each in self.spec.outputs}

    @cached_property
    def phases(self) -> tuple[Phase, ...]:
        """The stages of the training, one where it has none: how many steps, with which optimizers."""
        return phases_of(self.spec, self.facts)

    @cached_property
    def optimizers(self) -> tuple[Optimizer, ...]:
        """What trains, each optimizer once, with the stages in which it does."""
        return optimizers_of(self.phases)

    @cached_property
    def n_train(self) -> int | None:
        """How many rows train; None where that is unknown."""
        return known_rows("train", self.spec, self.facts)

    @property
    def card(self) -> Card:
        """What is known of the data.

        Raises:
            Lacking: there is no card.
        """
        return self.need_card()

    def need_card(self) -> Card:
        """Give what is known of the data to a rule that cannot decide without it.

        Raises:
            Lacking: there is no card.
        """
        if self.facts.card is None:
            raise Lacking(CARD)
        return self.facts.card
