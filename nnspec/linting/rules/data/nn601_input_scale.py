"""NN601: numbers go into the network as large as they come.

What: numbers reach a layer with weights with neither `scale` nor a `Rescaling`, `Normalization` or other normalisation
above it, and the data card says that some are larger than 10, that a column lies more than 3 deviations from 0, or
that one column deviates 100 times as much as another. A picture's pixels go to 255 without any card.

Why: neurons saturate or die in the first steps, and the largest column decides alone. Embeddings and transfer bases
are left out: the first take indices, the second scale by themselves. So are columns between -1 and 1.

Card:
    rows: 500
    columns:
      income: {dtype: float64, shape: [], minimum: 1200.0, maximum: 98000.0, mean: 31000.0, std: 9000.0}
      share: {dtype: float64, shape: [], minimum: 0.0, maximum: 1.0, mean: 0.4, std: 0.2}

Fires:
    nnspec: 1
    inputs: {x: {columns: [income, share], scale: none}}
    hidden: [{Dense: {units: 16, activation: relu}}]
    outputs: {y: binary}
    ---
    nnspec: 1
    inputs: {photo: {type: image, size: [32, 32], scale: none}}
    hidden: [{Conv2D: {filters: 8, kernel_size: 3, activation: relu}}, GlobalAveragePooling2D]
    outputs: {y: binary}

Passes:
    nnspec: 1
    inputs: {x: {columns: [income, share]}}
    hidden: [{Dense: {units: 16, activation: relu}}]
    outputs: {y: binary}
    ---
    nnspec: 1
    inputs: {x: {columns: [income, share], scale: none}}
    hidden: [Normalization, {Dense: {units: 16, activation: relu}}]
    outputs: {y: binary}

Fix: `scale: standard`; for pictures `scale: unit`.

Effect: on breast cancer, accuracy 0.977 without and 0.749 with the fault, difference -0.228 [-0.415, -0.042] over 5
seeds; on digits, whose pixels go to 16, accuracy 0.955 without and 0.948 with the fault, difference -0.008 [-0.026,
+0.010] over 5 seeds: no effect measured; on penguins, accuracy 0.936 without and 0.414 with the fault, difference
-0.522 [-0.688, -0.357] over 5 seeds (benchmarks/evidence).

Source: Schoop et al. 2021 (UMLAUT); Cao et al. 2022 (DeepFD): missing preprocessing in 12 of 58 programs.
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.arrivals import Arrival, arrivals_of
from nnspec.linting.lacking import decide_each
from nnspec.linting.rule import Fault, rule
from nnspec.linting.spread import Spread, encoded_spreads, scaled_by
from nnspec.linting.subject import Subject
from nnspec.spec.inputs import ImageInput, Input

_LARGEST = 10.0
_DEVIATIONS = 3.0
_RATIO = 100.0


@rule("NN601", "warning")
def input_scale(subject: Subject) -> Iterator[Fault]:
    """Find inputs whose numbers reach weights unscaled."""

    def decide(item: Input) -> Iterator[Fault]:
        if getattr(item, "scale", None) != "none":
            return
        spreads = encoded_spreads(item, subject.facts)
        for arrival in arrivals_of(item.name, subject.flow):
            if arrival.is_normalized or _scales_itself(arrival):
                continue
            found = [scaled_by(spread, arrival.scalers) for spread in spreads]
            wrong = _wrong_with(found)
            if wrong is not None:
                yield _fault(item, wrong)
                return
            if any(spread.largest is None for spread in found):
                subject.need_card()

    return decide_each(subject.spec.inputs, decide)


def _scales_itself(arrival: Arrival) -> bool:
    return arrival.taker.kind == "base" or "Embedding" in arrival.taker.layer


def _wrong_with(spreads: list[Spread]) -> str | None:
    largest = max((spread.largest for spread in spreads if spread.largest is not None), default=0.0)
    if largest > _LARGEST:
        return f"numbers up to {largest:.6g}"
    far = next((spread for spread in spreads if _is_far(spread)), None)
    if far is not None:
        return f"a mean of {far.mean:.3g} with a deviation of {far.std:.3g}"
    deviations = [spread.std for spread in spreads if spread.std and not _is_flag(spread)]
    if deviations and max(deviations) > _RATIO * min(deviations):
        return f"deviations from {min(deviations):.3g} to {max(deviations):.3g}"
    return None


def _is_far(spread: Spread) -> bool:
    if spread.mean is None or not spread.std or (spread.largest is not None and spread.largest <= 1):
        return False
    return abs(spread.mean) > _DEVIATIONS * spread.std


def _is_flag(spread: Spread) -> bool:
    """Tell whether the numbers may be 0 and 1 alone, of which a rare one deviates little."""
    return (spread.low, spread.high) == (0.0, 1.0)


def _fault(item: Input, received: str) -> Fault:
    scale = "unit" if isinstance(item, ImageInput) else "standard"
    is_written = item.type != "array" or scale == "unit"
    return Fault(
        path=(*item.path, "scale") if is_written else item.path,
        message=f"`{item.name}` goes into the network unscaled",
        received=received,
        expected="numbers of about -1 to 1",
        hint=f"`scale: {scale}`",
    )
