"""Which layers of the catalog change pictures at random, so that a network sees each picture in many forms."""

from __future__ import annotations

AUGMENTATIONS = (
    "AugMix",
    "RandAugment",
    "RandomBrightness",
    "RandomColorDegeneration",
    "RandomColorJitter",
    "RandomContrast",
    "RandomElasticTransform",
    "RandomErasing",
    "RandomFlip",
    "RandomGaussianBlur",
    "RandomGrayscale",
    "RandomHue",
    "RandomInvert",
    "RandomPerspective",
    "RandomPosterization",
    "RandomRotation",
    "RandomSaturation",
    "RandomSharpness",
    "RandomShear",
    "RandomTranslation",
    "RandomZoom",
    "Solarization",
)
# Layers of the same kind that `augment` does not take, with what to do instead.
NOT_AUGMENTATIONS = {
    "AutoContrast": "it does the same at every time: place it at the top of `hidden`",
    "CenterCrop": "it does the same at every time: say `size` and `crop_to_aspect_ratio`",
    "Equalization": "it does the same at every time: place it at the top of `hidden`",
    "RandomCrop": "it changes the size; `RandomTranslation` and `RandomZoom` keep it",
    "Rescaling": "say `scale`",
    "Resizing": "say `size`",
}
# What leaves every pixel where it is.
PIXELS_STAY = (
    "RandomBrightness",
    "RandomColorDegeneration",
    "RandomColorJitter",
    "RandomContrast",
    "RandomErasing",
    "RandomGaussianBlur",
    "RandomGrayscale",
    "RandomHue",
    "RandomInvert",
    "RandomPosterization",
    "RandomSaturation",
    "RandomSharpness",
    "Solarization",
)
