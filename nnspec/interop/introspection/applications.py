"""An application of Keras -> the spec of its network without the classifier, as inference reads it."""

from __future__ import annotations

import keras

from nnspec.compiler.instantiate import locate_class
from nnspec.document.dump import dump_document
from nnspec.interop.importing.import_model import import_model

# Pictures of the size that an application was trained on; a smaller one would leave nothing of its last map.
_SIDES = {"InceptionResNetV2": 299, "InceptionV3": 299, "NASNetLarge": 331, "Xception": 299}
_SIDE = 224


def write_application(name: str) -> str:
    """Import an application without its classifier; its spec holds for pictures of other sizes too.

    Args:
        name: such as `ResNet50`.
    """
    keras.backend.clear_session()
    side = _SIDES.get(name, _SIDE)
    model = locate_class(f"keras.applications.{name}")(weights=None, include_top=False, input_shape=(side, side, 3))
    return dump_document(import_model(model))
