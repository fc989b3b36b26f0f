"""A step -> whether its values weigh others, as gates and attention do, rather than go on as features."""

from __future__ import annotations

from nnspec.linting.flow import Flow
from nnspec.linting.layer_kinds import PRODUCT_LAYERS, PRODUCTS
from nnspec.linting.step import Step


def weighs(flow: Flow, step: Step) -> bool:
    """Tell whether a step's values multiply others, before any layer of weights takes them."""
    return flow.reaches(step, is_product, lambda below: not below.has_weights)


def is_product(step: Step) -> bool:
    """Tell whether a step multiplies tensors."""
    return step.layer in PRODUCT_LAYERS or step.function in PRODUCTS
