"""Rules of the network between inputs and heads."""

from nnspec.linting.rule import Rule
from nnspec.linting.rules.architecture.nn101_linear_hidden import linear_hidden
from nnspec.linting.rules.architecture.nn102_no_hidden_layer import no_hidden_layer
from nnspec.linting.rules.architecture.nn103_softmax_hidden import softmax_hidden
from nnspec.linting.rules.architecture.nn104_double_activation import double_activation
from nnspec.linting.rules.architecture.nn105_norm_after_activation import norm_after_activation
from nnspec.linting.rules.architecture.nn111_collapsed_map import collapsed_map
from nnspec.linting.rules.architecture.nn112_kernel_exceeds_input import kernel_exceeds_input
from nnspec.linting.rules.architecture.nn113_stride_skips import stride_skips
from nnspec.linting.rules.architecture.nn114_too_much_pooling import too_much_pooling
from nnspec.linting.rules.architecture.nn115_filters_shrink_with_area import filters_shrink_with_area
from nnspec.linting.rules.architecture.nn116_window_shrinks import window_shrinks
from nnspec.linting.rules.architecture.nn117_dense_widens import dense_widens
from nnspec.linting.rules.architecture.nn118_bottleneck import bottleneck
from nnspec.linting.rules.architecture.nn119_flatten_explosion import flatten_explosion
from nnspec.linting.rules.architecture.nn120_overparameterised import overparameterised
from nnspec.linting.rules.architecture.nn121_channels_order import channels_order
from nnspec.linting.rules.architecture.nn122_feature_count import feature_count
from nnspec.linting.rules.architecture.nn123_embedding_of_numbers import embedding_of_numbers
from nnspec.linting.rules.architecture.nn124_embedding_range import embedding_range
from nnspec.linting.rules.architecture.nn126_mask_lost import mask_lost
from nnspec.linting.rules.architecture.nn127_deep_no_skip import deep_no_skip
from nnspec.linting.rules.architecture.nn128_merge_broadcast import merge_broadcast
from nnspec.linting.rules.architecture.nn130_wrong_inductive_bias import wrong_inductive_bias
from nnspec.linting.rules.architecture.nn131_hidden_count import hidden_count
from nnspec.linting.rules.architecture.nn132_frozen_random import frozen_random
from nnspec.linting.rules.architecture.nn133_gradient_blocker import gradient_blocker
from nnspec.linting.rules.architecture.nn134_reshape_not_transpose import reshape_not_transpose
from nnspec.linting.rules.architecture.nn135_batch_axis_touched import batch_axis_touched
from nnspec.linting.rules.architecture.nn137_dense_before_flatten import dense_before_flatten

RULES: tuple[Rule, ...] = (
    linear_hidden,
    no_hidden_layer,
    softmax_hidden,
    double_activation,
    norm_after_activation,
    collapsed_map,
    kernel_exceeds_input,
    stride_skips,
    too_much_pooling,
    filters_shrink_with_area,
    window_shrinks,
    dense_widens,
    bottleneck,
    flatten_explosion,
    overparameterised,
    channels_order,
    feature_count,
    embedding_of_numbers,
    embedding_range,
    mask_lost,
    deep_no_skip,
    merge_broadcast,
    wrong_inductive_bias,
    hidden_count,
    frozen_random,
    gradient_blocker,
    reshape_not_transpose,
    batch_axis_touched,
    dense_before_flatten,
)
