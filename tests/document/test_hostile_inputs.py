"""Every hostile input ends in findings, never in a traceback, and what is just below the caps loads."""

from __future__ import annotations

import pytest

from hostile import BELOW_CAPS, HOSTILE
from nnspec.diagnostics.codes import CODES
from nnspec.document.document import parse_document


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_input_is_refused_with_its_code_and_place(name):
    item = HOSTILE[name]
    _, findings = parse_document(item.build(), file="spec", syntax=item.syntax)
    assert item.code in {finding.code for finding in findings}
    assert all(finding.code in CODES for finding in findings)
    assert all(finding.span is not None for finding in findings if finding.code != "NN008")


@pytest.mark.parametrize("name", BELOW_CAPS)
def test_input_below_the_caps_loads_without_findings(name):
    item = BELOW_CAPS[name]
    document, findings = parse_document(item.build(), file="spec", syntax=item.syntax)
    assert findings == ()
    assert document is not None


def test_hostile_corpus_holds_seventy_inputs():
    assert len(HOSTILE) >= 70
