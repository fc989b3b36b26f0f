"""Rules of Kolmogorov-Arnold layers."""

from nnspec.linting.rule import Rule
from nnspec.linting.rules.kan.nn701_grid_vs_input import grid_vs_input
from nnspec.linting.rules.kan.nn702_kan_hidden_range import kan_hidden_range
from nnspec.linting.rules.kan.nn703_kan_grid_vs_data import kan_grid_vs_data
from nnspec.linting.rules.kan.nn704_kan_order import kan_order
from nnspec.linting.rules.kan.nn706_kan_optimizer import kan_optimizer
from nnspec.linting.rules.kan.nn708_kan_extra_activation import kan_extra_activation
from nnspec.linting.rules.kan.nn714_kan_no_base import kan_no_base
from nnspec.linting.rules.kan.nn716_kan_float16 import kan_float16

RULES: tuple[Rule, ...] = (
    grid_vs_input,
    kan_hidden_range,
    kan_grid_vs_data,
    kan_order,
    kan_optimizer,
    kan_extra_activation,
    kan_no_base,
    kan_float16,
)
