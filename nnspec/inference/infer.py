"""`Graph` -> `Network`: the rule of each layer, from top to bottom."""

from __future__ import annotations

from collections.abc import Mapping

from nnspec.diagnostics.diagnostic import Diagnostic
from nnspec.graph.graph import Graph, Node
from nnspec.graph.signature import signature_of
from nnspec.inference.arguments import layer_call, sort_tensors, tensor_of
from nnspec.inference.bases import check_picture, network_of, pooled
from nnspec.inference.encoded import encoded_tensors
from nnspec.inference.facts import NO_FACTS, Facts
from nnspec.inference.functions import infer_function
from nnspec.inference.network import Inferred, Network
from nnspec.inference.outcome import UNDECIDED, Outcome, ShapeError
from nnspec.inference.registry import infer_layer
from nnspec.inference.residual import infer_projection, infer_sum, is_residual_sum
from nnspec.inference.sharing import check_inputs, check_weights
from nnspec.inference.tensor import NOTHING_KNOWN, Tensor
from nnspec.inference.wording import finding_about
from nnspec.records import field, record, replace
from nnspec.spec.spec import Spec

Tensors = tuple[Tensor, ...]


def infer_network(spec: Spec, graph: Graph, facts: Facts = NO_FACTS) -> Network:
    """Work out the shape and dtype of every tensor, and every layer's weights.

    Args:
        spec: its inputs, outputs and precision.
        graph: lowered from it without a finding.
        facts: of the data, as far as they are at hand; what depends on more is unknown.

    Reports: NN157 and the codes of `ShapeError` where a layer cannot take its tensors.
    """
    inference = _Inference(spec, facts, {}, [])
    inference.infer(graph, encoded_tensors(spec, graph, facts), prefix="")
    return Network(graph, inference.nodes, tuple(inference.findings), inference.inside)


@record(frozen=False)
class _Inference:
    """One pass over a network.

    Args:
        spec: of the network.
        facts: of its data.
        nodes: so far, by place.
        findings: so far.
        inside: of transfer bases, by place.
    """

    spec: Spec
    facts: Facts
    nodes: dict[str, Inferred]
    findings: list[Diagnostic]
    inside: dict[str, Network] = field(default_factory=dict)

    def infer(self, graph: Graph, given: Mapping[str, Tensor], *, prefix: str) -> Tensors:
        """Go through a graph whose inputs are what `given` says; return the tensors of its outputs."""
        level = _Level(graph, prefix, {}, {})
        for node in graph:
            level.made[node.name] = node
            tensors = tuple(tensor_of(edge, level.outcomes) for edge in node.edges)
            outcome = Outcome((given[node.name],)) if node.kind == "input" else self._outcome(node, tensors, level)
            level.outcomes[node.name] = outcome
            self.nodes[prefix + node.name] = Inferred(tensors, outcome)
        return tuple((level.outcomes[name].outputs or (NOTHING_KNOWN,))[0] for name in graph.outputs.values())

    def _outcome(self, node: Node, tensors: Tensors, level: _Level) -> Outcome:
        try:
            return self._apply(node, tensors, level)
        except ShapeError as error:
            self.findings.append(finding_about(error, node, tensors, made=level.made, outcomes=level.outcomes))
            return UNDECIDED

    def _apply(self, node: Node, tensors: Tensors, level: _Level) -> Outcome:
        if node.kind == "projection":
            return infer_projection(*tensors, precision=self.spec.train.precision)
        if node.kind == "op":
            positional, named = sort_tensors(node.edges, tensors, signature_of(node))
            results = infer_function(node.function or "", node.arguments, positional, named)
            return Outcome(results)
        if node.target is not None:
            return self._call_again(node, level.made[node.target], tensors, level)
        if is_residual_sum(node):
            return infer_sum(*tensors, precision=self.spec.train.precision)
        return self._make(node, node, tensors, level)

    def _make(self, node: Node, target: Node, tensors: Tensors, level: _Level) -> Outcome:
        """Infer the layer, nested model or base of `target` on the tensors of `node`."""
        if target.graph is not None:
            given = dict(zip(target.graph.inputs, tensors, strict=False))
            return Outcome(self.infer(target.graph, given, prefix=f"{level.prefix}{target.name}/"))
        if target.base is not None:
            return self._infer_base(target.base, tensors, level.prefix + node.name)
        return infer_layer(layer_call(target, tensors, self.spec, self.facts, edges=node.edges))

    def _infer_base(self, name: str, tensors: Tensors, place: str) -> Outcome:
        """Infer a transfer base from the spec that the catalog has of it; its weights are those of all its layers."""
        base = next(base for base in self.spec.bases if base.name == name)
        known = network_of(base)
        if known is None:
            return UNDECIDED
        check_picture(base, tensors[0])
        apart = _Inference(replace(known.spec, train=self.spec.train), NO_FACTS, {}, [])
        outputs = apart.infer(known.graph, dict(zip(known.graph.inputs, tensors, strict=True)), prefix="")
        if apart.findings:
            raise ShapeError(
                f"`{base.source}` cannot take pictures of {tensors[0]}", hint="give the input a larger `size`"
            )
        self.inside[place] = Network(known.graph, apart.nodes)
        weights = [inferred.outcome.weights for inferred in apart.nodes.values()]
        known_weights = None if None in weights else tuple(weight for each in weights for weight in each or ())
        return Outcome((pooled(base, outputs[0]),), known_weights)

    def _call_again(self, node: Node, target: Node, tensors: Tensors, level: _Level) -> Outcome:
        """Infer a layer, model or base on other tensors; its weights stand where it was made."""
        first = self.nodes[level.prefix + target.name]
        if target.graph is not None:
            check_inputs(target, first.inputs, tensors)
        apart = _Inference(self.spec, self.facts, {}, [])
        outcome = apart._make(node, target, tensors, level)
        if apart.findings:
            raise ShapeError(f"it was made for {_listed(first.inputs)}", argument="layer")
        check_weights(target, first, outcome)
        self.inside = apart.inside | self.inside
        return Outcome(outcome.outputs)


@record
class _Level:
    """A network's own graph, or that of a nested model, on the way.

    Args:
        graph: the nodes.
        prefix: the names of the models around, each with a slash.
        outcomes: of the nodes so far.
        made: the nodes so far, by name.
    """

    graph: Graph
    prefix: str
    outcomes: dict[str, Outcome]
    made: dict[str, Node]


def _listed(tensors: Tensors) -> str:
    return " and ".join(map(str, tensors))
