"""Rules of transfer bases."""

from nnspec.linting.rule import Rule
from nnspec.linting.rules.transfer.nn501_base_preprocess import base_preprocess
from nnspec.linting.rules.transfer.nn502_base_double_preprocess import base_double_preprocess
from nnspec.linting.rules.transfer.nn503_base_input import base_input
from nnspec.linting.rules.transfer.nn504_finetune_lr import finetune_lr
from nnspec.linting.rules.transfer.nn505_nothing_trainable import nothing_trainable
from nnspec.linting.rules.transfer.nn506_bn_in_base import bn_in_base
from nnspec.linting.rules.transfer.nn508_flatten_on_base import flatten_on_base
from nnspec.linting.rules.transfer.nn509_top_and_head import top_and_head
from nnspec.linting.rules.transfer.nn510_base_no_weights import base_no_weights
from nnspec.linting.rules.transfer.nn511_cold_head import cold_head
from nnspec.linting.rules.transfer.nn513_base_map_1x1 import base_map_1x1
from nnspec.linting.rules.transfer.nn514_layer_lr_reversed import layer_lr_reversed

RULES: tuple[Rule, ...] = (
    base_preprocess,
    base_double_preprocess,
    base_input,
    finetune_lr,
    nothing_trainable,
    bn_in_base,
    flatten_on_base,
    top_and_head,
    base_no_weights,
    cold_head,
    base_map_1x1,
    layer_lr_reversed,
)
