"""A trained run -> files for other programs: SavedModel, ONNX, LiteRT, Keras."""
