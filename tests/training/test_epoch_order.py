import numpy as np
import pytest

from nnspec.training.order import epoch_order

pytestmark = pytest.mark.backend


def test_epoch_order_of_any_epoch_holds_every_row_once():
    assert np.array_equal(np.sort(epoch_order(1000, seed=3, epoch=7)), np.arange(1000))


def test_epoch_order_of_the_same_seed_and_epoch_is_the_same():
    assert np.array_equal(epoch_order(100, seed=3, epoch=7), epoch_order(100, seed=3, epoch=7))


@pytest.mark.parametrize("other", [{"seed": 4, "epoch": 7}, {"seed": 3, "epoch": 8}, {"seed": 7, "epoch": 3}])
def test_epoch_order_of_another_seed_or_epoch_differs(other):
    assert not np.array_equal(epoch_order(100, seed=3, epoch=7), epoch_order(100, **other))


def test_epoch_order_without_shuffle_is_the_order_of_the_rows():
    assert np.array_equal(epoch_order(5, seed=3, epoch=7, shuffle=False), np.arange(5))
