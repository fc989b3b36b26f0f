"""What the spec says of devices in, the strategy that runs on them out."""

from __future__ import annotations

from typing import Any, Literal

import tensorflow as tf

from nnspec.diagnostics.diagnostic import Diagnostic
from nnspec.errors import SpecError
from nnspec.records import record

# They are for trying distribution out; thousands of them take TensorFlow minutes and all memory.
MAX_LOGICAL_CPUS = 32
Distribute = Literal["auto", "none", "mirrored"]


@record(kw_only=True)
class Devices:
    """The devices of a run; build the model inside `strategy.scope()`.

    Args:
        strategy: TensorFlow's own default where there is one device.
        names: one per replica, `GPU:0` and the like.
    """

    strategy: tf.distribute.Strategy
    names: tuple[str, ...]

    @property
    def n_replicas(self) -> int:
        """On how many devices the same model runs."""
        return len(self.names)

    @property
    def on_cpu(self) -> bool:
        """Whether no accelerator takes part."""
        return self.names[0].startswith("CPU")

    def describe(self) -> str:
        """Say in a few words where the run runs."""
        return f"{self.n_replicas} x {self.names[0].split(':')[0]}"


def open_strategy(distribute: Distribute = "auto", *, devices: int | None = None) -> Devices:
    """Choose the devices and claim them; call it before anything else touches TensorFlow's devices.

    GPUs grow their memory as needed. More devices than GPUs are logical CPU devices, to try distribution without
    accelerators.

    Args:
        distribute: `mirrored` copies the model to every device, `none` uses one; `auto` is `mirrored` where several
            GPUs, or several `devices`, are there.
        devices: how many devices; None takes all GPUs under `mirrored` and `auto`.

    Raises:
        SpecError: `NN852`, the devices are not there, or TensorFlow started before they could be made.
    """
    if distribute == "none" and devices is not None and devices > 1:
        raise _refused(f"`distribute: none` uses one device, received `devices: {devices}`")
    gpus = tf.config.list_physical_devices("GPU")
    _grow_memory(gpus)
    wanted = 1 if distribute == "none" else devices or max(len(gpus), 1)
    if wanted < 1:
        raise _refused(f"`devices` must be 1 or more, received `{devices}`")
    names = _gpu_names(wanted, n_gpus=len(gpus)) if gpus else _cpu_names(wanted)
    if wanted == 1 and distribute != "mirrored":
        return Devices(strategy=tf.distribute.get_strategy(), names=names)
    return Devices(strategy=tf.distribute.MirroredStrategy(list(names)), names=names)


def _grow_memory(gpus: list[Any]) -> None:
    for gpu in gpus:
        try:
            tf.config.experimental.set_memory_growth(gpu, True)
        except RuntimeError:
            # The device is in use already, so whoever started it has decided.
            return


def _gpu_names(wanted: int, *, n_gpus: int) -> tuple[str, ...]:
    if wanted > n_gpus:
        raise _refused(f"`devices: {wanted}`, and there are `{n_gpus}` GPUs")
    return tuple(f"GPU:{i}" for i in range(wanted))


def _cpu_names(wanted: int) -> tuple[str, ...]:
    if wanted > MAX_LOGICAL_CPUS:
        raise _refused(f"at most {MAX_LOGICAL_CPUS} logical CPU devices can be made, received `devices: {wanted}`")
    if wanted > 1:
        _make_logical_cpus(wanted)
    return tuple(f"CPU:{i}" for i in range(wanted))


def _make_logical_cpus(wanted: int) -> None:
    cpu = tf.config.list_physical_devices("CPU")[0]
    try:
        tf.config.set_logical_device_configuration(cpu, [tf.config.LogicalDeviceConfiguration()] * wanted)
    except RuntimeError as error:
        if len(tf.config.list_logical_devices("CPU")) < wanted:
            hint = "open the strategy before any other use of TensorFlow in the process"
            raise _refused(f"TensorFlow started before `{wanted}` devices could be made", hint=hint) from error


def _refused(message: str, *, hint: str | None = None) -> SpecError:
    path = ("train", "distribute")
    return SpecError([Diagnostic(code="NN852", message=message, path=path, hint=hint)])
