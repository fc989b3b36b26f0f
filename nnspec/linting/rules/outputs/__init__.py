"""Rules of outputs: heads, losses and metrics."""

from nnspec.linting.rule import Rule
from nnspec.linting.rules.outputs.nn201_softmax_one_unit import softmax_one_unit
from nnspec.linting.rules.outputs.nn202_categorical_one_unit import categorical_one_unit
from nnspec.linting.rules.outputs.nn203_sigmoid_categorical_ce import sigmoid_categorical_ce
from nnspec.linting.rules.outputs.nn204_softmax_binary_ce import softmax_binary_ce
from nnspec.linting.rules.outputs.nn205_prob_loss_on_logits import prob_loss_on_logits
from nnspec.linting.rules.outputs.nn206_from_logits_on_probs import from_logits_on_probs
from nnspec.linting.rules.outputs.nn207_bad_activation_for_ce import bad_activation_for_ce
from nnspec.linting.rules.outputs.nn208_softmax_regression_loss import softmax_regression_loss
from nnspec.linting.rules.outputs.nn209_relu_regression import relu_regression
from nnspec.linting.rules.outputs.nn210_bounded_regression import bounded_regression
from nnspec.linting.rules.outputs.nn212_mse_classification import mse_classification
from nnspec.linting.rules.outputs.nn213_ce_regression import ce_regression
from nnspec.linting.rules.outputs.nn214_units_vs_classes import units_vs_classes
from nnspec.linting.rules.outputs.nn215_two_unit_binary import two_unit_binary
from nnspec.linting.rules.outputs.nn216_onehot_sparse_mismatch import onehot_sparse_mismatch
from nnspec.linting.rules.outputs.nn217_label_range import label_range
from nnspec.linting.rules.outputs.nn218_multilabel_softmax import multilabel_softmax
from nnspec.linting.rules.outputs.nn219_metric_mismatch import metric_mismatch
from nnspec.linting.rules.outputs.nn220_target_broadcast import target_broadcast
from nnspec.linting.rules.outputs.nn221_loss_scale import loss_scale
from nnspec.linting.rules.outputs.nn222_head_without_loss import head_without_loss
from nnspec.linting.rules.outputs.nn223_bias_not_prior import bias_not_prior
from nnspec.linting.rules.outputs.nn224_bias_not_mean import bias_not_mean
from nnspec.linting.rules.outputs.nn225_class_weight_incomplete import class_weight_incomplete
from nnspec.linting.rules.outputs.nn226_imbalance_twice import imbalance_twice
from nnspec.linting.rules.outputs.nn228_hinge_labels import hinge_labels
from nnspec.linting.rules.outputs.nn229_kl_not_probability import kl_not_probability
from nnspec.linting.rules.outputs.nn230_huber_delta import huber_delta
from nnspec.linting.rules.outputs.nn231_log_loss_domain import log_loss_domain
from nnspec.linting.rules.outputs.nn232_sum_reduction import sum_reduction
from nnspec.linting.rules.outputs.nn237_op_after_probs import op_after_probs

RULES: tuple[Rule, ...] = (
    softmax_one_unit,
    categorical_one_unit,
    sigmoid_categorical_ce,
    softmax_binary_ce,
    prob_loss_on_logits,
    from_logits_on_probs,
    bad_activation_for_ce,
    softmax_regression_loss,
    relu_regression,
    bounded_regression,
    mse_classification,
    ce_regression,
    units_vs_classes,
    two_unit_binary,
    onehot_sparse_mismatch,
    label_range,
    multilabel_softmax,
    metric_mismatch,
    target_broadcast,
    loss_scale,
    head_without_loss,
    bias_not_prior,
    bias_not_mean,
    class_weight_incomplete,
    imbalance_twice,
    hinge_labels,
    kl_not_probability,
    huber_delta,
    log_loss_domain,
    sum_reduction,
    op_after_probs,
)
