"""What nnspec knows of each of Keras' applications: its preprocessing, sizes of pictures and weights file."""

from __future__ import annotations

from typing import Literal

from nnspec.records import record

# caffe: BGR, means subtracted; tf: -1 to 1; torch: ImageNet means and deviations; own: inside the network.
Preprocessing = Literal["caffe", "tf", "torch", "own"]


@record
class Application:
    """One architecture.

    Args:
        preprocessing: what turns pixels 0..255 into what its weights were trained on.
        weights_file: name of the published weights in Keras' cache; `{top}`, `{alpha}`, `{rows}` and
            `{variant}` are filled in.
        no_top: what `{top}` is without the classifier; with it, nothing.
        smallest: height and width that a picture must have at least.
        weight_sizes: heights for which weights of their own were published; 224 for any other.
        trained: height and width of the pictures that its weights were trained on.
    """

    preprocessing: Preprocessing
    weights_file: str
    no_top: str = "_notop"
    smallest: int = 32
    weight_sizes: tuple[int, ...] = ()
    trained: int = 224


_TF_KERNELS = "weights_tf_dim_ordering_tf_kernels"

APPLICATIONS: dict[str, Application] = {
    "ConvNeXtBase": Application("own", "convnext_base{top}.h5"),
    "ConvNeXtLarge": Application("own", "convnext_large{top}.h5"),
    "ConvNeXtSmall": Application("own", "convnext_small{top}.h5"),
    "ConvNeXtTiny": Application("own", "convnext_tiny{top}.h5"),
    "ConvNeXtXLarge": Application("own", "convnext_xlarge{top}.h5"),
    "DenseNet121": Application("torch", f"densenet121_{_TF_KERNELS}{{top}}.h5"),
    "DenseNet169": Application("torch", f"densenet169_{_TF_KERNELS}{{top}}.h5"),
    "DenseNet201": Application("torch", f"densenet201_{_TF_KERNELS}{{top}}.h5"),
    "EfficientNetB0": Application("own", "efficientnetb0{top}.h5"),
    "EfficientNetB1": Application("own", "efficientnetb1{top}.h5", trained=240),
    "EfficientNetB2": Application("own", "efficientnetb2{top}.h5", trained=260),
    "EfficientNetB3": Application("own", "efficientnetb3{top}.h5", trained=300),
    "EfficientNetB4": Application("own", "efficientnetb4{top}.h5", trained=380),
    "EfficientNetB5": Application("own", "efficientnetb5{top}.h5", trained=456),
    "EfficientNetB6": Application("own", "efficientnetb6{top}.h5", trained=528),
    "EfficientNetB7": Application("own", "efficientnetb7{top}.h5", trained=600),
    "EfficientNetV2B0": Application("own", "efficientnetv2-b0{top}.h5"),
    "EfficientNetV2B1": Application("own", "efficientnetv2-b1{top}.h5", trained=240),
    "EfficientNetV2B2": Application("own", "efficientnetv2-b2{top}.h5", trained=260),
    "EfficientNetV2B3": Application("own", "efficientnetv2-b3{top}.h5", trained=300),
    "EfficientNetV2L": Application("own", "efficientnetv2-l{top}.h5", trained=480),
    "EfficientNetV2M": Application("own", "efficientnetv2-m{top}.h5", trained=480),
    "EfficientNetV2S": Application("own", "efficientnetv2-s{top}.h5", trained=384),
    "InceptionResNetV2": Application("tf", f"inception_resnet_v2_{_TF_KERNELS}{{top}}.h5", smallest=75, trained=299),
    "InceptionV3": Application("tf", f"inception_v3_{_TF_KERNELS}{{top}}.h5", smallest=75, trained=299),
    "MobileNet": Application(
        "tf", "mobilenet_{alpha}_{rows}_tf{top}.h5", no_top="_no_top", weight_sizes=(128, 160, 192, 224)
    ),
    "MobileNetV2": Application(
        "tf",
        f"mobilenet_v2_{_TF_KERNELS}_{{alpha}}_{{rows}}{{top}}.h5",
        no_top="_no_top",
        weight_sizes=(96, 128, 160, 192, 224),
    ),
    "MobileNetV3Large": Application(
        "own", "weights_mobilenet_v3_large{variant}_224_{alpha}_float{top}.h5", no_top="_no_top_v2"
    ),
    "MobileNetV3Small": Application(
        "own", "weights_mobilenet_v3_small{variant}_224_{alpha}_float{top}.h5", no_top="_no_top_v2"
    ),
    "NASNetLarge": Application("tf", "nasnet_large{top}.h5", no_top="_no_top", trained=331),
    "NASNetMobile": Application("tf", "nasnet_mobile{top}.h5", no_top="_no_top"),
    "ResNet101": Application("caffe", f"resnet101_{_TF_KERNELS}{{top}}.h5"),
    "ResNet101V2": Application("tf", f"resnet101v2_{_TF_KERNELS}{{top}}.h5"),
    "ResNet152": Application("caffe", f"resnet152_{_TF_KERNELS}{{top}}.h5"),
    "ResNet152V2": Application("tf", f"resnet152v2_{_TF_KERNELS}{{top}}.h5"),
    "ResNet50": Application("caffe", f"resnet50_{_TF_KERNELS}{{top}}.h5"),
    "ResNet50V2": Application("tf", f"resnet50v2_{_TF_KERNELS}{{top}}.h5"),
    "VGG16": Application("caffe", f"vgg16_{_TF_KERNELS}{{top}}.h5"),
    "VGG19": Application("caffe", f"vgg19_{_TF_KERNELS}{{top}}.h5"),
    "Xception": Application("tf", f"xception_{_TF_KERNELS}{{top}}.h5", smallest=71, trained=299),
}
