"""Losses by what they expect of an output, for rules."""

from __future__ import annotations

# One class out of several.
CATEGORICAL = frozenset(
    {
        "CategoricalCrossentropy",
        "CategoricalFocalCrossentropy",
        "CategoricalGeneralizedCrossEntropy",
        "SparseCategoricalCrossentropy",
    }
)
# Yes or no, neuron by neuron.
BINARY = frozenset({"BinaryCrossentropy", "BinaryFocalCrossentropy"})
CROSS_ENTROPIES = CATEGORICAL | BINARY
# What an output and its target share; both lie between 0 and 1.
OVERLAPS = frozenset({"Dice", "Tversky"})
MARGINS = frozenset({"CategoricalHinge", "Hinge", "SquaredHinge"})
DISTANCES = frozenset({"Huber", "LogCosh", "MeanAbsoluteError", "MeanSquaredError"})
LOGARITHMIC = frozenset({"MeanSquaredLogarithmicError", "Poisson"})
REGRESSION = DISTANCES | LOGARITHMIC | {"CosineSimilarity", "MeanAbsolutePercentageError"}
