"""Which names a spec gives, and which things share one."""

from __future__ import annotations

import pytest

from lowering import spec_of
from nnspec.graph.graph import Edge
from nnspec.graph.scope import declare_names

TWO_OF_ONE_NAME = {
    "input and output": "inputs: {m: number}\noutputs: {m: number}\n",
    "input and base": "inputs: {m: image}\nbases: {m: 'keras:ResNet50'}\noutputs: {y: number}\n",
    "base and output": "inputs: {x: image}\nbases: {m: 'keras:ResNet50'}\noutputs: {m: number}\n",
    "layer and layer": "inputs: {x: number}\nhidden: [{Dense: {units: 1, name: m}}, {Dense: {units: 1, name: m}}]\n"
    "outputs: {y: number}\n",
    "layer and layer of an output": "inputs: {x: number}\nhidden: [{Dense: {units: 1, name: m}}]\n"
    "outputs: {y: {type: number, layers: [{Dense: {units: 1, name: m}}]}}\n",
    "base placed twice": "inputs: {x: image}\nbases: {m: 'keras:ResNet50'}\nhidden: [m, m]\noutputs: {y: number}\n",
}


@pytest.mark.parametrize("text", TWO_OF_ONE_NAME.values(), ids=TWO_OF_ONE_NAME)
def test_two_things_of_one_name_are_one_finding(text):
    _, findings = declare_names(spec_of(text))
    assert [finding.code for finding in findings] == ["NN150"]
    assert "`m`" in findings[0].message


def test_scope_starts_with_the_inputs_above():
    scope, findings = declare_names(spec_of("inputs: {a: number, b: number}\noutputs: {y: number}\n"))
    assert findings == ()
    assert scope.known == {"a": Edge("a"), "b": Edge("b")}
    assert scope.outputs == {"y"}


def test_scope_knows_bases_that_no_entry_places():
    text = "inputs: {x: image}\nbases: {a: 'keras:ResNet50', b: 'keras:ResNet50'}\nhidden: [a]\noutputs: {y: number}\n"
    assert declare_names(spec_of(text))[0].unplaced == {"b"}
