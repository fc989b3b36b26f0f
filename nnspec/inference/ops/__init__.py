"""Rules of shapes, by function of `keras.ops`: `FunctionCall` -> the tensors that it gives."""
