"""What a spec declares of its data -> a state to build from without any data."""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.diagnostics.diagnostic import Diagnostic
from nnspec.errors import SpecError
from nnspec.spec.inputs import (
    ArrayInput,
    CategoryInput,
    DateInput,
    ImageInput,
    Input,
    NumberInput,
    SequenceInput,
    TextInput,
)
from nnspec.spec.outputs import Output
from nnspec.spec.spec import Spec
from nnspec.tables.state import InputState, OutputState, State
from nnspec.validation.places import locate


def declared_state(spec: Spec) -> State | None:
    """Make a state from declarations alone.

    Statistics are those of standardised data; what is built has the right shapes and is not for use untrained.

    Args:
        spec: `columns` without patterns, `size`, `channels`, `shape`, `vocabulary` and `classes` are read.

    Returns:
        None where the spec names data, which say more.

    Raises:
        SpecError: NN252, something is neither declared nor to be read.
    """
    if spec.data is not None:
        return None
    missing = [*_undeclared_inputs(spec), *_undeclared_outputs(spec)]
    if missing:
        raise SpecError(locate(missing, spec.document))
    return State(
        inputs={item.name: _input_state(item) for item in spec.inputs},
        outputs={output.name: _output_state(output) for output in spec.outputs},
    )


def _undeclared_inputs(spec: Spec) -> Iterator[Diagnostic]:
    for item in spec.inputs:
        if isinstance(item, NumberInput) and any(set(name) & set("*?[") for name in item.columns):
            yield _undeclared(item, "which columns its pattern matches", "list the columns")
        if isinstance(item, CategoryInput) and item.vocabulary is None:
            yield _undeclared(item, "its categories", "declare `vocabulary`")
        if isinstance(item, ImageInput) and (item.size is None or item.channels is None):
            yield _undeclared(item, "its size", "declare `size` and `channels`")
        if isinstance(item, ArrayInput) and item.shape is None:
            yield _undeclared(item, "its shape", "declare `shape`")
        if isinstance(item, TextInput):
            yield from _undeclared_text(item)
        if isinstance(item, SequenceInput) and item.length is None:
            yield _undeclared(item, "how long its sequences are", "declare `length`")


def _undeclared_text(item: TextInput) -> Iterator[Diagnostic]:
    if item.vocabulary is None:
        yield _undeclared(item, "its tokens", "declare `vocabulary`")
    if item.output_mode == "int" and item.output_sequence_length is None:
        yield _undeclared(item, "how long its texts are", "declare `output_sequence_length`")
    if item.output_mode == "tf_idf" and item.vocabulary is not None and item.idf_weights is None:
        yield _undeclared(item, "how rare its tokens are", "declare `idf_weights`")


def _undeclared_outputs(spec: Spec) -> Iterator[Diagnostic]:
    for output in spec.outputs:
        if output.type == "category" and output.classes is None:
            yield _undeclared(output, "its classes", "declare `classes`")


def _undeclared(item: Input | Output, what: str, hint: str) -> Diagnostic:
    message = f"`{item.name}`: neither data nor the spec say {what}"
    return Diagnostic(code="NN252", message=message, path=item.path, hint=f"{hint}, or name the data under `data`")


def _input_state(item: Input) -> InputState:
    columns = item.columns or (item.name,)
    if isinstance(item, CategoryInput):
        vocabulary = item.vocabulary or ()
        dtype = "int64" if all(isinstance(value, int) for value in vocabulary) else "string"
        return InputState(columns=columns, shape=(), dtype=dtype, vocabulary=vocabulary)
    if isinstance(item, ImageInput):
        assert item.size is not None
        assert item.channels is not None
        return _neutral(columns, (*item.size, item.channels), "uint8", item.scale)
    if isinstance(item, ArrayInput):
        return _neutral(columns, item.shape or (), item.dtype, item.scale)
    if isinstance(item, TextInput):
        length = item.output_sequence_length if item.output_mode == "int" else None
        return InputState(
            columns=columns,
            shape=(),
            dtype="string",
            vocabulary=item.vocabulary,
            idf_weights=item.idf_weights,
            length=length,
        )
    if isinstance(item, SequenceInput):
        step = item.shape or ((1,) if item.dtype.startswith("float") else ())
        return InputState(columns=columns, shape=(item.length or 1, *step), dtype=item.dtype)
    if isinstance(item, DateInput):
        return _neutral(columns, (), "float64", "standard")
    return _neutral(columns, (len(columns),), "float32", "standard")


def _neutral(columns: tuple[str, ...], shape: tuple[int, ...], dtype: str, scale: str) -> InputState:
    width = shape[-1] if shape else 1
    zeros, ones = (0.0,) * width, (1.0,) * width
    if scale == "minmax":
        return InputState(columns=columns, shape=shape, dtype=dtype, minimum=zeros, maximum=ones)
    if scale == "standard":
        return InputState(columns=columns, shape=shape, dtype=dtype, mean=zeros, variance=ones)
    return InputState(columns=columns, shape=shape, dtype=dtype)


def _output_state(output: Output) -> OutputState:
    columns = output.columns or (output.name,)
    if output.type == "category":
        named = isinstance(output.classes, tuple)
        classes = output.classes if isinstance(output.classes, tuple) else tuple(range(int(output.classes or 0)))
        return OutputState(
            columns=columns, shape=(len(classes),), classes=classes, labels="values" if named else "index"
        )
    if output.type == "binary":
        classes = output.classes if isinstance(output.classes, tuple) else (0, 1)
        return OutputState(columns=columns, shape=(1,), classes=classes, labels="values")
    width = output.units or len(columns)
    return OutputState(columns=columns, shape=(width,), labels="values")
