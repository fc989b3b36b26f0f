"""Which rule of shapes belongs to which layer; only those families are loaded that a spec names."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import cast

from nnspec.inference.layer_call import LayerCall
from nnspec.inference.outcome import UNDECIDED, Outcome

Rule = Callable[[LayerCall], Outcome]

# Layer -> module of `nnspec.inference.layers`, and function in it.
LAYERS: dict[str, str] = {
    "Activation": "elementwise.infer_same",
    "ActivityRegularization": "elementwise.infer_same",
    "AdaptiveAveragePooling1D": "pooling.infer_adaptive1d",
    "AdaptiveAveragePooling2D": "pooling.infer_adaptive2d",
    "AdaptiveAveragePooling3D": "pooling.infer_adaptive3d",
    "AdaptiveMaxPooling1D": "pooling.infer_adaptive1d",
    "AdaptiveMaxPooling2D": "pooling.infer_adaptive2d",
    "AdaptiveMaxPooling3D": "pooling.infer_adaptive3d",
    "Add": "merging.infer_merge",
    "AdditiveAttention": "attention.infer_attention",
    "AlphaDropout": "elementwise.infer_same",
    "Attention": "attention.infer_attention",
    "AugMix": "elementwise.infer_same",
    "AutoContrast": "elementwise.infer_same",
    "Average": "merging.infer_merge",
    "AveragePooling1D": "pooling.infer_pooling1d",
    "AveragePooling2D": "pooling.infer_pooling2d",
    "AveragePooling3D": "pooling.infer_pooling3d",
    "BatchNormalization": "normalization.infer_batch_normalization",
    "Bidirectional": "recurrent.infer_bidirectional",
    "CategoryEncoding": "preprocessing.infer_category_encoding",
    "CenterCrop": "preprocessing.infer_resizing",
    "Concatenate": "merging.infer_concatenate",
    "ContrastLimitedAdaptiveHistogramEqualization": "elementwise.infer_same",
    "Conv1D": "convolution.infer_conv1d",
    "Conv1DTranspose": "convolution.infer_transposed1d",
    "Conv2D": "convolution.infer_conv2d",
    "Conv2DTranspose": "convolution.infer_transposed2d",
    "Conv3D": "convolution.infer_conv3d",
    "Conv3DTranspose": "convolution.infer_transposed3d",
    "ConvLSTM1D": "recurrent.infer_conv_lstm1d",
    "ConvLSTM2D": "recurrent.infer_conv_lstm2d",
    "ConvLSTM3D": "recurrent.infer_conv_lstm3d",
    "Cropping1D": "reshaping.infer_cropping1d",
    "Cropping2D": "reshaping.infer_cropping2d",
    "Cropping3D": "reshaping.infer_cropping3d",
    "Dense": "core.infer_dense",
    "DepthwiseConv1D": "convolution.infer_depthwise1d",
    "DepthwiseConv2D": "convolution.infer_depthwise2d",
    "Discretization": "preprocessing.infer_discretization",
    "Dot": "merging.infer_dot",
    "Dropout": "elementwise.infer_same",
    "ELU": "elementwise.infer_same",
    "EinsumDense": "einsum_dense.infer_einsum_dense",
    "Embedding": "core.infer_embedding",
    "Flatten": "reshaping.infer_flatten",
    "GRU": "recurrent.infer_recurrent",
    "GRUCell": "cells.infer_cell",
    "GaussianDropout": "elementwise.infer_same",
    "GaussianNoise": "elementwise.infer_same",
    "GlobalAveragePooling1D": "pooling.infer_global1d",
    "GlobalAveragePooling2D": "pooling.infer_global2d",
    "GlobalAveragePooling3D": "pooling.infer_global3d",
    "GlobalMaxPooling1D": "pooling.infer_global1d",
    "GlobalMaxPooling2D": "pooling.infer_global2d",
    "GlobalMaxPooling3D": "pooling.infer_global3d",
    "GroupNormalization": "normalization.infer_group_normalization",
    "GroupQueryAttention": "attention.infer_grouped_query",
    "HashedCrossing": "preprocessing.infer_hashed_crossing",
    "Hashing": "preprocessing.infer_hashing",
    "Identity": "elementwise.infer_identity",
    "IntegerLookup": "preprocessing.infer_integer_lookup",
    "KAN": "core.infer_kan",
    "LSTM": "recurrent.infer_recurrent",
    "LSTMCell": "cells.infer_cell",
    "LayerNormalization": "normalization.infer_layer_normalization",
    "LeakyReLU": "elementwise.infer_same",
    "Masking": "elementwise.infer_same",
    "MaxPooling1D": "pooling.infer_pooling1d",
    "MaxPooling2D": "pooling.infer_pooling2d",
    "MaxPooling3D": "pooling.infer_pooling3d",
    "Maximum": "merging.infer_merge",
    "MelSpectrogram": "preprocessing.infer_mel",
    "Minimum": "merging.infer_merge",
    "MultiHeadAttention": "attention.infer_multi_head",
    "Multiply": "merging.infer_merge",
    "Normalization": "normalization.infer_fixed_normalization",
    "PReLU": "elementwise.infer_prelu",
    "Permute": "reshaping.infer_permute",
    "Pipeline": "preprocessing.infer_pipeline",
    "RMSNormalization": "normalization.infer_rms_normalization",
    "RNN": "recurrent.infer_rnn",
    "RandAugment": "elementwise.infer_same",
    "RandomBrightness": "elementwise.infer_same",
    "RandomColorDegeneration": "elementwise.infer_same",
    "RandomColorJitter": "elementwise.infer_same",
    "RandomContrast": "elementwise.infer_same",
    "RandomCrop": "preprocessing.infer_resizing",
    "RandomElasticTransform": "elementwise.infer_same",
    "RandomErasing": "elementwise.infer_same",
    "RandomFlip": "elementwise.infer_same",
    "RandomGaussianBlur": "elementwise.infer_same",
    "RandomGrayscale": "elementwise.infer_identity",
    "RandomHue": "elementwise.infer_same",
    "RandomInvert": "elementwise.infer_same",
    "RandomPerspective": "elementwise.infer_same",
    "RandomPosterization": "elementwise.infer_same",
    "RandomRotation": "elementwise.infer_same",
    "RandomSaturation": "elementwise.infer_same",
    "RandomSharpness": "elementwise.infer_same",
    "RandomShear": "elementwise.infer_same",
    "RandomTranslation": "elementwise.infer_same",
    "RandomZoom": "elementwise.infer_same",
    "ReLU": "elementwise.infer_same",
    "RepeatVector": "reshaping.infer_repeat_vector",
    "Rescaling": "elementwise.infer_same",
    "Reshape": "reshaping.infer_reshape",
    "Resizing": "preprocessing.infer_resizing",
    "ReversibleEmbedding": "core.infer_reversible_embedding",
    "STFTSpectrogram": "preprocessing.infer_stft",
    "SeparableConv1D": "convolution.infer_separable1d",
    "SeparableConv2D": "convolution.infer_separable2d",
    "SimpleRNN": "recurrent.infer_recurrent",
    "SimpleRNNCell": "cells.infer_cell",
    "Softmax": "elementwise.infer_softmax",
    "Solarization": "elementwise.infer_same",
    "SpatialDropout1D": "elementwise.infer_spatial_dropout1d",
    "SpatialDropout2D": "elementwise.infer_spatial_dropout2d",
    "SpatialDropout3D": "elementwise.infer_spatial_dropout3d",
    "SpectralNormalization": "wrappers.infer_spectral_normalization",
    "StackedRNNCells": "cells.infer_cell",
    "Subtract": "merging.infer_subtract",
    "TimeDistributed": "wrappers.infer_time_distributed",
    "UnitNormalization": "normalization.infer_unit_normalization",
    "UpSampling1D": "reshaping.infer_up_sampling1d",
    "UpSampling2D": "reshaping.infer_up_sampling2d",
    "UpSampling3D": "reshaping.infer_up_sampling3d",
    "ZeroPadding1D": "reshaping.infer_padding1d",
    "ZeroPadding2D": "reshaping.infer_padding2d",
    "ZeroPadding3D": "reshaping.infer_padding3d",
}


def infer_layer(layer: LayerCall) -> Outcome:
    """Apply the rule of a layer; nothing is known of a layer without one.

    Raises:
        ShapeError: the layer cannot take its tensors.
    """
    rule = rule_of(layer.call.name)
    return UNDECIDED if rule is None else rule(layer)


@cache
def rule_of(name: str) -> Rule | None:
    """Find the rule of a layer by its documented name; None where there is none."""
    if name not in LAYERS:
        return None
    module, function = LAYERS[name].split(".")
    return cast(Rule, getattr(import_module(f"nnspec.inference.layers.{module}"), function))
