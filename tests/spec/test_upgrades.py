"""Documents in older versions of the language."""

from __future__ import annotations

from nnspec.document.document import Document, parse_document
from nnspec.pipeline import load
from nnspec.records import replace
from nnspec.spec.spec import LANGUAGE_VERSION
from nnspec.spec.upgrades import UPGRADES, upgrade_document


def _document(text: str) -> Document:
    document, _ = parse_document(text, file="<text>")
    assert document is not None
    return document


def _rename_layers(document: Document) -> Document:
    """Upgrade from a version that never was, in which `hidden` was called `layers`."""
    data = {**document.data, "nnspec": 1}
    data["hidden"] = data.pop("layers")
    return replace(document, data=data)


def _count_from_one(document: Document) -> Document:
    return replace(document, data={**document.data, "nnspec": 0})


def test_document_of_an_older_version_is_upgraded():
    found = upgrade_document(_document("nnspec: 0\nlayers: [Flatten]\n"), upgrades={0: _rename_layers})
    assert found.data == {"nnspec": 1, "hidden": ["Flatten"]}


def test_document_of_a_much_older_version_goes_through_every_upgrade():
    upgrades = {0: _rename_layers, -1: _count_from_one}
    found = upgrade_document(_document("nnspec: -1\nlayers: [Flatten]\n"), upgrades=upgrades)
    assert found.data == {"nnspec": 1, "hidden": ["Flatten"]}


def test_document_of_this_version_stays_as_it_is():
    document = _document("nnspec: 1\nlayers: [Flatten]\n")
    assert upgrade_document(document, upgrades={0: _rename_layers}) is document


def test_document_without_a_version_stays_as_it_is():
    document = _document("layers: [Flatten]\n")
    assert upgrade_document(document, upgrades={0: _rename_layers}) is document


def test_pipeline_upgrades_what_it_reads(monkeypatch):
    monkeypatch.setitem(UPGRADES, 0, _rename_layers)
    text = "nnspec: 0\ninputs: {x: number}\nlayers: [{Dense: 8}]\noutputs: {y: number}\n"
    assert [entry.written for entry in load(text).hidden] == ["Dense"]


def test_every_upgrade_reads_an_older_version():
    assert all(version < LANGUAGE_VERSION for version in UPGRADES)
