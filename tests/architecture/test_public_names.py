"""What `import nnspec` offers."""

import pytest

import nnspec

NAMES = [
    "load",
    "validate",
    "lint",
    "lower",
    "build",
    "train",
    "evaluate",
    "predict",
    "search",
    "report",
    "explain",
    "eject",
    "import_model",
    "json_schema",
    "Document",
    "Spec",
    "Graph",
    "Diagnostic",
    "Diagnostics",
    "RunRecord",
    "SpecError",
    "__version__",
]


def test_public_names_are_those_of_the_design() -> None:
    assert sorted(NAMES) == sorted(nnspec.__all__)
    assert len(NAMES) == 22


@pytest.mark.parametrize("name", NAMES)
def test_public_name_resolves_and_is_documented(name: str) -> None:
    found = getattr(nnspec, name)
    assert name == "__version__" or found.__doc__


def test_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute `nothing`"):
        nnspec.nothing  # noqa: B018
