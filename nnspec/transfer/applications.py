"""A base that is an application of Keras -> whether it scales pixels, and the file of its published weights."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nnspec.catalog.pretrained import APPLICATIONS
from nnspec.spec.bases import Base

_MOBILENET_ALPHAS = {1.0: "1_0", 0.75: "7_5", 0.5: "5_0"}


def takes_raw_pixels(base: Base) -> bool:
    """Tell whether a base scales pixels 0..255 itself, so that its image input must not be scaled.

    Args:
        base: an application does, unless `include_preprocessing: false` says that the spec does it.
    """
    return base.source.startswith("keras:") and (base.arguments or {}).get("include_preprocessing", True) is True


def published_weights_file(name: str, *, include_top: bool, rows: int, arguments: Mapping[str, Any]) -> str:
    """Name the file under which Keras caches an application's ImageNet weights.

    Args:
        name: of the application.
        include_top: with its classifier.
        rows: height of the picture.
        arguments: `alpha` and `minimalistic` are read.
    """
    application = APPLICATIONS[name]
    alpha = float(arguments.get("alpha", 1.0))
    return application.weights_file.format(
        top="" if include_top else application.no_top,
        alpha=_MOBILENET_ALPHAS.get(alpha, "2_5") if name == "MobileNet" else alpha,
        rows=rows if rows in application.weight_sizes else 224,
        variant="_minimalistic" if arguments.get("minimalistic") else "",
    )
