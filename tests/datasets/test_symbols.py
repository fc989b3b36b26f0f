"""Names for lengths: one name is one length everywhere in the data."""

import pytest

from nnspec.datasets.symbols import check_symbols
from nnspec.errors import SpecError
from nnspec.pipeline import compile_source
from nnspec.tables.state import InputState, State


def checked(inputs: str, **shapes: tuple[int, ...]) -> None:
    spec = compile_source(f"nnspec: 1\ninputs: {inputs}\noutputs: {{y: {{type: number, from: a}}}}\n").spec
    assert spec is not None
    states = {name: InputState(columns=(name,), shape=shape, dtype="float32") for name, shape in shapes.items()}
    check_symbols(spec, State(inputs=states, outputs={}))


def test_names_that_the_data_fill_in_are_accepted() -> None:
    checked("{a: {type: array, shape: [H, W, 3]}, b: {type: sequence, length: H}}", a=(8, 6, 3), b=(8, 2))


@pytest.mark.parametrize(
    ("inputs", "shapes", "text"),
    [
        ("{a: {type: array, shape: [H, H]}}", {"a": (8, 7)}, "`H` would be 8 and 7 at once"),
        ("{a: {type: array, shape: [H, 3]}}", {"a": (8, 4)}, "has the shape (8, 4)"),
        ("{a: {type: array, shape: [H]}}", {"a": (8, 4)}, "has the shape (8, 4)"),
        (
            "{a: {type: image, size: [H, W]}, b: {type: sequence, length: W}}",
            {"a": (8, 6, 3), "b": (7, 1)},
            "`b` has the shape (7,)",
        ),
    ],
)
def test_name_that_would_be_two_lengths_is_refused(inputs: str, shapes: dict[str, tuple[int, ...]], text: str) -> None:
    with pytest.raises(SpecError, match="NN658") as refusal:
        checked(inputs, **shapes)
    assert text in str(refusal.value)
