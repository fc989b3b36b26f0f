"""Scikit-learn's handwritten digits, four to a picture -> scenes.npz, with the class of every pixel.

python examples/digit-scenes/compose.py
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from sklearn.datasets import load_digits

N_SCENES = 600
SIDE = 8
INK = 6  # of 16: a pixel at least so dark belongs to the digit


def main() -> None:
    """Write the file beside this script.

    image: (scene, 16, 16, 1) grey values 0 to 16; pixels: (scene, 16, 16) 0 for paper, 1 + digit for ink.
    """
    draw = np.random.default_rng(0)
    digits = load_digits()
    chosen = draw.integers(0, len(digits.images), (N_SCENES, 2, 2))
    image = digits.images[chosen].transpose(0, 1, 3, 2, 4).reshape(N_SCENES, 2 * SIDE, 2 * SIDE)
    truth = np.kron(digits.target[chosen], np.ones((1, SIDE, SIDE)))
    pixels = np.where(image >= INK, 1 + truth, 0)
    path = Path(__file__).with_name("scenes.npz")
    np.savez_compressed(path, image=image[..., None].astype(np.uint8), pixels=pixels.astype(np.int64))


if __name__ == "__main__":
    main()
