"""Rules of dropout, normalisation, penalties and augmentation."""

from nnspec.linting.rule import Rule
from nnspec.linting.rules.regularization.nn401_dropout_before_bn import dropout_before_bn
from nnspec.linting.rules.regularization.nn402_bias_before_bn import bias_before_bn
from nnspec.linting.rules.regularization.nn403_dropout_rate import dropout_rate
from nnspec.linting.rules.regularization.nn404_dropout_on_output import dropout_on_output
from nnspec.linting.rules.regularization.nn405_bn_small_batch import bn_small_batch
from nnspec.linting.rules.regularization.nn406_bn_momentum_steps import bn_momentum_steps
from nnspec.linting.rules.regularization.nn407_norm_on_output import norm_on_output
from nnspec.linting.rules.regularization.nn408_dropout_before_pool import dropout_before_pool
from nnspec.linting.rules.regularization.nn409_over_regularised import over_regularised
from nnspec.linting.rules.regularization.nn411_activity_vs_kernel import activity_vs_kernel
from nnspec.linting.rules.regularization.nn413_selu_dropout import selu_dropout
from nnspec.linting.rules.regularization.nn414_spatial_dropout import spatial_dropout
from nnspec.linting.rules.regularization.nn415_flip_changes_label import flip_changes_label
from nnspec.linting.rules.regularization.nn416_augment_scale import augment_scale
from nnspec.linting.rules.regularization.nn417_norm_twice import norm_twice

RULES: tuple[Rule, ...] = (
    dropout_before_bn,
    bias_before_bn,
    dropout_rate,
    dropout_on_output,
    bn_small_batch,
    bn_momentum_steps,
    norm_on_output,
    dropout_before_pool,
    over_regularised,
    activity_vs_kernel,
    selu_dropout,
    spatial_dropout,
    flip_changes_label,
    augment_scale,
    norm_twice,
)
