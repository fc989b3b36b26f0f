"""What a rule of shapes is asked: a layer with its arguments, and the tensors that it takes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nnspec.inference.tensor import NOTHING_KNOWN, Tensor
from nnspec.records import field, record
from nnspec.spec.calls import Call

# The dtypes of computation and of variables, by `train.precision`.
_POLICIES = {
    "float32": ("float32", "float32"),
    "float64": ("float64", "float64"),
    "bfloat16": ("bfloat16", "bfloat16"),
    "float16": ("float16", "float16"),
    "mixed_bfloat16": ("bfloat16", "float32"),
    "mixed_float16": ("float16", "float32"),
}


@record
class LayerCall:
    """One call of a layer.

    Args:
        call: the layer, with the arguments that the spec gives.
        tensors: those that it takes by position, in order.
        named: those that it takes by the name of the call's argument; a list where the argument takes one.
        precision: the policy that holds where the layer has no `dtype` of its own.
    """

    call: Call
    tensors: tuple[Tensor, ...]
    named: Mapping[str, Tensor | tuple[Tensor, ...]] = field(default_factory=dict)
    precision: str = "float32"

    def get(self, argument: str) -> Any:
        """Return an argument's value, or its default where the spec is silent; lists as tuples."""
        return _as_tuples(self.call.get(argument))

    @property
    def tensor(self) -> Tensor:
        """The first tensor that it takes."""
        if self.tensors:
            return self.tensors[0]
        first = next(iter(self.named.values()), NOTHING_KNOWN)
        return first if isinstance(first, Tensor) else first[0]

    @property
    def dtype(self) -> str:
        """The dtype that it computes in, and of the tensors that it gives."""
        return self._policy[0]

    @property
    def variable_dtype(self) -> str:
        """The dtype of its weights."""
        return self._policy[1]

    def dtype_of(self, tensor: Tensor) -> str | None:
        """The dtype that a tensor has inside the layer: decimal numbers become of the layer's, others stay."""
        return self.dtype if tensor.dtype is not None and "float" in tensor.dtype else tensor.dtype

    @property
    def _policy(self) -> tuple[str, str]:
        own = self.call.arguments.get("dtype")
        return policy_of(own if isinstance(own, str) else self.precision)


def policy_of(precision: str) -> tuple[str, str]:
    """Give the dtypes of computation and of variables that a policy stands for."""
    return _POLICIES.get(precision, (precision, precision))


def _as_tuples(value: Any) -> Any:
    return tuple(map(_as_tuples, value)) if isinstance(value, list) else value
