"""`train`: how long, in what batches, on what devices, and when to stop."""

from __future__ import annotations

from nnspec.diagnostics.diagnostic import Path
from nnspec.records import record
from nnspec.spec.calls import Call
from nnspec.spec.keys import key

# (base or layer, patterns of layer names inside it)
Patterns = tuple[tuple[str, tuple[str, ...]], ...]


@record(kw_only=True, eq=False)
class Stage:
    """One stage of the training; what it leaves open holds as at the top.

    `freeze` and `unfreeze` pair a base or a layer with patterns of layer names inside it.
    """

    path: Path = ()
    epochs: int | None = key("int(1..2147483647)", "How many epochs; `train.epochs` by default.", default=None)
    steps: int | None = key("int(1..2147483647)", "How many steps, in place of epochs.", default=None)
    optimizer: Call | None = key("optimizer", "The stage's optimizer; the top-level one by default.", default=None)
    freeze: Patterns = key("@freeze_patterns", "What stops training from here on.", default=())
    unfreeze: Patterns = key("@freeze_patterns", "What trains from here on.", default=())


@record(kw_only=True, eq=False)
class Train:
    """How the network is trained.

    `epochs` is None where `steps` is given.
    """

    path: Path = ()
    epochs: int | None = key(
        "int(1..2147483647)", "Passes over the training rows; 10 unless `steps` says.", default=None
    )
    steps: int | None = key("int(1..2147483647)", "Optimizer steps, in place of epochs.", default=None)
    batch_size: int = key("int(1..2147483647)", "Rows in one step, over all devices together.", default=32)
    shuffle: bool = key("bool", "A new order in every epoch, a function of the seed and the epoch.", default=True)
    stop: Call | None = key("@stop", "Early stopping: the arguments of Keras' EarlyStopping.", default=None)
    callbacks: tuple[Call, ...] = key("@callbacks", "Keras callbacks.", default=())
    precision: str = key(
        '"float32" | "mixed_bfloat16" | "mixed_float16" | "bfloat16" | "float64"',
        "What numbers the layers compute in and keep.",
        default="float32",
    )
    distribute: str = key(
        '"auto" | "none" | "mirrored"',
        "On which devices; `auto`: mirrored where there are several GPUs.",
        default="auto",
    )
    jit: bool | str = key('"auto" | bool', "Compile the training step with XLA.", default="auto")
    on_nan: str = key('"stop"', "What happens when the loss is not finite.", default="stop")
    stages: tuple[Stage, ...] = key("@stages", "Stages that follow each other.", default=())

    @property
    def all_callbacks(self) -> tuple[Call, ...]:
        """What acts on the training: `stop` first, where there is one, then `callbacks`."""
        return self.callbacks if self.stop is None else (self.stop, *self.callbacks)
