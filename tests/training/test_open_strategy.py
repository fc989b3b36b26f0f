import keras
import pytest

from nnspec.errors import SpecError
from nnspec.training.strategy import open_strategy

pytestmark = pytest.mark.backend


def codes_of(error):
    return [finding.code for finding in error.value.diagnostics]


def test_open_strategy_without_gpus_uses_one_cpu():
    assert open_strategy("auto").names == ("CPU:0",)


def test_open_strategy_mirrored_on_one_device_has_one_replica():
    assert open_strategy("mirrored").strategy.num_replicas_in_sync == 1


def test_open_strategy_with_none_and_two_devices_is_refused():
    with pytest.raises(SpecError, match="uses one device") as error:
        open_strategy("none", devices=2)
    assert codes_of(error) == ["NN852"]


def test_open_strategy_after_tensorflow_started_says_so():
    keras.ops.zeros(1)
    with pytest.raises(SpecError, match="TensorFlow started before `32` devices") as error:
        open_strategy("mirrored", devices=32)
    assert codes_of(error) == ["NN852"]


def test_open_strategy_with_no_device_is_refused():
    with pytest.raises(SpecError, match="1 or more"):
        open_strategy("mirrored", devices=-1)


def test_open_strategy_with_thousands_of_devices_is_refused():
    with pytest.raises(SpecError, match=r"NN852.*at most 32 logical CPU devices"):
        open_strategy("auto", devices=9999)
