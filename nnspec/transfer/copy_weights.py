"""A checked weights file -> the weights of a model, all of them or none."""

from __future__ import annotations

import pathlib
import tempfile
from collections.abc import Mapping

import h5py
import keras

from nnspec.compiler.failures import first_sentence
from nnspec.diagnostics.diagnostic import Path
from nnspec.errors import SpecError, spec_error

Shapes = Mapping[str, tuple[int, ...]]

_KERAS_3_SUFFIX = ".weights.h5"
_MOST_NAMED = 5


def copy_weights(model: keras.Model, file: pathlib.Path, *, path: Path) -> None:
    """Load all weights of a model from a file whose arrays are exactly the model's.

    Args:
        model: as Keras built it.
        file: `.weights.h5` of Keras 3, or `.h5` of earlier versions, already checked.
        path: where the spec names it.

    Raises:
        SpecError: NN554, with the layers that miss or are left over.
    """
    if file.name.endswith(_KERAS_3_SUFFIX):
        _compare(_shapes_of(model), _shapes_in(file), file=file, path=path)
    try:
        model.load_weights(file)
    except (ValueError, KeyError, TypeError) as error:
        raise spec_error(
            "NN554",
            f"`{file.name}` does not hold the weights of `{model.name}`: {first_sentence(error)}",
            path=path,
            hint=_hint(),
        ) from error


def _compare(wanted: Shapes, found: Shapes, *, file: pathlib.Path, path: Path) -> None:
    missing = [name for name in wanted if name not in found]
    left_over = [name for name in found if name not in wanted]
    differing = [name for name, shape in wanted.items() if found.get(name, shape) != shape]
    if missing or left_over or differing:
        raise _partial(file, path, missing=missing, left_over=left_over, differing=differing, total=len(wanted))


def _partial(
    file: pathlib.Path,
    path: Path,
    *,
    missing: list[str],
    left_over: list[str],
    differing: list[str],
    total: int,
) -> SpecError:
    groups = {"missing": missing, "of another shape": differing, "left over": left_over}
    received = "; ".join(f"{kind}: {_listed(names)}" for kind, names in groups.items() if names)
    return spec_error(
        "NN554",
        f"`{file.name}` does not hold the weights of this base",
        path=path,
        received=received,
        expected=f"{total} arrays",
        hint=_hint(),
    )


def _shapes_of(model: keras.Model) -> Shapes:
    """Find what a model would save, by letting Keras save it: the names in the file are Keras' secret."""
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / f"own{_KERAS_3_SUFFIX}"
        model.save_weights(file)
        return _shapes_in(file)


def _shapes_in(file: pathlib.Path) -> Shapes:
    shapes: dict[str, tuple[int, ...]] = {}

    def note(name: str, member: h5py.Group | h5py.Dataset) -> None:
        # Seeds of random layers and the optimizer's variables are no weights; a file may have them or not.
        extra = "seed_generator" in name or name.startswith("optimizer/")
        if isinstance(member, h5py.Dataset) and not extra:
            shapes[name] = tuple(member.shape)

    with h5py.File(file, "r") as opened:
        opened.visititems(note)
    return shapes


def _listed(names: list[str]) -> str:
    rest = len(names) - _MOST_NAMED
    return ", ".join(names[:_MOST_NAMED]) + (f" and {rest} more" if rest > 0 else "")


def _hint() -> str:
    return "`include_top`, `classes` and `alpha` must be those that the weights were saved with"
