"""The optimizer of a spec -> Keras' own, and the weights that each of several optimizers is for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

import keras

from nnspec.compiler.instantiate import instantiate
from nnspec.diagnostics.diagnostic import Diagnostic, Path
from nnspec.spec.calls import Call

SEVERAL = "MultiOptimizer"


def build_optimizer(call: Call, *, precision: str = "float32") -> keras.optimizers.Optimizer:
    """Make an optimizer with its schedule; under mixed_float16 its loss is scaled against underflow."""
    optimizer = _several(call) if call.name == SEVERAL else instantiate(call)
    if precision == "mixed_float16":
        return keras.optimizers.LossScaleOptimizer(optimizer)
    return optimizer


def check_optimizer(call: Call, weights: Iterable[str]) -> Iterator[Diagnostic]:
    """Hold the patterns of several optimizers against the weights of a network.

    Args:
        call: any optimizer.
        weights: their paths, such as `backbone/conv1/kernel`.

    Reports: NN351, a pattern that is none or that no weight matches, or a weight that several match.
    """
    if call.name != SEVERAL:
        return
    paths, matched = tuple(weights), dict[str, str]()
    for pattern in call.arguments["optimizer_map"]:
        place = (*call.path, SEVERAL, "optimizer_map", pattern)
        try:
            found = [each for each in paths if re.fullmatch(pattern, each)]
        except re.error as error:
            message = f"`{pattern}` is no regular expression"
            yield Diagnostic(code="NN351", message=message, path=place, received=str(error))
            continue
        yield from _check_matches(pattern, found, paths=paths, matched=matched, place=place)
        matched |= dict.fromkeys(found, pattern)


def _check_matches(
    pattern: str, found: Sequence[str], *, paths: Sequence[str], matched: dict[str, str], place: Path
) -> Iterator[Diagnostic]:
    if not found:
        hint = f"a pattern matches whole paths, such as `{paths[0]}`" if paths else None
        yield Diagnostic(code="NN351", message=f"no weight matches `{pattern}`", path=place, hint=hint)
    twice = next((each for each in found if each in matched), None)
    if twice is not None:
        message = f"`{matched[twice]}` and `{pattern}` both match `{twice}`"
        yield Diagnostic(code="NN351", message=message, path=place, hint="let one pattern match it")


def _several(call: Call) -> keras.optimizers.Optimizer:
    """Make the optimizers of all weights; Keras takes the first two arguments as one object."""
    chosen = {pattern: instantiate(each) for pattern, each in call.arguments["optimizer_map"].items()}
    default = instantiate(call.arguments["default_optimizer"])
    scale, name = call.get("loss_scale_factor"), call.get("name")
    optimizer_map = keras.optimizers.OptimizerMap(default, chosen)
    return keras.optimizers.MultiOptimizer(optimizer_map, loss_scale_factor=scale, name=name)
