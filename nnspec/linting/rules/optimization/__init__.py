"""Rules of the optimizer, its schedule, and how long it runs."""

from nnspec.linting.rule import Rule
from nnspec.linting.rules.optimization.nn301_lr_too_high import lr_too_high
from nnspec.linting.rules.optimization.nn302_lr_too_low import lr_too_low
from nnspec.linting.rules.optimization.nn303_default_lr_trap import default_lr_trap
from nnspec.linting.rules.optimization.nn304_plain_sgd import plain_sgd
from nnspec.linting.rules.optimization.nn305_init_scale import init_scale
from nnspec.linting.rules.optimization.nn306_constant_init import constant_init
from nnspec.linting.rules.optimization.nn307_init_activation_pair import init_activation_pair
from nnspec.linting.rules.optimization.nn308_saturating_deep import saturating_deep
from nnspec.linting.rules.optimization.nn309_nonzero_bias import nonzero_bias
from nnspec.linting.rules.optimization.nn310_too_few_steps import too_few_steps
from nnspec.linting.rules.optimization.nn311_batch_vs_dataset import batch_vs_dataset
from nnspec.linting.rules.optimization.nn313_batch_lr_scaling import batch_lr_scaling
from nnspec.linting.rules.optimization.nn314_decay_too_early import decay_too_early
from nnspec.linting.rules.optimization.nn315_decay_never import decay_never
from nnspec.linting.rules.optimization.nn316_two_schedulers import two_schedulers
from nnspec.linting.rules.optimization.nn317_warmup_too_long import warmup_too_long
from nnspec.linting.rules.optimization.nn318_clip_degenerate import clip_degenerate
from nnspec.linting.rules.optimization.nn319_epsilon import epsilon
from nnspec.linting.rules.optimization.nn320_momentum_range import momentum_range
from nnspec.linting.rules.optimization.nn321_decay_twice import decay_twice
from nnspec.linting.rules.optimization.nn322_patience import patience
from nnspec.linting.rules.optimization.nn324_monitor_mode import monitor_mode
from nnspec.linting.rules.optimization.nn325_best_not_restored import best_not_restored
from nnspec.linting.rules.optimization.nn329_rnn_no_clip import rnn_no_clip
from nnspec.linting.rules.optimization.nn330_accumulation import accumulation

RULES: tuple[Rule, ...] = (
    lr_too_high,
    lr_too_low,
    default_lr_trap,
    plain_sgd,
    init_scale,
    constant_init,
    init_activation_pair,
    saturating_deep,
    nonzero_bias,
    too_few_steps,
    batch_vs_dataset,
    batch_lr_scaling,
    decay_too_early,
    decay_never,
    two_schedulers,
    warmup_too_long,
    clip_degenerate,
    epsilon,
    momentum_range,
    decay_twice,
    patience,
    monitor_mode,
    best_not_restored,
    rnn_no_clip,
    accumulation,
)
