"""`parse_reference`: schemes, names, and what is refused."""

import pytest

from nnspec.errors import SpecError
from nnspec.references.reference import LATER_SCHEMES, Reference, parse_reference


def only_finding(text):
    with pytest.raises(SpecError) as caught:
        parse_reference(text, path=("data", "source"))
    (finding,) = caught.value.diagnostics
    return finding


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("penguins.csv", Reference("file", "penguins.csv")),
        ("file:a:b.csv", Reference("file", "a:b.csv")),
        ("sklearn:iris", Reference("sklearn", "iris")),
        ("keras:ResNet50", Reference("keras", "ResNet50")),
        ("run:runs/first", Reference("run", "runs/first")),
        ("C:\\data\\a.csv", Reference("file", "C:\\data\\a.csv")),
        ("d:/a.csv", Reference("file", "d:/a.csv")),
    ],
)
def test_reference_well_formed_is_scheme_and_name(text, expected):
    assert parse_reference(text) == expected


def test_reference_unknown_scheme_is_nn040_with_nearest():
    finding = only_finding("sklern:iris")
    assert (finding.code, finding.path) == ("NN040", ("data", "source"))
    assert finding.hint == "did you mean `sklearn`?"


def test_reference_web_address_hints_at_download():
    assert only_finding("https://host/a.csv").hint == "download it and name the file"


@pytest.mark.parametrize("scheme", LATER_SCHEMES)
def test_reference_later_scheme_is_nn032(scheme):
    assert only_finding(f"{scheme}:thing").code == "NN032"


@pytest.mark.parametrize("text", ["file:", "", "   ", "sklearn:", "sklearn:../iris", "keras:a b", "file:a\0b"])
def test_reference_malformed_name_is_nn040(text):
    assert only_finding(text).code == "NN040"


def test_reference_as_text_is_what_was_read():
    assert [str(parse_reference(text)) for text in ("a.csv", "sklearn:iris")] == ["a.csv", "sklearn:iris"]
