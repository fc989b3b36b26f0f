"""Several optimizers in one: who moves which weights, and patterns that match none."""

from __future__ import annotations

import keras
import pytest

from nnspec.compiler.optimizers import build_optimizer, check_optimizer
from nnspec.spec.calls import Call, read_call

pytestmark = pytest.mark.backend

WEIGHTS = ("encoder/dense/kernel", "encoder/dense/bias", "y/kernel", "y/bias")


def several(**optimizer_map: object) -> Call:
    given = {"default_optimizer": {"SGD": 0.1}, "optimizer_map": optimizer_map}
    return read_call({"MultiOptimizer": given}, "optimizers", ("optimizer",))


def test_each_weight_gets_the_optimizer_whose_pattern_matches_its_path() -> None:
    optimizer = build_optimizer(several(**{"encoder/.*": {"Adam": {"learning_rate": 1e-4}}}))
    chosen = [type(optimizer._optimizer_map[path]) for path in WEIGHTS]
    assert chosen == [keras.optimizers.Adam, keras.optimizers.Adam, keras.optimizers.SGD, keras.optimizers.SGD]


def test_patterns_that_match_weights_once_are_sound() -> None:
    assert list(check_optimizer(several(**{"encoder/.*": "Adam", "y/kernel": "SGD"}), WEIGHTS)) == []


@pytest.mark.parametrize(
    ("patterns", "message"),
    [
        (("decoder/.*",), "no weight matches `decoder/.*`"),
        (("(",), "`(` is no regular expression"),
        (("encoder/.*", ".*/bias"), "`encoder/.*` and `.*/bias` both match `encoder/dense/bias`"),
    ],
)
def test_pattern_that_matches_wrongly_is_reported_at_its_place(patterns: tuple[str, ...], message: str) -> None:
    (finding,) = check_optimizer(several(**dict.fromkeys(patterns, "Adam")), WEIGHTS)
    assert (finding.code, finding.message) == ("NN351", message)
    assert finding.path == ("optimizer", "MultiOptimizer", "optimizer_map", patterns[-1])


def test_another_optimizer_has_no_patterns_to_check() -> None:
    assert list(check_optimizer(read_call("Adam", "optimizers", ()), WEIGHTS)) == []
