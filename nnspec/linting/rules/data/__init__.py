"""Rules of the data: scaling, splits, columns."""

from nnspec.linting.rule import Rule
from nnspec.linting.rules.data.nn601_input_scale import input_scale
from nnspec.linting.rules.data.nn602_scaled_twice import scaled_twice
from nnspec.linting.rules.data.nn604_shuffle_off import shuffle_off
from nnspec.linting.rules.data.nn606_split_overlap import split_overlap
from nnspec.linting.rules.data.nn607_group_or_time_leak import group_or_time_leak
from nnspec.linting.rules.data.nn608_no_validation import no_validation
from nnspec.linting.rules.data.nn609_tiny_validation import tiny_validation
from nnspec.linting.rules.data.nn611_id_or_constant import id_or_constant
from nnspec.linting.rules.data.nn612_missing_values import missing_values
from nnspec.linting.rules.data.nn613_category_as_number import category_as_number
from nnspec.linting.rules.data.nn614_target_scale import target_scale
from nnspec.linting.rules.data.nn615_imbalance_accuracy import imbalance_accuracy
from nnspec.linting.rules.data.nn616_no_stratify import no_stratify
from nnspec.linting.rules.data.nn619_steps_mismatch import steps_mismatch

RULES: tuple[Rule, ...] = (
    input_scale,
    scaled_twice,
    shuffle_off,
    split_overlap,
    group_or_time_leak,
    no_validation,
    tiny_validation,
    id_or_constant,
    missing_values,
    category_as_number,
    target_scale,
    imbalance_accuracy,
    no_stratify,
    steps_mismatch,
)
